import { clusterName } from '../lib/cluster/galera.js';
import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { galeraExample } from '../lib/cluster/mysql-example.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'galera-flush-at-commit',
  subject: 'galera',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['galera'],
  summary: 'No node flushes at commit: when all lose power at once, acknowledged commits are lost.',
  gains: 'Commits do not wait for the disk. A node that crashes alone gets what it lost from the others.',
  costs:
    'Acknowledged commits of about the last second are in memory only, on every node. A failure that hits all of them (power, a host that all run on) loses them.',
  fineWhen: 'The nodes stand in places that do not fail together.',
  advice:
    'Set it to 1 on at least one node, better on all; replication to the memory of others is no disk. Tests by Jepsen met lost commits with 0 when all nodes crashed together, and seldom with 1 when crashes and cuts came together.',
  sources: [
    {
      title: 'MariaDB: innodb_flush_log_at_trx_commit',
      url: 'https://mariadb.com/kb/en/innodb-system-variables/#innodb_flush_log_at_trx_commit',
    },
    {
      title: 'Jepsen: MariaDB Galera Cluster',
      url: 'https://jepsen.io/blog/2026-03-16-mariadb-galera-cluster-12.1.2',
    },
    {
      title: 'Galera Cluster: innodb_flush_log_at_trx_commit',
      url: 'https://galeracluster.com/library/documentation/galera-parameters.html#innodb-flush-log-at-trx-commit',
    },
  ],
  bad: [
    galeraExample(
      3,
      n => (n === 1 ? ['innodb_flush_log_at_trx_commit=2'] : ['innodb_flush_log_at_trx_commit=0']),
      'about 1 s',
    ),
  ],
  good: [
    // Somebody has weighed it.
    galeraExample(3, ['# The other nodes keep what one loses', 'innodb_flush_log_at_trx_commit=0']),
    galeraExample(3, []),
    galeraExample(3, n => (n === 1 ? [] : ['innodb_flush_log_at_trx_commit=0'])),
  ],
  check(cluster, context) {
    if (cluster.system !== 'galera') return;
    const nodes = mysqlNodes(cluster);
    const settings = nodes.map(({ mysqld }) => mysqld.given('innodb_flush_log_at_trx_commit'));
    const [first] = settings;
    // One node that flushes keeps what was acknowledged; those whose files are not here may.
    if (first === undefined || cluster.members.some(member => member.role === 'data' && !member.configured))
      return;
    if (!settings.every(setting => setting?.value === 0 || setting?.value === 2)) return;
    if (settings.some(each => each !== undefined && isExplained(each.written.origin, REASON))) return;
    const data = cluster.members.filter(({ role }) => role === 'data');
    // A file of one node, or a template for machines that nobody names, does not tell what fails together.
    const files = new Set(settings.map(each => each?.written.origin.unit.uri));
    if (data.length < 2 || (files.size < 2 && !FOR_MANY.test([...files].join()))) return;
    const zones = new Set(data.map(({ site }) => site.zone ?? site.region));
    const together = data.length > 1 && zones.size === 1 && !zones.has(undefined);
    context.report({
      origin: first.written.origin,
      ...(together ? { severity: 'warning' as const } : {}),
      message: `No node of ${clusterName(cluster)} flushes its redo log at commit: when all lose power at once, about 1 s of acknowledged commits is lost on every copy${together ? `, and all stand in ${[...zones][0]}` : ''}. Set innodb_flush_log_at_trx_commit=1 on at least one.`,
      fixes: () =>
        settings.flatMap(setting => (setting === undefined ? [] : [setTo(setting.written, '1')])).slice(0, 1),
    });
  },
});

/** Files that stand for all nodes: templates, and what describes several containers. */
const FOR_MANY = /\/templates\/|\.(?:j2|erb|tpl|tmpl|ya?ml)\b/i;

/** What a comment speaks of that has weighed it. */
const REASON =
  /durab|\bsafe\b|crash|power|(?:los[es]|lost|loss)\b|\bACID\b|other nodes?|performan|speed|faster|trade/i;
