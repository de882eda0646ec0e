import type { Table } from '../../schema/model.js';
import type { TableUse } from '../../workload/model.js';
import { type AccessPath, accessPaths, isOrdered, pathName } from '../lib/access.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { isFew } from '../lib/workload/selective.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { lastingUses, searches } from '../lib/workload/uses.js';
import { defineRule, type RuleContext } from '../rule.js';

function example(id: string, number: string, p: readonly [string, string], alone: boolean, go = ''): string {
  const [one, two] = p;
  const queries = [
    `SELECT id FROM posts WHERE author = ${one} AND topic = ${two};`,
    `SELECT id, author FROM posts WHERE topic = ${two} AND author = ${one};`,
    `SELECT id FROM posts WHERE author = ${one};`,
    ...(alone ? [`SELECT id FROM posts WHERE topic = ${one};`] : []),
  ];
  return `CREATE TABLE posts (id ${id} PRIMARY KEY, author ${number} NOT NULL, topic ${number} NOT NULL);\nCREATE INDEX by_author ON posts (author);\nCREATE INDEX by_topic ON posts (topic);\n${go}${queries.join('\n')}\n`;
}

export default defineRule({
  id: 'composite-replaces-two',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING.filter(engine => engine !== 'yugabyte'),
  summary: 'Two indexes of one column each, where every query that needs the second compares both.',
  gains: 'Each column can be searched alone.',
  costs:
    'A query on both uses one of the indexes and checks the rest row by row, or reads both and intersects them. One index on both columns finds the rows at once, and is one to write instead of two.',
  fineWhen: 'Queries outside of this project search by the second column alone.',
  advice: 'Create one index on both columns, the one that is also searched alone first, and drop the two.',
  sources: [
    {
      title: 'PostgreSQL: combining multiple indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-bitmap-scans.html',
    },
    {
      title: 'MySQL: multiple-column indexes',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/multiple-column-indexes.html',
    },
    { title: 'SQLite: query planner, multi-column indices', url: 'https://www.sqlite.org/queryplanner.html' },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'CockroachDB: secondary indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/schema-design-indexes',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: example('bigint', 'bigint', ['$1', '$2'], false), says: '(author, topic)' },
    { dialect: 'mysql', sql: example('int', 'int', ['?', '?'], false), says: '(author, topic)' },
    { dialect: 'sqlite', sql: example('INTEGER', 'INTEGER', ['?', '?'], false) },
    { dialect: 'tsql', sql: example('int', 'int', ['@a', '@b'], false, 'GO\n') },
    { dialect: 'cockroach', sql: example('INT8', 'INT8', ['$1', '$2'], false) },
  ],
  good: [
    { dialect: 'postgres', sql: example('bigint', 'bigint', ['$1', '$2'], true) },
    { dialect: 'mysql', sql: example('int', 'int', ['?', '?'], true) },
    { dialect: 'sqlite', sql: example('INTEGER', 'INTEGER', ['?', '?'], true) },
    { dialect: 'tsql', sql: example('int', 'int', ['@a', '@b'], true, 'GO\n') },
    { dialect: 'cockroach', sql: example('INT8', 'INT8', ['$1', '$2'], true) },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const singles = accessPaths(table).filter(isSingle);
    if (singles.length < 2) return;
    const uses = searches(lastingUses(table, context));
    if (uses.length < 3 || uses.some(use => use.uncertain)) return;
    const facts = context.workload.factsOf(table);
    if (isKnownSmall(facts)) return;
    for (const second of singles) {
      const partner = partnerOf(second, singles, uses, table, context);
      if (!partner) continue;
      const columns = [columnOf(partner), columnOf(second)];
      const both = uses.filter(use => columns.every(name => equals(use, name)));
      const queries = [...new Set(both.map(use => use.query))];
      const name = pathName(second);
      context.report({
        origin: second.origin!,
        severity: isKnownBig(facts) || isKnownHot(facts) ? 'warning' : facts.rows ? 'info' : 'hint',
        message: `Every query on ${display(table, context.catalog)} that searches by ${columns[1]} compares ${columns[0]} as well, so one index on (${columns.join(', ')}) serves more than ${pathName(partner)} and ${name} together. Create it and drop both.`,
        related: [
          ...(partner.origin ? [{ origin: partner.origin, message: 'The other index.' }] : []),
          ...queries
            .slice(0, 20)
            .map(query => ({ origin: query.origin, message: 'This query compares both.' })),
        ],
      });
      return;
    }
  },
});

function isSingle(path: AccessPath): boolean {
  return (
    path.kind === 'index' &&
    !path.unique &&
    !path.where &&
    !path.inherited &&
    path.include.length === 0 &&
    path.origin !== undefined &&
    path.parts.length === 1 &&
    path.parts[0]!.column !== undefined &&
    isOrdered(path)
  );
}

/** The index on a column that every search by `second` compares too; both are tested together more than once. */
function partnerOf(
  second: AccessPath,
  singles: readonly AccessPath[],
  uses: readonly TableUse[],
  table: Table,
  context: RuleContext,
): AccessPath | undefined {
  const name = columnOf(second);
  // The foreign key needs the index for itself.
  if (table.foreignKeys.some(key => key.columns.includes(name))) return undefined;
  const facts = context.workload.factsOf(table);
  if (isFew(table, name, facts, context.catalog)) return undefined;
  const searching = uses.filter(use => touches(use, name));
  if (new Set(searching.map(use => use.query)).size < 2) return undefined;
  return singles.find(other => {
    const first = columnOf(other);
    if (other === second || isFew(table, first, facts, context.catalog)) return false;
    if (hasComposite(table, [first, name])) return false;
    return searching.every(use => equals(use, first) && equals(use, name));
  });
}

function hasComposite(table: Table, columns: readonly string[]): boolean {
  return accessPaths(table).some(path => {
    const leading = path.parts.slice(0, 2).map(part => part.column?.value);
    return columns.every(name => leading.includes(name));
  });
}

function columnOf(path: AccessPath): string {
  return path.parts[0]!.column!.value;
}

function equals(use: TableUse, name: string): boolean {
  return use.equals.some(test => test.column === name);
}

function touches(use: TableUse, name: string): boolean {
  return (
    [...use.equals, ...use.ranges, ...use.others, ...use.wrapped, ...use.joins].some(
      test => test.column === name,
    ) ||
    use.orderBy.some(item => item.column === name) ||
    use.groupBy.includes(name)
  );
}
