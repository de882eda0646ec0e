import type { Catalog, Table } from '../../schema/model.js';
import type { Dialect } from '../../sql/dialect.js';
import { documentTableFix } from '../lib/denorm/document-fix.js';
import { isTableDocumented } from '../lib/denorm/documented.js';
import { alike } from '../lib/denorm/examples.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

const ENGINES: readonly Dialect[] = ['postgres', 'yugabyte', 'mysql', 'mariadb', 'tsql', 'bigquery'];

export default defineRule({
  id: 'table-per-period',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'catalog',
  severity: 'info',
  engines: ENGINES,
  summary: 'Tables of one form differ only by the period in their names (`orders_2023`, `orders_2024`).',
  gains: 'Old periods can be moved, archived and dropped as tables; each stays small.',
  costs:
    'A query over a period has to know the names and glue tables together; the engine cannot leave out those that do not matter; keys are unique in one table only; a change of the form has to be made in each.',
  fineWhen:
    'The engine has no partitions, or the tables are copies put aside once and never queried together.',
  advice:
    'Make one table, partitioned by the time column, and attach the tables to it as partitions; dropping a period stays as cheap.',
  sources: [
    {
      title: 'PostgreSQL: partitioning',
      url: 'https://www.postgresql.org/docs/current/ddl-partitioning.html',
    },
    {
      title: 'BigQuery: partitioning against sharding by date',
      url: 'https://cloud.google.com/bigquery/docs/partitioned-tables#partitioning_versus_sharding',
    },
    {
      title: 'MySQL: partitioning by range',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/partitioning-range.html',
    },
  ],
  bad: [
    ...alike(
      ['postgres', 'mysql', 'tsql'],
      'CREATE TABLE orders_2023 (id integer NOT NULL PRIMARY KEY, placed_at date);\nCREATE TABLE orders_2024 (id integer NOT NULL PRIMARY KEY, placed_at date);',
      'orders_2023 and orders_2024',
    ),
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE d.events_20240101 (id INT64, at TIMESTAMP);\nCREATE TABLE d.events_20240102 (id INT64, at TIMESTAMP);\nCREATE TABLE d.events_20240103 (id INT64, at TIMESTAMP);',
      says: '3 tables',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id integer NOT NULL, placed_at date NOT NULL) PARTITION BY RANGE (placed_at);\nCREATE TABLE orders_2023 PARTITION OF orders FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');\nCREATE TABLE orders_2024 PARTITION OF orders FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orders (id integer, placed_at date);\nCREATE TABLE orders_2023 () INHERITS (orders);\nCREATE TABLE orders_2024 () INHERITS (orders);',
    },
    ...alike(
      ['mysql', 'tsql'],
      'CREATE TABLE orders (id integer NOT NULL PRIMARY KEY, placed_at date);\nCREATE TABLE orders_2023 (id integer NOT NULL PRIMARY KEY, remark varchar(20));',
    ),
    { dialect: 'bigquery', sql: 'CREATE TABLE d.events (id INT64, at TIMESTAMP) PARTITION BY DATE(at);' },
  ],
  check(catalog, context) {
    for (const tables of families(catalog, context.dialect)) {
      const [first, second] = tables;
      if (!first || !second || isTableDocumented(first)) continue;
      const names =
        tables.length === 2
          ? `${display(first, catalog)} and ${display(second, catalog)} are`
          : `${display(first, catalog)} to ${display(tables[tables.length - 1]!, catalog)} are ${tables.length} tables of`;
      context.report({
        origin: first.nameOrigin,
        message: `${names}${tables.length === 2 ? ' of' : ''} one form that differ by the period in their names: queries over periods have to glue them together, and keys are unique in each alone. One table, partitioned by time, keeps periods as easy to drop.`,
        related: tables.slice(1).map(table => ({ origin: table.nameOrigin, message: 'Another period.' })),
        fixes: () => {
          const statement = first.origins[0];
          return statement
            ? [documentTableFix('Note that this is on purpose', statement, 'one table per period')]
            : [];
        },
      });
    }
  },
});

/** Groups of two tables at least with the same columns, by what their names have in common. */
function families(catalog: Catalog, dialect: Dialect): Table[][] {
  const groups = new Map<string, Table[]>();
  for (const table of catalog.allTables()) {
    const form = formOf(table);
    if (!form || (ENGINES.includes(table.dialect) ? false : table.dialect !== dialect)) continue;
    const list = groups.get(form);
    if (list) list.push(table);
    else groups.set(form, [table]);
  }
  return [...groups.values()].filter(list => list.length > 1);
}

/** What tables of one family share: schema, name without the period, columns; undefined for all others. */
function formOf(table: Table): string | undefined {
  let form = FORMS.get(table);
  if (form === undefined) FORMS.set(table, (form = readForm(table)));
  return form === '' ? undefined : form;
}

const FORMS = new WeakMap<Table, string>();

function readForm(table: Table): string {
  const match = PERIOD.exec(table.name);
  if (!match || !isOwnTable(table) || table.inherits.length > 0 || table.columns.length < 2) return '';
  const stem = match[1]!.toLowerCase();
  if (/(?:^|_)(?:bak|backup|old|tmp|temp|copy|archive)(?:_|$)/.test(stem)) return '';
  const columns = table.columns.map(({ name }) => name.toLowerCase()).sort();
  return JSON.stringify([table.schema, stem, match[2]!.length, columns]);
}

const PERIOD = /^(.*?[a-z])_?y?((?:19|20)\d\d(?:_?(?:0[1-9]|1[0-2])(?:_?[0-3]\d)?|_?[qm]\d{1,2})?)$/i;
