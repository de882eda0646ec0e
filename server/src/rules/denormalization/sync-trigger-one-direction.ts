import { type Copy, copiesOf, narrowed } from '../lib/denorm/copies.js';
import { copyTriggers } from '../lib/denorm/copy-triggers.js';
import { copyTradeOff } from '../lib/denorm/copy-weight.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { keepingOf } from '../lib/denorm/keepers.js';
import { lastUnit } from '../lib/denorm/place.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { statementAfter } from '../lib/edits.js';
import { display, listed } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const TABLES =
  'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer NOT NULL, customer_name varchar(100), FOREIGN KEY (customer_id) REFERENCES customers (id));\n';
const FILL =
  'CREATE FUNCTION fill_name() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.customer_name := (SELECT name FROM customers WHERE id = NEW.customer_id);\n  RETURN NEW;\nEND\n$$;\nCREATE TRIGGER fill_name BEFORE INSERT OR UPDATE OF customer_id ON orders FOR EACH ROW EXECUTE FUNCTION fill_name();\n';
const PUSH =
  'CREATE FUNCTION push_name() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push_name AFTER UPDATE OF name ON customers FOR EACH ROW EXECUTE FUNCTION push_name();\n';

const TSQL_FILL =
  'CREATE TRIGGER fill_name ON orders AFTER INSERT AS BEGIN UPDATE o SET o.customer_name = c.name FROM orders o JOIN inserted i ON i.id = o.id JOIN customers c ON c.id = o.customer_id; END\nGO\n';
const TSQL_PUSH =
  'CREATE TRIGGER push_name ON customers AFTER UPDATE AS BEGIN UPDATE o SET o.customer_name = i.name FROM orders o JOIN inserted i ON i.id = o.customer_id; END\nGO\n';

export default defineRule({
  id: 'sync-trigger-one-direction',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: TRIGGERED,
  summary:
    'A trigger copies a value when a row is written, but nothing passes on later changes of the source.',
  gains: 'Writes to the source stay cheap: they touch one row.',
  costs:
    'Rows written before a change keep the old value, rows after it have the new one, though both refer to the same source.',
  fineWhen: 'The copy is meant to stay as it was when the row was written: note it beside the column.',
  advice: 'Add a trigger on the source that updates the copies; or note that the copy is a snapshot.',
  sources: [
    {
      title: 'PostgreSQL: trigger functions',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html',
    },
    { title: 'MySQL: triggers', url: 'https://dev.mysql.com/doc/refman/8.4/en/trigger-syntax.html' },
    { title: 'SQLite: triggers', url: 'https://www.sqlite.org/lang_createtrigger.html' },
    {
      title: 'SQL Server: triggers',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/statements/create-trigger-transact-sql',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: TABLES + FILL, says: 'customers.name' },
    {
      dialect: 'mysql',
      sql: `${TABLES}CREATE TRIGGER fill_name BEFORE INSERT ON orders FOR EACH ROW SET NEW.customer_name = (SELECT name FROM customers WHERE id = NEW.customer_id);`,
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES}CREATE TRIGGER fill_name AFTER INSERT ON orders FOR EACH ROW BEGIN\n  UPDATE orders SET customer_name = (SELECT name FROM customers WHERE id = NEW.customer_id) WHERE id = NEW.id;\nEND;`,
    },
    { dialect: 'tsql', sql: `${TABLES}GO\n${TSQL_FILL}` },
  ],
  good: [
    { dialect: 'tsql', sql: `${TABLES}GO\n${TSQL_FILL}${TSQL_PUSH}` },
    { dialect: 'postgres', sql: TABLES + FILL + PUSH },
    {
      dialect: 'postgres',
      sql: `${TABLES}COMMENT ON COLUMN orders.customer_name IS 'Snapshot: the name when the order was placed.';\n${FILL}`,
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}CREATE TRIGGER fill_name BEFORE INSERT ON orders FOR EACH ROW SET NEW.customer_name = (SELECT name FROM customers WHERE id = NEW.customer_id);\nCREATE TRIGGER push_name AFTER UPDATE ON customers FOR EACH ROW UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id;`,
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES}CREATE TRIGGER push_name AFTER UPDATE OF name ON customers FOR EACH ROW BEGIN\n  UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id;\nEND;`,
    },
  ],
  check(table, context) {
    if (table.triggers.length === 0) return;
    for (const found of copiesOf(table, context.catalog)) {
      const copy = narrowed(
        found,
        ({ column }) => !isDocumented(table, column) && isFilledOnly(found, column.name, context),
      );
      if (!copy) continue;
      const { pairs, parent } = copy;
      const from = display(parent, context.catalog);
      const many = pairs.length > 1;
      const [fill] = keepingOf(table, pairs[0]!.column.name, [parent], context.workload).fills;
      context.report({
        origin: pairs[0]!.column.nameOrigin,
        message: `${fill!.trigger.name} sets ${listed(pairs.map(({ column }) => column.name))} of ${display(table, context.catalog)} when a row is written, but nothing passes later changes of ${listed(pairs.map(({ source }) => `${from}.${source.name}`))} on. Add a trigger on ${from}, or note that ${many ? 'they are snapshots' : 'it is a snapshot'}.`,
        related: [
          ...(fill!.trigger.origins[0]
            ? [{ origin: fill!.trigger.origins[0], message: 'Copies in one direction.' }]
            : []),
          ...pairs.map(({ source }) => ({ origin: source.nameOrigin, message: 'The source of the copy.' })),
        ],
        fixes: () => fixes(copy, context),
        tradeOff: () => copyTradeOff(copy, context),
      });
    }
  },
});

function isFilledOnly({ table, parent }: Copy, column: string, { workload }: RuleContext): boolean {
  const keeping = keepingOf(table, column, [parent], workload);
  return (
    !keeping.unknown &&
    keeping.fills.length > 0 &&
    keeping.pushes.length === 0 &&
    !keeping.writers.some(
      ({ from, shape }) => shape.verb === 'update' && (from === 'code' || from === 'routine'),
    )
  );
}

function fixes(copy: Copy, context: RuleContext): Fix[] {
  const { table, parent, pairs } = copy;
  const sql = copyTriggers(copy, context.catalog);
  const place = lastUnit(
    table.origins[0],
    parent.origins[0],
    ...table.triggers.map(trigger => trigger.origins[0]),
    ...parent.triggers.map(trigger => trigger.origins[0]),
  );
  const edit = sql && place && statementAfter(place, `${sql.push};\n\n${sql.backfill}`);
  const from = display(parent, context.catalog);
  const first = pairs[0]!;
  return [
    ...(edit ? [{ title: `Pass changes of ${from} on by a trigger`, edits: [edit], safe: false }] : []),
    ...(pairs.length === 1
      ? [
          documentFix(
            'Note that it is a snapshot',
            first.column.nameOrigin,
            `snapshot of ${from}.${first.source.name} when the row was written`,
          ),
        ]
      : []),
  ];
}
