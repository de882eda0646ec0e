import type { Cluster } from '../../cluster/model.js';
import { CONSENSUS_SOURCES, etcdExample, isContained, shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-open-to-all',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary: 'Clients reach etcd from other machines without a certificate.',
  gains: 'No certificates to make and renew.',
  costs:
    'etcd asks nobody who he is unless client certificates or users are switched on: whoever reaches the port reads all keys, changes the leader’s lease and with it who is primary.',
  fineWhen:
    'The network lets only those through who may do everything; containers on a network of their own.',
  advice:
    'Serve `https` with `client-cert-auth: true` and a `trusted-ca-file`, or switch on users and listen only where clients are.',
  sources: [CONSENSUS_SOURCES.etcdSecurity],
  bad: [etcdExample(1, 'listen-client-urls: http://0.0.0.0:2379\n', '0.0.0.0')],
  good: [
    // Which of the two is deployed a variable says.
    clusterExample('etcd', {
      'roles/etcd/templates/etcd.service.j2':
        '[Service]\nExecStart=/usr/bin/etcd --name a --initial-cluster {{ all }} --listen-client-urls http://0.0.0.0:2379\n',
      'roles/etcd/templates/etcd.service.tls.j2':
        '[Service]\nExecStart=/usr/bin/etcd --name a --initial-cluster {{ all }} --listen-client-urls https://0.0.0.0:2379 --client-cert-auth=true\n',
    }),
    etcdExample(
      1,
      'listen-client-urls: https://0.0.0.0:2379\ncert-file: a\ntrusted-ca-file: b\nclient-transport-security:\n  client-cert-auth: true\n  trusted-ca-file: ca.pem\n',
    ),
    etcdExample(1, 'listen-client-urls: http://127.0.0.1:2379\n'),
    clusterExample('etcd', {
      'etcd.yml':
        'name: n1\ndata-dir: /var/lib/etcd\nlisten-client-urls: https://0.0.0.0:2379\nadvertise-client-urls: https://n1:2379\n',
      'patroni.yml':
        'scope: shop\nname: p1\netcd3:\n  host: n1:2379\n  username: patroni\n  password: ${ETCD_PASSWORD}\npostgresql:\n  connect_address: p1:5432\n',
    }),
    // A container of which no port is published.
    clusterExample('etcd', {
      'run.sh':
        'docker run -d --name n1 --network lab quay.io/coreos/etcd:v3.5.9 etcd --name n1 --listen-client-urls http://0.0.0.0:2379 --advertise-client-urls http://n1:2379\n',
    }),
    // What the unit is started with besides is in a file of the machine.
    clusterExample('etcd', {
      'etcd.service':
        '[Service]\nEnvironmentFile=/etc/default/etcd\nExecStart=/usr/bin/etcd --listen-client-urls http://0.0.0.0:2379\n',
    }),
    clusterExample('etcd', {
      'docker-entrypoint.sh':
        '#!/bin/sh\nexec etcd --name n1 --listen-client-urls http://0.0.0.0:2379 --advertise-client-urls http://n1:2379\n',
    }),
  ],
  check(cluster, context) {
    const first = shown(cluster).find(({ settings }) => settings.given('listen-client-urls') !== undefined);
    const given = first?.settings.given('listen-client-urls');
    if (first === undefined || given === undefined || first.settings.isHidden('listen-client-urls')) return;
    if (first.settings.isHidden('client-cert-auth') || first.settings.flag('client-cert-auth') === true)
      return;
    if (isContained(cluster, first.settings, given.written.origin, context.clusters)) return;
    if (hasTlsTwin(given.written.origin.unit.uri, context.clusters)) return;
    if (context.clusters.some(logsIn)) return;
    const open = first.settings
      .list('listen-client-urls')
      .find(url => /^\w+:\/\/(?:0\.0\.0\.0|\[::\])/.test(url.trim()));
    if (open === undefined) return;
    // Branches of one script start it this way or that: it is open alike in each of them.
    const { unit } = given.written.origin;
    const earlier = context.clusters.slice(0, Math.max(0, context.clusters.indexOf(cluster)));
    if (
      earlier.some(other =>
        shown(other).some(({ settings }) => {
          const same = other.system === 'etcd' ? settings.given('listen-client-urls') : undefined;
          return same?.written.origin.unit === unit && same.written.raw === given.written.raw;
        }),
      )
    )
      return;
    context.report({
      origin: given.written.origin,
      message: `${first.member.id} listens at ${open.trim()} and asks no client for a certificate: unless users are switched on, whoever reaches the port reads and changes every key. Ask for certificates, or switch users on.`,
    });
  },
});

/** True where the same template is there with TLS as well, `etcd.service.tls.j2`: a variable chooses between them. */
function hasTlsTwin(uri: string, clusters: readonly Cluster[]): boolean {
  const bare = (each: string) =>
    each.replace(/(?<=\/[^/]*)[-._](?:tls|ssl|https|secure)(?=[-._][^/]*$)/i, '');
  return clusters.some(({ sources }) => sources.some(each => each !== uri && bare(each) === uri));
}

/** True where the nodes of Patroni give etcd a name and a password: its users are switched on. */
function logsIn({ members }: Cluster): boolean {
  return members.some(({ settings: { patroni } }) =>
    ['etcd3.username', 'etcd.username'].some(name => patroni?.given(name) !== undefined),
  );
}
