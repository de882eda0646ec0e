import type { Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { keyColumns, tableNames } from '../lib/denorm/references.js';
import { stemOf } from '../lib/denorm/words.js';
import { MYSQL_LIKE, POSTGRES_LIKE } from '../lib/engines.js';
import { display, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

const TABLES =
  'CREATE TABLE sales (id integer NOT NULL PRIMARY KEY, sold_on date NOT NULL, amount numeric(12, 2));\nCREATE TABLE daily_sales (sold_on date NOT NULL PRIMARY KEY, amount numeric(14, 2), sales_count integer);\n';

export default defineRule({
  id: 'summary-table-unsynchronized',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: [...POSTGRES_LIKE, ...MYSQL_LIKE],
  summary: 'The project writes a table, but nothing in it writes the table that seems to sum it up.',
  gains: 'Reports read few rows that were summed up before.',
  costs:
    'Without a writer that follows the source, the sums are those of the last load, and nothing says how old they are.',
  fineWhen: 'A job outside of these files fills it: note that beside a column or above the table.',
  advice:
    'Fill it by a routine that runs on a schedule and sums up the periods that changed; or make it a materialized view; or keep it by a trigger.',
  sources: [
    {
      title: 'PostgreSQL: a trigger that maintains a summary table',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html#PLPGSQL-TRIGGER-SUMMARY-EXAMPLE',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: `${TABLES}CREATE FUNCTION sell(day date, price numeric) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  INSERT INTO sales (id, sold_on, amount) VALUES (1, day, price);\nEND\n$$;`,
      says: 'daily_sales',
    },
    {
      dialect: 'mysql',
      sql: `${TABLES}DELIMITER //\nCREATE PROCEDURE sell(IN day date) BEGIN INSERT INTO sales (id, sold_on, amount) VALUES (1, day, 2); END//\nDELIMITER ;`,
    },
  ],
  good: [
    { dialect: 'postgres', sql: TABLES },
    {
      dialect: 'postgres',
      sql: `${TABLES}CREATE FUNCTION sell(day date, price numeric) RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  INSERT INTO sales (id, sold_on, amount) VALUES (1, day, price);\n  INSERT INTO daily_sales VALUES (day, price, 1) ON CONFLICT (sold_on) DO UPDATE SET amount = daily_sales.amount + price;\nEND\n$$;`,
    },
    { dialect: 'mysql', sql: TABLES },
  ],
  check(table, context) {
    if (!isOwnTable(table) || table.triggers.length > 0) return;
    const stem = summedUp(table);
    if (!stem || !hasSums(table, context)) return;
    const source = sourceOf(table, stem, context);
    if (!source || isDocumented(table, table.columns[0]!)) return;
    const written = (each: Table) =>
      context.workload
        .usesOf(each)
        .some(use => use.access !== 'read' && use.access !== 'delete' && use.query.from !== 'statement');
    if (!written(source) || context.workload.usesOf(table).some(use => use.access !== 'read')) return;
    const from = display(source, context.catalog);
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} seems to sum up ${from}, which is written here, but nothing here writes ${display(table, context.catalog)}: its sums stay as they are. Fill it on a schedule, make it a materialized view, or note who fills it.`,
      related: [{ origin: source.nameOrigin, message: 'What it seems to sum up.' }],
      fixes: () => [
        documentFix(
          'Note who fills it',
          table.columns[0]!.nameOrigin,
          `sums of ${from}, filled by a job elsewhere`,
        ),
      ],
    });
  },
});

/** `sales` of `daily_sales`, `sales_summary`; undefined where the name says nothing of the kind. */
function summedUp(table: Table): string | undefined {
  const words = wordsOf(table.name);
  const rest = words.filter(word => !SUMS.has(word));
  return rest.length > 0 && rest.length < words.length ? rest.join('_') : undefined;
}

const SUMS = new Set(
  'daily hourly weekly monthly yearly summary summaries totals total rollup rollups stats statistics aggregate aggregates agg by day month year hour per'.split(
    ' ',
  ),
);

function hasSums(table: Table, { catalog }: RuleContext): boolean {
  const keys = keyColumns(table);
  return table.columns.some(
    ({ name, type }) =>
      type &&
      !keys.has(name.toLowerCase()) &&
      /^(integer|decimal|float)$/.test(typeClass(type, table.dialect, catalog).kind),
  );
}

function sourceOf(table: Table, stem: string, { catalog }: RuleContext): Table | undefined {
  for (const name of tableNames(table, stemOf(stem).join('_'))) {
    for (const source of catalog.tablesNamed(name)) {
      if (source.key !== table.key && source.schema === table.schema && isOwnTable(source)) return source;
    }
  }
  return undefined;
}
