import type { Condition, QueryBlock, Value } from '../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../workload/model.js';
import { insertAt } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const TABLES = (big: string, text: string) =>
  `CREATE TABLE users (id ${big} NOT NULL PRIMARY KEY, name ${text});\nCREATE TABLE bans (id ${big} NOT NULL PRIMARY KEY, user_id ${big} NULL);`;

export default defineRule({
  id: 'not-in-nullable-subquery',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'warning',
  engines: ENFORCING,
  summary: 'NOT IN over a subquery whose column may be NULL.',
  gains: 'It reads as one says it.',
  costs:
    'A single NULL in the result of the subquery makes the test unknown for every row, so the query returns nothing at all. Planners cannot turn it into an anti-join either.',
  fineWhen: 'The column never holds a NULL; then it should say NOT NULL.',
  advice: 'Use NOT EXISTS, or leave the NULLs out in the subquery.',
  sources: [
    {
      title: 'PostgreSQL: NOT IN with a subquery',
      url: 'https://www.postgresql.org/docs/current/functions-subquery.html#FUNCTIONS-SUBQUERY-NOTIN',
    },
    {
      title: 'MySQL: optimizing subqueries, NOT IN and NULL',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/subquery-optimization-with-exists.html',
    },
    {
      title: 'SQLite: the IN and NOT IN operators',
      url: 'https://www.sqlite.org/lang_expr.html#the_in_and_not_in_operators',
    },
    {
      title: 'SQL Server: IN, null values with NOT IN',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/language-elements/in-transact-sql',
    },
    { title: 'CockroachDB: subqueries', url: 'https://www.cockroachlabs.com/docs/stable/subqueries' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: `${TABLES('bigint', 'text')}\nSELECT name FROM users WHERE id NOT IN (SELECT user_id FROM bans);`,
      says: 'bans.user_id',
    },
    {
      dialect: 'mysql',
      sql: `${TABLES('int', 'text')}\nSELECT name FROM users WHERE id NOT IN (SELECT b.user_id FROM bans b WHERE b.id > 5);`,
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES('INTEGER', 'TEXT')}\nDELETE FROM users WHERE id NOT IN (SELECT user_id FROM bans);`,
    },
    {
      dialect: 'tsql',
      sql: `${TABLES('int', 'nvarchar(80)')}\nGO\nSELECT name FROM users WHERE id NOT IN (SELECT user_id FROM bans);\n`,
    },
    {
      dialect: 'cockroach',
      sql: `${TABLES('INT8', 'STRING')}\nSELECT name FROM users WHERE id NOT IN (SELECT user_id FROM bans);`,
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${TABLES('bigint', 'text')}\nSELECT name FROM users WHERE id NOT IN (SELECT user_id FROM bans WHERE user_id IS NOT NULL);\nSELECT name FROM users WHERE id NOT IN (SELECT id FROM bans);\nSELECT name FROM users WHERE id IN (SELECT user_id FROM bans);\nSELECT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM bans b WHERE b.user_id = u.id);`,
    },
    {
      dialect: 'mysql',
      sql: `${TABLES('int', 'text')}\nSELECT name FROM users WHERE id NOT IN (SELECT user_id FROM bans WHERE user_id > 5);`,
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES('INTEGER', 'TEXT')}\nDELETE FROM users WHERE id NOT IN (SELECT id FROM bans);`,
    },
    {
      dialect: 'tsql',
      sql: `${TABLES('int', 'nvarchar(80)')}\nGO\nSELECT name FROM users WHERE id NOT IN (SELECT id FROM bans);\n`,
    },
    {
      dialect: 'cockroach',
      sql: `${TABLES('INT8', 'STRING')}\nSELECT name FROM users WHERE id NOT IN (SELECT id FROM bans);`,
    },
  ],
  check(query, context) {
    const { blocks } = query.shape;
    if (blocks.length < 2) return;
    for (const block of blocks) {
      for (const condition of block.where) {
        if (condition.kind !== 'in' || !condition.negated || condition.block === undefined) continue;
        const inner = blocks[condition.block];
        if (inner) check(query, condition, inner, context);
      }
    }
  },
});

function check(query: WorkloadQuery, condition: Condition, inner: QueryBlock, context: RuleContext): void {
  const value = inner.select[0]?.value;
  if (inner.select.length !== 1 || value?.kind !== 'column' || !value.column) return;
  const found = context.workload.columnOf(query, inner, value.column);
  const column = found && columnLike(found.table, found.column);
  if (!found || !column?.nullable || found.table.columnsIncomplete) return;
  if ([...inner.where, ...inner.sources.flatMap(source => source.on)].some(test => dropsNull(test, value)))
    return;
  context.report({
    origin: { unit: query.unit, span: condition.span },
    message: `${display(found.table, context.catalog)}.${column.name} may be NULL: if the subquery returns a single NULL, NOT IN is true for no row and the query finds nothing. Use NOT EXISTS, or add ${value.text} IS NOT NULL.`,
    related: [{ origin: column.nameOrigin, message: 'This column may be NULL.' }],
    fixes: () => fixes(query, inner, value),
  });
}

/** Any test of the column itself is false or unknown for NULL, except IS NULL. */
function dropsNull(condition: Condition, value: Value): boolean {
  const name = value.column!.name;
  const is = (side: Value | undefined) => side?.column?.name === name;
  switch (condition.kind) {
    case 'null':
      return condition.negated && is(condition.left);
    case 'compare':
      return is(condition.left) || is(condition.right);
    case 'in':
    case 'between':
    case 'like':
      return is(condition.left);
    default:
      return false;
  }
}

/** Behind the last test, where nothing follows that and the tests are joined by AND. */
function fixes(query: WorkloadQuery, inner: QueryBlock, value: Value): Fix[] {
  if (query.from !== 'statement' && query.from !== 'view') return [];
  if (inner.groupBy.length > 0 || inner.orderBy.length > 0 || inner.limit || inner.having.length > 0)
    return [];
  if (inner.where.some(test => test.kind === 'or') || inner.sources.length !== 1) return [];
  const text = query.unit.piece.text;
  let { start, end } = inner.span;
  // Some readers count the brackets of a subquery to it.
  while (text[start] === '(' && text[end - 1] === ')') {
    start++;
    end--;
  }
  while (/\s/.test(text[end - 1] ?? '')) end--;
  const inside = text.slice(start, end);
  if (!isBalanced(inside) || /\b(union|intersect|except|for)\b/i.test(inside)) return [];
  const word = inner.where.length > 0 ? 'AND' : 'WHERE';
  const test = `${value.text} IS NOT NULL`;
  const edit = insertAt(query.unit, end, ` ${word} ${test}`);
  return [{ title: `Add ${test} to the subquery`, edits: [edit], safe: false }];
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    else if (letter === ')' && --depth < 0) return false;
  }
  return depth === 0;
}
