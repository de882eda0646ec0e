import { type CopiedPair, type Copy, copiesOf } from '../lib/denorm/copies.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { type Keeper, type Keeping, keepingOf, same } from '../lib/denorm/keepers.js';
import { TRIGGERED } from '../lib/denorm/triggered.js';
import { insertAt, replaceIn } from '../lib/edits.js';
import { display, sqlName } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

const TABLES =
  'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, name varchar(100), email varchar(100));\nCREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer NOT NULL, customer_name varchar(100), customer_email varchar(100), FOREIGN KEY (customer_id) REFERENCES customers (id));\n';
const push = (sets: string, of: string) =>
  `CREATE FUNCTION push() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE orders SET ${sets} WHERE customer_id = NEW.id;\n  RETURN NULL;\nEND\n$$;\nCREATE TRIGGER push AFTER UPDATE${of} ON customers FOR EACH ROW EXECUTE FUNCTION push();`;

const tsql = (sets: string) =>
  `${TABLES}GO\nCREATE TRIGGER push ON customers AFTER UPDATE AS BEGIN UPDATE o SET ${sets} FROM orders o JOIN inserted i ON i.id = o.customer_id; END\nGO\n`;

export default defineRule({
  id: 'sync-trigger-misses-column',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: TRIGGERED,
  summary: 'A trigger that keeps copies true leaves out one of the copied columns.',
  gains: 'The trigger fires less often, or writes less.',
  costs:
    'A change of that column never reaches its copies: the others in the same row are new, this one is old.',
  fineWhen: 'The column left out is meant to stay as it was: note it beside the column.',
  advice: 'Name the column in the trigger’s UPDATE, and in its UPDATE OF list.',
  sources: [
    {
      title: 'PostgreSQL: CREATE TRIGGER, UPDATE OF',
      url: 'https://www.postgresql.org/docs/current/sql-createtrigger.html',
    },
    { title: 'SQLite: UPDATE OF', url: 'https://www.sqlite.org/lang_createtrigger.html' },
  ],
  bad: [
    { dialect: 'postgres', sql: TABLES + push('customer_name = NEW.name', ''), says: 'customer_email' },
    {
      dialect: 'postgres',
      sql: TABLES + push('customer_name = NEW.name, customer_email = NEW.email', ' OF name'),
      says: 'UPDATE OF name',
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\nCREATE TRIGGER push AFTER UPDATE ON customers FOR EACH ROW BEGIN UPDATE orders SET customer_name = NEW.name WHERE customer_id = NEW.id; END//\nDELIMITER ;`,
      says: 'customer_email',
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES}CREATE TRIGGER push AFTER UPDATE OF name ON customers BEGIN UPDATE orders SET customer_name = NEW.name, customer_email = NEW.email WHERE customer_id = NEW.id; END;`,
      says: 'UPDATE OF name',
    },
    { dialect: 'tsql', sql: tsql('customer_name = i.name'), says: 'customer_email' },
  ],
  good: [
    { dialect: 'tsql', sql: tsql('customer_name = i.name, customer_email = i.email') },
    {
      dialect: 'postgres',
      sql: TABLES + push('customer_name = NEW.name, customer_email = NEW.email', ' OF name, email'),
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\nCREATE TRIGGER push AFTER UPDATE ON customers FOR EACH ROW BEGIN UPDATE orders SET customer_name = NEW.name, customer_email = NEW.email WHERE customer_id = NEW.id; END//\nDELIMITER ;`,
    },
    {
      dialect: 'sqlite',
      sql: `${TABLES}CREATE TRIGGER push AFTER UPDATE ON customers BEGIN UPDATE orders SET customer_name = NEW.name, customer_email = NEW.email WHERE customer_id = NEW.id; END;`,
    },
  ],
  check(table, context) {
    for (const copy of copiesOf(table, context.catalog)) {
      if (copy.parent.triggers.length === 0) continue;
      const kept = copy.pairs.map(pair => ({
        pair,
        keeping: keepingOf(table, pair.column.name, [copy.parent], context.workload),
      }));
      if (kept.some(({ keeping }) => keeping.unknown)) continue;
      const pushes = kept.flatMap(({ keeping }) =>
        keeping.pushes.filter(({ on }) => on.key === copy.parent.key),
      );
      if (pushes.length === 0) continue;
      for (const { pair, keeping } of kept) {
        if (!isDocumented(table, pair.column)) check(copy, pair, keeping, pushes[0]!, context);
      }
    }
  },
});

function check(copy: Copy, pair: CopiedPair, keeping: Keeping, other: Keeper, context: RuleContext): void {
  const { column, source } = pair;
  const table = display(copy.table, context.catalog);
  const from = display(copy.parent, context.catalog);
  if (keeping.pushes.length === 0) {
    if (keeping.writers.some(({ from: who }) => who !== 'statement')) return;
    const { trigger } = other;
    context.report({
      origin: trigger.origins[0] ?? column.nameOrigin,
      message: `${trigger.name} passes changes of ${from} on to ${table}, but not those of ${source.name}: ${column.name} keeps the old value. Set it there too.`,
      related: related(pair),
      fixes: () => setToo(other, pair, context),
    });
    return;
  }
  const updating = keeping.pushes.filter(({ trigger }) => trigger.events.includes('update'));
  if (updating.length === 0 || updating.some(({ trigger }) => fires(trigger.columns, source.name))) return;
  const { trigger } = updating[0]!;
  context.report({
    origin: trigger.origins[0] ?? column.nameOrigin,
    message: `${trigger.name} sets ${column.name} of ${table}, but fires only after UPDATE OF ${trigger.columns.join(', ')}: a change of ${from}.${source.name} alone does not reach the copy. Add ${source.name} to the list.`,
    related: related(pair),
    fixes: () => {
      const origin = trigger.origins[0];
      const edit =
        origin &&
        replaceIn(origin, /\bupdate\s+of\b/i, `UPDATE OF ${sqlName(source.name, copy.parent.dialect)},`);
      return edit ? [{ title: `Fire after changes of ${source.name} too`, edits: [edit], safe: false }] : [];
    },
  });
}

function fires(columns: readonly string[], name: string): boolean {
  return columns.length === 0 || columns.some(column => same(column, name));
}

function related({ column, source }: CopiedPair) {
  return [
    { origin: source.nameOrigin, message: 'The source that changes.' },
    { origin: column.nameOrigin, message: 'The copy that stays.' },
  ];
}

/** Behind the last assignment of the UPDATE, in its own style. */
function setToo(keeper: Keeper, { column, source }: CopiedPair, { dialect }: RuleContext): Fix[] {
  const sets = keeper.query?.shape.target?.sets ?? [];
  const last = sets[sets.length - 1];
  if (!keeper.query || !last || !sets.some(({ value }) => value.column?.qualifier === 'new')) return [];
  const text = `, ${sqlName(column.name, dialect)} = NEW.${sqlName(source.name, dialect)}`;
  const edit = insertAt(keeper.query.unit, last.span.end, text);
  return [{ title: `Set ${column.name} there too`, edits: [edit], safe: false }];
}
