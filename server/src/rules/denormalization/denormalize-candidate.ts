import type { Column, Table } from '../../schema/model.js';
import { formatCount, formatRate } from '../../workload/figures.js';
import type { WorkloadQuery } from '../../workload/model.js';
import type { Copy } from '../lib/denorm/copies.js';
import { copyTriggers } from '../lib/denorm/copy-triggers.js';
import { copyTradeOff, copyWeight } from '../lib/denorm/copy-weight.js';
import { same } from '../lib/denorm/keepers.js';
import { lastUnit } from '../lib/denorm/place.js';
import { type Reference, referencesOf } from '../lib/denorm/references.js';
import { stemOf } from '../lib/denorm/words.js';
import { statementAfter } from '../lib/edits.js';
import { MYSQL_LIKE, POSTGRES_LIKE } from '../lib/engines.js';
import { display, listed, newName, sqlName, sqlTable } from '../lib/naming.js';
import { columnLike, isOwnTable } from '../lib/tables.js';
import { typeText } from '../lib/types.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const TABLES = (writes: string) =>
  `-- faultline: rows=100k writes=${writes}\nCREATE TABLE authors (id integer NOT NULL PRIMARY KEY, name varchar(100));\n-- faultline: rows=5M reads=20k/s\nCREATE TABLE posts (id integer NOT NULL PRIMARY KEY, author_id integer NOT NULL, title varchar(200), FOREIGN KEY (author_id) REFERENCES authors (id));\n`;
const QUERIES =
  'SELECT p.title, a.name FROM posts p JOIN authors a ON a.id = p.author_id WHERE p.id = 7;\nSELECT p.id, p.title, a.name FROM posts p JOIN authors a ON a.id = p.author_id ORDER BY p.id DESC LIMIT 20;';

