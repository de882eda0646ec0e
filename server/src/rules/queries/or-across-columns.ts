import type { Table } from '../../schema/model.js';
import type { Condition, QueryBlock, Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { indexLedBy } from '../lib/workload/covered.js';
import { isKnownBig, isKnownHot, isKnownSmall } from '../lib/workload/size.js';
import { defineRule, type RuleContext } from '../rule.js';

const users = (big: string, text: string) =>
  `CREATE TABLE users (id ${big} PRIMARY KEY, email ${text} NOT NULL UNIQUE, phone ${text} NOT NULL);`;

export default defineRule({
  id: 'or-across-columns',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'info',
  engines: ENFORCING,
  summary: 'OR joins tests of several columns, and not each of them has an index.',
  gains: 'One query asks for all that is wanted.',
  costs:
    'Rows that fit one alternative can be anywhere, so a single alternative without an index makes the engine read the whole table, and the indexes of the others are of no use. Where the alternatives test different tables, no index helps before they are joined.',
  fineWhen: 'The table stays small, or another test leaves few rows over.',
  advice: 'Index each of the columns, or write one SELECT for each alternative and UNION them.',
  sources: [
    {
      title: 'PostgreSQL: combining multiple indexes',
      url: 'https://www.postgresql.org/docs/current/indexes-bitmap-scans.html',
    },
    {
      title: 'MySQL: index merge',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/index-merge-optimization.html',
    },
    { title: 'SQLite: the OR optimization', url: 'https://www.sqlite.org/optoverview.html#or_optimizations' },
    {
      title: 'SQL Server: index design guide',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/sql-server-index-design-guide',
    },
    {
      title: 'CockroachDB: cost-based optimizer',
      url: 'https://www.cockroachlabs.com/docs/stable/cost-based-optimizer',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: `${users('bigint', 'text')}\nSELECT id FROM users WHERE email = $1 OR phone = $2;`,
      says: 'phone',
    },
    {
      dialect: 'mysql',
      sql: `${users('int', 'varchar(80)')}\nSELECT id FROM users WHERE email = ? OR phone = ?;`,
    },
    {
      dialect: 'sqlite',
      sql: `${users('INTEGER', 'TEXT')}\nSELECT id FROM users WHERE email = ? OR phone = ?;`,
    },
    {
      dialect: 'tsql',
      sql: `${users('int', 'nvarchar(80)')}\nGO\nSELECT id FROM users WHERE email = @a OR phone = @b;\n`,
    },
    {
      dialect: 'cockroach',
      sql: `${users('INT8', 'STRING')}\nSELECT id FROM users WHERE email = $1 OR phone = $2;`,
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${users('bigint', 'text')}\nCREATE INDEX ON users (phone);\nSELECT id FROM users WHERE email = $1 OR phone = $2;\nSELECT id FROM users WHERE $1::text IS NULL OR phone = $1;\nSELECT id FROM users WHERE email = 'a' OR email = 'b';`,
    },
    {
      dialect: 'mysql',
      sql: `${users('int', 'varchar(80)')}\nSELECT id FROM users WHERE email = ? OR id = ?;`,
    },
    {
      dialect: 'sqlite',
      sql: `${users('INTEGER', 'TEXT')}\nSELECT id FROM users WHERE id = ? AND (email = ? OR phone = ?);`,
    },
    {
      dialect: 'tsql',
      sql: `${users('int', 'nvarchar(80)')}\nGO\nSELECT id FROM users WHERE email = @a OR id = @b;\n`,
    },
    {
      dialect: 'cockroach',
      sql: `${users('INT8', 'STRING')}\nSELECT id FROM users WHERE email = $1 OR id = $2;`,
    },
  ],
  check(query, context) {
    if (query.from === 'statement' && context.roleOf(query.origin) === 'migration') return;
    for (const block of query.shape.blocks) {
      for (const condition of block.where) {
        if (condition.kind === 'or' && !condition.negated) check(query, block, condition, context);
      }
    }
  },
});

interface Alternative {
  readonly table: Table;
  readonly column: string;
}

function check(
  query: WorkloadQuery,
  block: QueryBlock,
  or: Extract<Condition, { kind: 'or' }>,
  context: RuleContext,
): void {
  const alternatives: Alternative[] = [];
  for (const branch of or.branches) {
    const found = branch.map(test => tested(query, block, test, context)).filter(item => item !== undefined);
    // An alternative of several tests is served by an index for one of them; one without any is no search.
    const best = found.find(item => indexLedBy(item.table, item.column)) ?? found[0];
    if (!best) return;
    alternatives.push(best);
  }
  const [first] = alternatives;
  if (!first || !isOwnTable(first.table)) return;
  const tables = new Set(alternatives.map(item => item.table.key));
  const columns = new Set(alternatives.map(item => `${item.table.key}.${item.column}`));
  if (columns.size < 2 || isNarrowedElsewhere(query, block, or, context)) return;
  const facts = context.workload.factsOf(first.table);
  if (isKnownSmall(facts)) return;
  const weighty = isKnownBig(facts) || isKnownHot(facts);
  const origin = { unit: query.unit, span: or.span };
  const severity = weighty ? 'warning' : facts.rows ? 'info' : 'hint';
  if (tables.size > 1) {
    const names = [...new Set(alternatives.map(item => display(item.table, context.catalog)))];
    context.report({
      origin,
      severity,
      message: `OR joins tests of ${listed(names)}, so no index narrows any of them down before they are joined. Write one SELECT for each alternative and UNION them.`,
    });
    return;
  }
  const lacking = alternatives.filter(item => !indexLedBy(item.table, item.column)).map(item => item.column);
  if (lacking.length === 0 || lacking.length === alternatives.length) return;
  context.report({
    origin,
    severity,
    message: `${listed([...new Set(lacking)])} of ${display(first.table, context.catalog)} has no index of its own, so this OR reads the whole table and the indexes of the other columns are of no use. Index it too, or write a UNION.`,
  });
}

/** The column that a test compares with a given value, where an index could find it. */
function tested(
  query: WorkloadQuery,
  block: QueryBlock,
  test: Condition,
  context: RuleContext,
): Alternative | undefined {
  if (test.negated) return undefined;
  let side: Value | undefined;
  if (test.kind === 'compare' && test.operator === '=') {
    if (isGiven(test.right)) side = test.left;
    else if (isGiven(test.left)) side = test.right;
  } else if (test.kind === 'in' && test.list?.every(isGiven)) side = test.left;
  return side?.kind === 'column' && side.column
    ? context.workload.columnOf(query, block, side.column)
    : undefined;
}

function isGiven(value: Value): boolean {
  return value.kind === 'constant' || value.kind === 'parameter';
}

/** Another test of the block that an index serves. */
function isNarrowedElsewhere(
  query: WorkloadQuery,
  block: QueryBlock,
  or: Condition,
  context: RuleContext,
): boolean {
  return block.where.some(test => {
    if (test === or) return false;
    const found = tested(query, block, test, context);
    return found !== undefined && indexLedBy(found.table, found.column) !== undefined;
  });
}
