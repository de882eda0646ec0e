import type { Origin } from '../../sql/reading.js';
import {
  CONSENSUS_SOURCES,
  etcdExample,
  etcdFiles,
  isContained,
  shown,
  voters,
} from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-plain-peers',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'Members talk to each other without encryption.',
  gains: 'No certificates to make and renew.',
  costs:
    'All data and all votes cross the network as they are, and whoever reaches the port can speak as a member.',
  fineWhen: 'The network between the members is nobody else’s.',
  advice:
    'Use `https` peer URLs, and have members show certificates: `--peer-client-cert-auth` with `--peer-trusted-ca-file`; in `etcd.conf.yml` `client-cert-auth: true` and `trusted-ca-file` below `peer-transport-security`.',
  sources: [CONSENSUS_SOURCES.etcdSecurity],
  bad: [
    clusterExample(
      'etcd',
      Object.fromEntries(
        Object.entries(etcdFiles(3)).map(([name, text]) => [name, text.replace(/https/g, 'http')]),
      ),
      'as they are',
    ),
  ],
  good: [
    etcdExample(3),
    clusterExample('etcd', {
      'docker-entrypoint.sh':
        '#!/bin/sh\nexec etcd --name n1 --initial-advertise-peer-urls http://n1:2380 --initial-cluster n1=http://n1:2380,n2=http://n2:2380,n3=http://n3:2380\n',
    }),
  ],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    const first = shown(cluster).find(
      ({ settings }) => settings.given('initial-cluster')?.effective !== undefined,
    );
    const given = first?.settings.given('initial-cluster');
    if (first === undefined || given === undefined) return;
    const plain = first.settings.list('initial-cluster').filter(each => /=http:\/\//.test(each));
    const local = plain.every(each => /=http:\/\/(?:127\.|localhost|\[::1\])/.test(each));
    if (
      plain.length === 0 ||
      local ||
      isContained(cluster, first.settings, given.written.origin, context.clusters)
    )
      return;
    context.report({
      origin: given.written.origin,
      message: `${plain.length} members are reached by http: data and votes cross the network as they are, and whoever reaches a peer port may speak as a member. Use https with ${isFile(given.written.keyOrigin) ? 'client-cert-auth and trusted-ca-file below peer-transport-security' : '--peer-client-cert-auth and --peer-trusted-ca-file'}.`,
    });
  },
});

/** A key of `etcd.conf.yml`: flags have dashes before them, variables other letters. */
function isFile({ unit, span }: Origin): boolean {
  return /\.ya?ml(?:\.|$)/.test(unit.uri) && span.end - span.start === 'initial-cluster'.length;
}