export default defineRule({
  id: 'denormalize-candidate',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: [...POSTGRES_LIKE, ...MYSQL_LIKE],
  summary:
    'Queries join the same table again and again for one or two of its columns, and the figures speak for a copy.',
  gains:
    'Without a copy there is one truth, and the source is written in one place. Leave it so where the join is cheap: an index serves it and the table fits into memory.',
  costs:
    'Each read looks up the other table as well. Seven cases are the classic ones for a copy: many more reads than writes, analytics, joins that are costly, data spread over regions, results that are stored (materialized views), time series with what describes them, and answers in real time.',
  fineWhen:
    'One of the five cases against it holds: the source changes often, readers have to see the same at once, writes outnumber reads, the join is cheap, or nobody has measured that it is slow.',
  advice:
    'Measure the join first. Then add the copy with triggers on both tables, fill it in, compare for a while, and move the queries over one by one.',
  sources: [
    {
      title: 'Sybase: when to denormalize',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
    {
      title: 'PostgreSQL: triggers that keep data alike',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html',
    },
  ],
  options: {
    factor: {
      type: 'number',
      default: 10,
      description: 'How many look-ups have to be saved for each copy that is written.',
    },
  },
  bad: [
    { dialect: 'postgres', sql: TABLES('1/s') + QUERIES, says: '20,000/s' },
    { dialect: 'mysql', sql: TABLES('1/s') + QUERIES, says: '20,000/s' },
  ],
  good: [
    { dialect: 'postgres', sql: TABLES('500/s') + QUERIES },
    {
      dialect: 'postgres',
      sql: `CREATE TABLE authors (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE posts (id integer NOT NULL PRIMARY KEY, author_id integer NOT NULL REFERENCES authors (id), title varchar(200));\n${QUERIES}`,
    },
    { dialect: 'mysql', sql: TABLES('500/s') + QUERIES },
  ],
  check(table, context) {
    const facts = context.workload.factsOf(table);
    // Without figures nothing speaks for a copy.
    if (facts.readsPerSecond === undefined || facts.rows === undefined || !isOwnTable(table)) return;
    for (const reference of referencesOf(table, context.catalog)) {
      const other = context.workload.factsOf(reference.parent);
      if (other.rows === undefined || other.writesPerSecond === undefined) continue;
      if (other.consistency?.value === 'strong' || reference.parent.key === table.key) continue;
      checkReference(table, reference, context);
    }
  },
});

function checkReference(table: Table, reference: Reference, context: RuleContext): void {
  const { parent } = reference;
  const joined = joinsOf(table, reference, context);
  const columns = wanted(reference, joined);
  if (joined.length < 2 || columns.length === 0 || columns.length > 2) return;
  const copy = copyOf(table, reference, columns);
  if (copy.pairs.some(({ column }) => columnLike(table, column.name))) return;
  const { saved, updated, fanOut } = copyWeight(copy, context);
  if (saved === undefined || updated === undefined || saved < Number(context.options.factor) * updated)
    return;
  const from = display(parent, context.catalog);
  const name = display(table, context.catalog);
  context.report({
    origin: table.nameOrigin,
    message: `${joined.length} queries join ${name} with ${from} for ${listed(columns.map(column => `${from}.${column.name}`))} alone. A copy in ${name} would save up to ${formatRate(saved)} look-ups for up to ${formatRate(updated)} copies written (${formatCount(fanOut!)} for each write to ${from}). Measure the join; if it is slow, copy, with triggers.`,
    related: joined.slice(0, 5).map(query => ({ origin: query.origin, message: `Joins ${from}.` })),
    fixes: () => fixes(copy, context),
    tradeOff: () => copyTradeOff(copy, context),
  });
}

/** Queries that look up the parent by this reference, with the columns that they need of it. */
function joinsOf(table: Table, { parent, columns, refColumns }: Reference, { workload }: RuleContext) {
  const found: (WorkloadQuery & { readonly parentNeeds: readonly string[] | '*' })[] = [];
  const others = workload.usesOf(parent);
  for (const use of workload.usesOf(table)) {
    if (use.access !== 'read' || use.uncertain || use.query.from === 'trigger') continue;
    const joins = columns.every((name, i) =>
      use.joins.some(
        join =>
          join.column === name &&
          join.other.relation === parent.key &&
          same(join.other.column, refColumns[i]!),
      ),
    );
    const other = joins
      ? others.find(each => each.query === use.query && each.block === use.block)
      : undefined;
    // Tests of its columns need the other table, or an index on the copies.
    if (!other || other.uncertain || other.equals.length + other.ranges.length + other.others.length > 0)
      continue;
    if (!found.some(({ origin }) => origin === use.query.origin))
      found.push({ ...use.query, parentNeeds: other.needs });
  }
  return found;
}

/** Columns of the parent that all of the queries together need, without its key; none where one needs them all. */
function wanted(
  { parent, refColumns }: Reference,
  joined: readonly { readonly parentNeeds: readonly string[] | '*' }[],
): Column[] {
  const names = new Set<string>();
  for (const { parentNeeds } of joined) {
    if (parentNeeds === '*') return [];
    for (const name of parentNeeds) if (!refColumns.some(key => same(key, name))) names.add(name);
  }
  return parent.columns.filter(column => names.has(column.name) && column.type);
}

/** The copy that is not there yet. */
function copyOf(table: Table, reference: Reference, columns: readonly Column[]): Copy {
  const stem = stemOf(reference.parent.name);
  const prefix = reference.role.length > 0 ? reference.role : stem;
  return {
    table,
    parent: reference.parent,
    reference,
    pairs: columns.map(source => ({
      source,
      column: { ...source, name: newName(...prefix, source.name), nullable: true, identity: undefined },
    })),
  };
}

function fixes(copy: Copy, context: RuleContext): Fix[] {
  const { table, parent, pairs } = copy;
  const triggers = copyTriggers(copy, context.catalog);
  const place = lastUnit(table.origins[0], parent.origins[0]);
  if (!triggers || !place) return [];
  const add = pairs
    .map(
      ({ column, source }) =>
        `ALTER TABLE ${sqlTable(table, context.catalog)} ADD COLUMN ${sqlName(column.name, table.dialect)} ${typeText(source.type!)};\n`,
    )
    .join('');
  const edit = statementAfter(
    place,
    `${add}\n${triggers.fill};\n\n${triggers.push};\n\n${triggers.backfill}`,
  );
  return edit
    ? [
        {
          title: `Add ${listed(pairs.map(({ column }) => column.name))} with triggers, and fill in`,
          edits: [edit],
          safe: false,
        },
      ]
    : [];
}
