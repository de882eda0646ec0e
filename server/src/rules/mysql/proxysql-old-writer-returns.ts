import { mysqlNodes } from '../lib/cluster/mysql.js';
import { sentence } from '../lib/cluster/names.js';
import { proxysql, routersBefore } from '../lib/cluster/routers.js';
import { defineRule } from '../rule.js';

const orchestrator = {
  'orchestrator.conf.json': '{ "MySQLTopologyUser": "orc", "RecoverMasterClusterFilters": ["*"] }\n',
};

export default defineRule({
  id: 'proxysql-old-writer-returns',
  subject: 'mysql',
  since: '0.6.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['proxysql'],
  summary: 'An old source that comes back takes writes again, beside the new one.',
  gains: 'A source that is restarted takes writes without anybody’s doing.',
  costs:
    'ProxySQL makes every server with read_only=0 a writer. One that was replaced while it was down starts with the read_only of its option file: if that is 0, writes are spread over both sources until somebody stops it, and what it took is lost or in conflict.',
  fineWhen: 'Something else keeps a server down, or read only, until somebody has looked at it.',
  advice: 'read_only=1 in the option file of every server: whoever promotes one switches it off.',
  sources: [
    {
      title: 'ProxySQL: mysql_replication_hostgroups',
      url: 'https://proxysql.com/documentation/main-runtime/#mysql_replication_hostgroups',
    },
    {
      title: 'Orchestrator: what a recovery does to read_only',
      url: 'https://github.com/openark/orchestrator/blob/master/docs/configuration-recovery.md',
    },
  ],
  bad: [proxysql({ lag: 5, source: ['log_bin=binlog'], files: orchestrator }, 'comes back')],
  good: [proxysql({ lag: 5, files: orchestrator }), proxysql({ lag: 5, source: ['log_bin=binlog'] })],
  check(cluster, context) {
    // By hand nobody promotes another while this one may come back.
    if (cluster.failover.kind !== 'automatic') return;
    const router = routersBefore(cluster, 'proxysql').find(
      ({ purpose, check }) => purpose === 'write' && /^(?:super_)?read_only/.test(check?.text ?? ''),
    );
    if (router?.check === undefined) return;
    for (const { mysqld, name, member } of mysqlNodes(cluster)) {
      if (!member.configured || mysqld.isHidden('read_only') || mysqld.isHidden('super_read_only')) continue;
      if (mysqld.flag('read_only') === true || mysqld.flag('super_read_only') === true) continue;
      context.report({
        origin: mysqld.given('read_only')?.written.origin ?? member.origin,
        message: `${sentence(name)} starts with read_only=0, and ProxySQL sends writes to every server with that: when it comes back after it was replaced, two servers take writes. Set read_only=1 here; whoever promotes it switches that off.`,
        related: [{ origin: router.check.origin, message: 'Servers are told apart by read_only.' }],
      });
    }
  },
});
