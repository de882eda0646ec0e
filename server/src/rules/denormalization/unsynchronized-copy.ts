import { formatRate } from '../../workload/figures.js';
import { type Copy, copiesOf, dependsOnPartOfKey, narrowed } from '../lib/denorm/copies.js';
import { copyFixes } from '../lib/denorm/copy-fixes.js';
import { copyTradeOff } from '../lib/denorm/copy-weight.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { keepingOf } from '../lib/denorm/keepers.js';
import { isKept } from '../lib/denorm/kept.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'unsynchronized-copy',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A column seems to repeat one of the row it refers to, and nothing keeps the copy true.',
  gains:
    'Reads that show the value save a join. That is worth it in seven classic cases: many more reads than writes, analytics, joins that are costly, data spread over regions, views that are stored, time series with what describes them, and answers in real time.',
  costs:
    'When the source changes, the copy stays as it was, and two places give two answers. Five cases speak against it: the source changes often, readers need the same answer everywhere at once, writes outnumber reads, the join is cheap because an index serves it, or the saving was never measured. The copies also take space: rows times width.',
  fineWhen:
    'The value is meant to stay as it was when the row was written (the name on an order that was sent): then say so beside the column. Or a program keeps all copies, in the same transaction.',
  advice:
    'Drop the column and read the value by a join or a view; or keep it true by triggers on both tables; or write `-- DENORMALIZED: why` beside it (or COMMENT ON COLUMN) if the copy is deliberate. Go in steps: measure the join, add the copy, compare, and only then change the readers.',
  sources: [
    {
      title: 'Sybase: when a table is denormalized, triggers maintain what is repeated',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
    {
      title: 'PostgreSQL: triggers',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html',
    },
    { title: 'MySQL: triggers', url: 'https://dev.mysql.com/doc/refman/8.4/en/trigger-syntax.html' },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE orders (\n  id integer NOT NULL PRIMARY KEY,\n  customer_id integer NOT NULL,\n  customer_name varchar(100),\n  FOREIGN KEY (customer_id) REFERENCES customers (id)\n);',
      'customers.name',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE teams (id bigint PRIMARY KEY, team_name text, city text);\nCREATE TABLE players (id bigint PRIMARY KEY, team_id bigint NOT NULL, team_name text, team_city text);',
      says: 'team_name and team_city',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), placed_at timestamp);',
    ),
    {
      dialect: 'postgres',
      sql: "CREATE TABLE customers (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  customer_id bigint REFERENCES customers,\n  customer_name text -- DENORMALIZED: as printed on the letter\n);\nCREATE TABLE visits (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, customer_name text);\nCOMMENT ON COLUMN visits.customer_name IS 'Snapshot of the name at the door.';",
    },
    {
      // The foreign key itself carries the value along.
      dialect: 'postgres',
      sql: 'CREATE TABLE plans (id bigint PRIMARY KEY, tier text NOT NULL, UNIQUE (id, tier));\nCREATE TABLE accounts (id bigint PRIMARY KEY, plan_id bigint, plan_tier text, FOREIGN KEY (plan_id, plan_tier) REFERENCES plans (id, tier) ON UPDATE CASCADE);',
    },
  ],
  check(table, context) {
    for (const found of copiesOf(table, context.catalog)) {
      if (dependsOnPartOfKey(found) || isPassedOn(found, context)) continue;
      const copy = narrowed(
        found,
        ({ column }) => !isDocumented(table, column) && !isKept(found, column.name, context),
      );
      if (copy) report(copy, context);
    }
  },
});

/** A trigger on the source passes some of them on: what it leaves out is another rule's matter. */
function isPassedOn({ table, parent, pairs }: Copy, { workload }: RuleContext): boolean {
  return (
    TRIGGERED.includes(table.dialect) &&
    pairs.length > 1 &&
    parent.triggers.length > 0 &&
    pairs.some(({ column }) => keepingOf(table, column.name, [parent], workload).pushes.length > 0)
  );
}

function report(copy: Copy, context: RuleContext): void {
  const { table, parent, pairs, reference } = copy;
  const first = pairs[0]!.column;
  const from = display(parent, context.catalog);
  const columns = listed(pairs.map(({ column }) => column.name));
  const sources = listed(pairs.map(({ source }) => `${from}.${source.name}`));
  const facts = context.workload.factsOf(parent);
  const strong = facts.consistency?.value === 'strong';
  const writes = facts.writesPerSecond?.value;
  const volatile = writes !== undefined && writes >= 100;
  const many = pairs.length > 1;
  context.report({
    origin: first.nameOrigin,
    ...(strong || volatile ? { severity: 'warning' as const } : {}),
    message: `${columns} of ${display(table, context.catalog)} ${many ? 'seem' : 'seems'} to repeat ${sources}, and nothing here keeps ${many ? 'them' : 'it'} true when the source changes${strong ? `, although ${from} has to be strongly consistent` : volatile ? `, ${formatRate(writes)} there` : ''}. Read ${many ? 'them' : 'it'} by ${reference.columns.join(', ')}, keep ${many ? 'them' : 'it'} by triggers, or note that it is a snapshot.`,
    related: [
      ...pairs.map(({ source }) => ({ origin: source.nameOrigin, message: 'The source of the copy.' })),
      ...pairs.slice(1).map(({ column }) => ({ origin: column.nameOrigin, message: 'Another copy.' })),
    ],
    fixes: () => copyFixes(copy, context),
    tradeOff: () => copyTradeOff(copy, context),
  });
}
