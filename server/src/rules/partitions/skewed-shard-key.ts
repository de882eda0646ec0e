import { formatShare } from '../../workload/figures.js';
import { accessPaths, hashedColumns, pathName } from '../lib/access.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'skewed-shard-key',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['yugabyte', 'cockroach'],
  summary: 'One value fills a large part of the column by which a key or index is spread over nodes.',
  gains: 'All rows of that value are found in one place.',
  costs:
    'They also lie in one place: one tablet or range holds, writes and serves them all while others idle.',
  fineWhen: 'Nobody asks for that value, or the table is small.',
  advice:
    "Leave the value out with a partial index (`WHERE state <> 'done'`), or spread it by a second column: `((state, id) HASH)`.",
  sources: [
    {
      title: 'YugabyteDB: avoiding hotspots',
      url: 'https://docs.yugabyte.com/stable/develop/data-modeling/hot-shards-ysql/',
    },
    {
      title: 'CockroachDB: hash-sharded indexes and hotspots',
      url: 'https://www.cockroachlabs.com/docs/stable/hash-sharded-indexes',
    },
  ],
  options: {
    share: {
      description: 'Share of one value, 0 to 1, that is still no finding.',
      default: 0.3,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'yugabyte',
      sql: 'CREATE TABLE jobs (\n  id uuid PRIMARY KEY,\n  state text NOT NULL -- faultline: top=0.8\n);\nCREATE INDEX jobs_state ON jobs (state);',
      says: '80 %',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE jobs (\n  id uuid PRIMARY KEY,\n  state text NOT NULL -- faultline: top=0.8\n);\nCREATE INDEX jobs_state ON jobs (state);',
      says: 'state',
    },
  ],
  good: [
    {
      dialect: 'yugabyte',
      sql: "CREATE TABLE jobs (\n  id uuid PRIMARY KEY,\n  state text NOT NULL -- faultline: top=0.8\n);\nCREATE INDEX jobs_state ON jobs (state) WHERE state <> 'done';",
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE jobs (id uuid PRIMARY KEY, state text NOT NULL);\nCREATE INDEX jobs_state ON jobs (state);',
    },
  ],
  check(table, context) {
    const { columns } = context.workload.factsOf(table);
    if (columns.size === 0) return;
    for (const path of accessPaths(table)) {
      const [first, second] = path.parts;
      if (!first || !path.origin || path.where || path.inherited || path.method === 'gin') continue;
      const hashed = hashedColumns(first);
      // Hashed together, or ordered by a second column, the rows of one value are spread.
      if (hashed ? hashed.length > 1 : table.dialect === 'cockroach' && second !== undefined) continue;
      const name = hashed?.[0] ?? first.column?.value;
      const top = name === undefined ? undefined : columns.get(name)?.topShare;
      if (!top || top.value <= Number(context.options.share)) continue;
      context.report({
        origin: path.origin,
        message: `${formatShare(top.value)} of the rows of ${display(table, context.catalog)} have one value of ${name} (${top.source}), with which ${pathName(path)} begins: they all lie in one ${table.dialect === 'yugabyte' ? 'tablet' : 'range'}. Leave that value out (partial index), or spread it by a second column.`,
      });
    }
  },
});
