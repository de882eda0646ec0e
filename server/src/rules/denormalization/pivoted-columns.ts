import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { ENFORCING } from '../lib/engines.js';
import { display, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pivoted-columns',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: [...ENFORCING, 'redshift', 'snowflake', 'bigquery'],
  summary: 'Periods stand as columns (`jan` to `dec`, `q1` to `q4`, `sales_2022` to `sales_2024`).',
  gains: 'A report that shows one row per thing with its periods side by side reads the row as it is.',
  costs:
    'Sums over time, comparisons with the period before and charts have to name each column; the next year changes the table and every query; an index or a partition by time is not possible.',
  fineWhen: 'The table is the output of a report, or a plan that always has these periods.',
  advice:
    'Keep one row per thing and period, with the period as a column of type date or integer; pivot in the query or in a view where it is shown.',
  sources: [
    {
      title: 'PostgreSQL: crosstab turns rows into columns when it is asked',
      url: 'https://www.postgresql.org/docs/current/tablefunc.html',
    },
    {
      title: 'SQL Server: PIVOT and UNPIVOT',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/queries/from-using-pivot-and-unpivot',
    },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE budgets (id integer NOT NULL PRIMARY KEY, q1 numeric(12, 2), q2 numeric(12, 2), q3 numeric(12, 2), q4 numeric(12, 2));',
      'q1 to q4',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE sales (shop_id bigint PRIMARY KEY, sales_2022 numeric, sales_2023 numeric, sales_2024 numeric);',
      says: 'sales_2022 to sales_2024',
    },
    {
      dialect: 'redshift',
      sql: 'CREATE TABLE plan (shop_id bigint, jan int, feb int, mar int, apr int, may int, jun int);',
      says: 'jan to jun',
    },
    {
      dialect: 'snowflake',
      sql: 'CREATE TABLE plan (shop_id int, y2022 int, y2023 int, y2024 int);',
    },
    {
      dialect: 'bigquery',
      sql: 'CREATE TABLE d.plan (shop_id INT64, y2022 INT64, y2023 INT64, y2024 INT64);',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE budgets (id integer NOT NULL, quarter_start date NOT NULL, amount numeric(12, 2), PRIMARY KEY (id, quarter_start));',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE budgets (\n  id integer PRIMARY KEY,\n  q1 numeric, -- DENORMALIZED: printed as it is\n  q2 numeric, q3 numeric, q4 numeric\n);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const columns of groupsOf(table)) {
      const first = columns[0]!;
      const last = columns[columns.length - 1]!;
      if (isDocumented(table, first)) continue;
      context.report({
        origin: first.nameOrigin,
        message: `${first.name} to ${last.name} of ${display(table, context.catalog)} are periods laid out as columns: a sum over time has to name each, and the next period changes the table. One row per period takes any number of them.`,
        related: columns.slice(1).map(column => ({ origin: column.nameOrigin, message: 'Another period.' })),
        fixes: () => [documentFix('Note that this is on purpose', first.nameOrigin, 'the periods are fixed')],
      });
    }
  },
});

function groupsOf(table: Table): readonly (readonly Column[])[] {
  let groups = GROUPS.get(table);
  if (!groups) GROUPS.set(table, (groups = table.columns.length < 3 ? [] : findGroups(table)));
  return groups;
}

const GROUPS = new WeakMap<Table, readonly (readonly Column[])[]>();

interface Period {
  /** What is left of the name, and which calendar it belongs to. */
  readonly group: string;
  readonly at: number;
  readonly column: Column;
}

function findGroups(table: Table): (readonly Column[])[] {
  const groups = new Map<string, Period[]>();
  for (const column of table.columns) {
    const period = periodOf(column);
    if (!period) continue;
    const list = groups.get(period.group);
    if (list) list.push(period);
    else groups.set(period.group, [period]);
  }
  const found: (readonly Column[])[] = [];
  for (const [group, list] of groups) {
    list.sort((a, b) => a.at - b.at);
    const needed = group.startsWith('month') ? 6 : group.startsWith('quarter') ? 4 : 3;
    if (list.length >= needed && list.every(({ at }, i) => at === list[0]!.at + i))
      found.push(list.map(({ column }) => column));
  }
  return found;
}

function periodOf(column: Column): Period | undefined {
  const type = column.type?.base ?? '';
  const year = YEAR.exec(column.name);
  if (year) {
    const rest = `${year[1] ?? ''}${year[4] ?? ''}`;
    return { group: `year ${rest.toLowerCase()} ${type}`, at: Number(year[2] ?? year[3]), column };
  }
  const words = wordsOf(column.name);
  for (const end of words.length > 1 ? [0, words.length - 1] : [0]) {
    const word = words[end]!;
    const rest = words.filter((_, i) => i !== end).join('_');
    const month = MONTHS.indexOf(word.slice(0, 3));
    if (month >= 0 && (word.length === 3 || LONG[month] === word))
      return { group: `month ${rest} ${type}`, at: month, column };
    const quarter = /^q([1-4])$/.exec(word);
    if (quarter) return { group: `quarter ${rest} ${type}`, at: Number(quarter[1]), column };
    const numbered = /^(?:month|week|period|m)(\d{1,2})$/.exec(word);
    if (numbered) return { group: `month ${rest} ${type}`, at: Number(numbered[1]), column };
  }
  return undefined;
}

const YEAR = /^(?:(.*?)_?(?:y|fy)?_?((?:19|20)\d\d)|(?:y|fy)?((?:19|20)\d\d)(_.*))$/i;
const LONG = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october'],
  ...['november', 'december'],
];
const MONTHS = LONG.map(name => name.slice(0, 3));
