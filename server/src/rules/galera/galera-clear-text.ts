import { clusterExample } from '../lib/cluster/example.js';
import { dataNodes, whereListed } from '../lib/cluster/galera.js';
import { galeraNode } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const open = (n: number, ...more: readonly string[]) =>
  galeraNode(n, 3, ...more).replaceAll('10.0.0.', '203.0.113.');

export default defineRule({
  id: 'galera-clear-text',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['galera'],
  summary: 'Nodes talk to each other over public addresses without TLS.',
  gains: 'No certificates to renew.',
  costs:
    'Every changed row passes between the nodes in the clear, and whoever reaches port 4567 with the name of the cluster may join it and get a full copy.',
  fineWhen: 'The addresses are inside a VPN.',
  advice: 'Set socket.ssl_key, socket.ssl_cert and socket.ssl_ca in `wsrep_provider_options`, on all nodes.',
  sources: [
    {
      title: 'Galera Cluster: SSL for replication',
      url: 'https://galeracluster.com/library/documentation/ssl-config.html',
    },
  ],
  bad: [clusterExample('galera', { 'db/my.cnf': open(1) }, 'public addresses')],
  good: [
    clusterExample('galera', { 'db/my.cnf': galeraNode(1, 3) }),
    clusterExample('galera', {
      'db/my.cnf': open(
        1,
        'wsrep_provider_options="socket.ssl=yes; socket.ssl_cert=/etc/my/c.pem; socket.ssl_key=/etc/my/k.pem"',
      ),
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    const nodes = dataNodes(cluster);
    if (nodes.length === 0 || nodes.some(({ settings }) => settings.isHidden('wsrep_provider_options')))
      return;
    const encrypted = nodes.some(
      ({ member, settings }) =>
        settings.flag('socket.ssl') === true ||
        settings.given('socket.ssl_cert') !== undefined ||
        settings.given('pxc_encrypt_cluster_traffic') !== undefined ||
        // Percona encrypts by default, and MySQL 8 with Galera takes the server's own certificates.
        member.settings.mysql?.given('ssl_cert') !== undefined ||
        member.settings.mariadb?.given('ssl_cert') !== undefined,
    );
    // A composition numbers a network of its own as it likes: nobody outside of the machine reaches it.
    const compositions = context.clusters
      .flatMap(({ members, versions }) => [
        ...members.map(({ origin }) => origin.unit),
        // Where a container's image is named stands its address as well.
        ...Object.values(versions).flatMap(({ origin }) => (origin === undefined ? [] : [origin.unit])),
      ])
      .filter(({ uri }) => /\.ya?ml$/i.test(uri))
      .map(({ piece }) => piece.text);
    const open = cluster.members.flatMap(({ addresses }) =>
      addresses.filter(
        address =>
          isPublic(address) &&
          !compositions.some(text => text.includes(`ipv4_address: ${address.replace(/:\d+$/, '')}`)),
      ),
    );
    if (encrypted || open.length < 2) return;
    context.report({
      origin: whereListed(cluster),
      message: `The nodes talk to each other over public addresses (${open[0]}, …) without socket.ssl: every changed row passes in the clear, and who reaches port 4567 may join. Set socket.ssl_cert, socket.ssl_key and socket.ssl_ca.`,
    });
  },
});

/** Addresses of version 4 that are none of private networks. */
function isPublic(address: string): boolean {
  const found = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}(?::\d+)?$/.exec(address);
  if (found === null) return false;
  const [a, b] = [Number(found[1]), Number(found[2])];
  if (a === 10 || a === 127 || a === 0 || a > 223) return false;
  return !(
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  );
}
