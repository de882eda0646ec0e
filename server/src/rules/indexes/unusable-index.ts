import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { removeFix } from '../lib/redundant.js';
import { isOwnTable } from '../lib/tables.js';
import { isKnownSmall } from '../lib/workload/size.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule } from '../rule.js';

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

function example(id: string, number: string, parameter: string, unused: boolean, go = ''): string {
  const columns = [...KEYS, 'z'].map(name => `${name} ${number}`).join(', ');
  const indexed = unused ? ['z'] : ['a'];
  const indexes = indexed.map(name => `CREATE INDEX t_${name} ON t (${name});`).join('\n');
  const queries = KEYS.map(name => `SELECT id FROM t WHERE ${name} = ${parameter};`).join('\n');
  return `CREATE TABLE t (id ${id} PRIMARY KEY, ${columns});\n${indexes}\n${go}${queries}\n`;
}

export default defineRule({
  id: 'unusable-index',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'None of many queries on a table searches or sorts by the first column of an index.',
  gains: 'Queries that are not in this project, or that people write by hand, may use it.',
  costs: 'Every insert and many updates write it, and it takes memory from those that are used.',
  fineWhen: 'Queries of other programs use it; the statistics of the engine tell.',
  advice:
    'Look at how often it was scanned (`pg_stat_user_indexes`, `sys.schema_unused_indexes`), then drop it.',
  sources: [
    {
      title: 'PostgreSQL: pg_stat_all_indexes',
      url: 'https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW',
    },
    {
      title: 'MySQL: the schema_unused_indexes view',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/sys-schema-unused-indexes.html',
    },
    {
      title: 'SQL Server: sys.dm_db_index_usage_stats',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/system-dynamic-management-views/sys-dm-db-index-usage-stats-transact-sql',
    },
    { title: 'SQLite: query planner', url: 'https://www.sqlite.org/queryplanner.html' },
    {
      title: 'CockroachDB: SHOW INDEX and usage statistics',
      url: 'https://www.cockroachlabs.com/docs/stable/crdb-internal',
    },
  ],
  options: {
    minQueries: {
      type: 'number',
      default: 8,
      description: 'How many queries on a table there must be before what none of them uses is reported.',
    },
  },
  bad: [
    { dialect: 'postgres', sql: example('bigint', 'int', '$1', true), says: 't_z' },
    { dialect: 'mysql', sql: example('int', 'int', '?', true) },
    { dialect: 'sqlite', sql: example('INTEGER', 'INT', '?', true) },
    { dialect: 'tsql', sql: example('int', 'int', '@p', true, 'GO\n') },
    { dialect: 'cockroach', sql: example('INT8', 'INT8', '$1', true) },
  ],
  good: [
    { dialect: 'postgres', sql: example('bigint', 'int', '$1', false) },
    { dialect: 'mysql', sql: example('int', 'int', '?', false) },
    { dialect: 'sqlite', sql: example('INTEGER', 'INT', '?', false) },
    { dialect: 'tsql', sql: example('int', 'int', '@p', false, 'GO\n') },
    { dialect: 'cockroach', sql: example('INT8', 'INT8', '$1', false) },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !table.indexes.some(index => !index.unique)) return;
    const uses = searches(lastingUses(table, context));
    const queries = new Set(uses.map(use => use.query)).size;
    if (queries < Number(context.options.minQueries)) return;
    // What was not understood may use any of them.
    if (uses.some(use => use.uncertain || !use.query.shape.complete)) return;
    // Programs put queries together from parts, and only whole ones are seen.
    if (uses.some(use => use.query.from === 'code')) return;
    if (isKnownSmall(context.workload.factsOf(table))) return;
    const touched = touchedColumns(uses);
    for (const path of accessPaths(table)) {
      if (!isCandidate(path, table) || leading(path).some(name => touched.has(name.toLowerCase()))) continue;
      const name = pathName(path);
      context.report({
        origin: path.origin!,
        message: `None of the ${queries} queries on ${display(table, context.catalog)} in this project searches or sorts by the first column of ${name}. If the engine's statistics agree, drop it.`,
        fixes: () => removeFix(path, table, context, false),
      });
    }
  },
});

function isCandidate(path: AccessPath, table: Table): boolean {
  if (path.kind !== 'index' || path.unique || path.inherited || path.only || !path.origin) return false;
  if (path.clustered === true || !isOrdered(path)) return false;
  const first = path.parts[0]?.column?.value;
  // An index of a foreign key is there for the other table's sake.
  return !(first !== undefined && table.foreignKeys.some(key => key.columns.includes(first)));
}

/** Columns of which one at least has to be tested. */
function leading(path: AccessPath): readonly string[] {
  const [first] = path.parts;
  return first?.column ? [first.column.value] : (first?.expr?.columns ?? []);
}

function touchedColumns(uses: readonly TableUse[]): ReadonlySet<string> {
  const names = uses.flatMap(use => [
    ...[...use.equals, ...use.ranges, ...use.others, ...use.wrapped].map(test => test.column),
    ...use.joins.map(join => join.column),
    ...use.groupBy,
    ...use.orderBy.map(item => item.column),
    // min(c), DISTINCT c and sorting by an expression read an index in order without a test.
    ...(use.needs === '*' || use.needs.length > 2 ? [] : use.needs),
  ]);
  return new Set(names.map(name => name.toLowerCase()));
}
