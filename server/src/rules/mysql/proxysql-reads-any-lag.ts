import type { Cluster, Router } from '../../cluster/model.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { galeraNode, replicated } from '../lib/cluster/mysql-example.js';
import { isOff } from '../lib/cluster/router-settings.js';
import { proxysql, readPattern, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

/** A composition with a ProxySQL of a version. */
const proxyOf = (version: string) =>
  `services:\n  router:\n    image: proxysql/proxysql:${version}\n    volumes: ["./proxysql.cnf:/etc/proxysql.cnf"]\n`;

export default defineRule({
  id: 'proxysql-reads-any-lag',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'info',
  engines: ['proxysql'],
  summary: 'Reads go to replicas however far behind they are.',
  gains: 'A replica that is behind still takes reads, and the writer is spared.',
  costs:
    'With max_replication_lag 0, the default, a replica gets reads while it is an hour behind, or while its replication has stopped: what is read there is that old, and nobody is told.',
  fineWhen: 'Readers can bear rows of any age.',
  advice:
    'Set max_replication_lag on the servers. Where a session must see its own writes, gtid_from_hostgroup in the rule (it does not know the GTIDs of MariaDB), or read from the writer.',
  sources: [
    {
      title: 'ProxySQL: mysql_servers.max_replication_lag',
      url: 'https://proxysql.com/documentation/main-runtime/#mysql_servers',
    },
    {
      title: 'ProxySQL: GTID consistent reads',
      url: 'https://proxysql.com/blog/proxysql-gtid-causal-reads/',
    },
  ],
  bad: [
    proxysql({}, 'however far behind'),
    // MariaDB does not tell the GTID of a write.
    proxysql(
      {
        files: replicated(['log_bin=binlog', 'read_only=1'], ['read_only=1'], undefined, {
          system: 'mariadb',
        }).files,
      },
      'Set it on the servers.',
    ),
    // Of a version that does not follow GTIDs.
    proxysql(
      { files: { 'compose.yml': proxyOf('1.4.16') } },
      'max_replication_lag is 0. Set it on the servers.',
    ),
    proxysql(
      { files: { 'compose.yml': proxyOf('2.6.3') } },
      'or gtid_from_hostgroup where a session must see its own writes',
    ),
  ],
  good: [
    // Addresses of the machine that the nodes' ports are published at.
    clusterExample('proxysql', {
      'n1/my.cnf': galeraNode(1, 2),
      'n2/my.cnf': galeraNode(2, 2),
      'proxysql.cnf':
        'mysql_servers=\n(\n    { address="127.0.0.1", port=3306, hostgroup=10 },\n    { address="127.0.0.1", port=3307, hostgroup=20 }\n)\nmysql_replication_hostgroups=\n(\n    { writer_hostgroup=10, reader_hostgroup=20 }\n)\nmysql_query_rules=\n(\n    { rule_id=1, active=1, match_digest="^SELECT", destination_hostgroup=20, apply=1 }\n)\n',
    }),
    proxysql({ lag: 5 }),
    proxysql({ rules: ['match_digest="^SELECT", destination_hostgroup=20, gtid_from_hostgroup=10'] }),
    proxysql({ rules: ['match_digest="^SELECT .* FOR UPDATE", destination_hostgroup=10'] }),
  ],
  check(cluster, context) {
    for (const router of routersBefore(cluster, 'proxysql')) {
      const pattern = readPattern(router);
      const settings = router.settings.proxysql;
      if (pattern === undefined || settings === undefined || router.targets.length < 2) continue;
      if (isBeforeGalera(router, context.clusters)) continue;
      if (settings.given('mysql_query_rules.gtid_from_hostgroup') !== undefined) continue;
      const limits = settings.written.filter(({ key }) => key === 'mysql_servers.max_replication_lag');
      if (!limits.every(isOff)) continue;
      context.report({
        origin: pattern.origin,
        message: `What matches \`${shortened(pattern.text)}\` is read from replicas, however far behind they are: max_replication_lag is 0. Set it on the servers${knowsGtid(cluster, router) ? ', or gtid_from_hostgroup where a session must see its own writes' : ''}.`,
        related: [{ origin: router.origin, message: `This is ${router.id}.` }],
      });
    }
  },
});

/**
 * True where the servers behind may be nodes of Galera, which have no lag of replication to be looked at: the router's
 * file says so, or a Galera cluster of the project that nothing else stands before has as many nodes.
 */
function isBeforeGalera({ origin, targets }: Router, clusters: readonly Cluster[]): boolean {
  if (/galera|wsrep/i.test(origin.unit.piece.text.replace(/^\s*#.*$/gm, ''))) return true;
  return clusters.some(
    ({ system, routers, members }) =>
      system === 'galera' &&
      routers.length === 0 &&
      members.filter(({ role }) => role === 'data').length >= targets.length,
  );
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** ProxySQL since 2.0.1, before MySQL since 5.7.5 that tells the GTID of a write; MariaDB does not. */
function knowsGtid(cluster: Cluster, router: Router): boolean {
  return (
    !cluster.systems.has('mariadb') &&
    cluster.versions.mariadb === undefined &&
    !isOlder(cluster.versions.mysql?.version, '5.7.5') &&
    !isOlder(router.settings.proxysql?.version, '2.0.1')
  );
}
