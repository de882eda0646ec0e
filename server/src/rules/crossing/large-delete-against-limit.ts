import { rowWidth } from '../../workload/capacity.js';
import { formatBytes, formatShort } from '../../workload/figures.js';
import { tablesOf } from '../lib/cluster/crossing.js';
import { GALERA, groupWith } from '../lib/cluster/crossing-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

const TABLE =
  'CREATE TABLE events (id bigint PRIMARY KEY, account bigint NOT NULL, a bigint NOT NULL, b bigint NOT NULL);\n';
const kept = (growth: string) => `-- dialect: mysql\n-- faultline: growth=${growth}, retention=30d\n${TABLE}`;

export default defineRule({
  id: 'large-delete-against-limit',
  subject: 'crossing',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['group-replication', 'galera'],
  summary:
    "A day's rows of a table are more than the group lets one transaction be; deleting them in one is refused.",
  gains: 'One statement a day clears what is too old.',
  costs:
    'Rows are replicated as they were, so a DELETE is as large as the rows it deletes. Above `group_replication_transaction_size_limit` (150,000,000 bytes by default), or `wsrep_max_ws_size`, it is rolled back. Below that it still makes every member wait while it is sent and applied.',
  fineWhen: 'Old rows go in batches, or with their partition.',
  advice: 'Partition the table by time and drop partitions, or delete in batches of some thousand rows.',
  sources: [
    {
      title: 'MySQL: limitations of Group Replication, transaction size',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-limitations.html',
    },
    {
      title: 'MariaDB: limitations of Galera Cluster, transaction size',
      url: 'https://mariadb.com/kb/en/mariadb-galera-cluster-known-limitations/',
    },
  ],
  bad: [
    clusterExample('group-replication', { ...groupWith(), 'schema.sql': kept('20M/day') }, '143 MB'),
    clusterExample('galera', { ...GALERA, 'schema.sql': kept('200M/day') }, '2 GB'),
  ],
  good: [
    clusterExample('group-replication', { ...groupWith(), 'schema.sql': kept('100k/day') }),
    clusterExample('galera', { ...GALERA, 'schema.sql': kept('20M/day') }),
  ],
  check(cluster, context) {
    const limit = limitOf(cluster);
    if (limit === undefined) return;
    for (const { table, facts, catalog } of tablesOf(cluster, context, each => limitOf(each) !== undefined)) {
      const width = rowWidth(table, facts, catalog);
      const rows = facts.growthPerDay?.value;
      if (width === undefined || rows === undefined || facts.retentionSeconds === undefined) continue;
      if (table.partitioning !== undefined || table.innerPartitions.length > 0) continue;
      const bytes = rows * width.bytes;
      if (bytes <= limit) continue;
      context.report({
        origin: table.nameOrigin,
        message: `A day of ${display(table, catalog)} is about ${formatShort(rows)} rows and ${formatBytes(bytes)}, and a transaction may have ${formatBytes(limit)}: one DELETE of a day that is past its retention is rolled back. Partition by time, or delete in batches.`,
        tradeOff: () => ({
          gains: ['One statement a day clears what is too old.'],
          costs: ['The whole transaction is rolled back, every day, and old rows stay.'],
          breakEven: `One transaction can delete about ${formatShort(Math.floor(limit / width.bytes))} rows.`,
          advice: ['Drop partitions, or delete in batches of some thousand rows.'],
          numbers: [
            { label: 'rows a day', value: formatShort(rows), from: facts.growthPerDay!.source },
            { label: 'bytes a row', value: formatBytes(width.bytes), from: 'types of the columns' },
          ],
        }),
      });
    }
  },
});

/** Most bytes of a transaction; undefined: no limit, or not known. */
function limitOf({ systems, settings, members }: Parameters<typeof tablesOf>[0]): number | undefined {
  const [system, name] = systems.has('group-replication')
    ? (['group-replication', 'group_replication_transaction_size_limit'] as const)
    : (['galera', 'wsrep_max_ws_size'] as const);
  const own = settings[system] ?? members.find(each => each.settings[system])?.settings[system];
  const limit = own?.number(name);
  return limit === undefined || limit <= 0 ? undefined : limit;
}
