import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { keyColumns } from '../lib/denorm/references.js';
import { keepsThePresent } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { typeClass } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'flattened-hierarchy',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'catalog',
  severity: 'hint',
  engines: ENFORCING,
  summary:
    'The levels of a hierarchy stand as text columns (`category_name`, `parent_category_name`, `level1` to `level3`).',
  gains: 'Reports group by any level without a join and without recursion.',
  costs:
    'Who stands above whom is repeated in every row: moving or renaming one node rewrites all rows under it, rows can contradict each other, and one more level changes the table.',
  fineWhen: 'The table is a dimension of a warehouse or the output of a report, which a load writes anew.',
  advice:
    'Keep the nodes in a table that refers to itself, and refer to the lowest one, or to the table that holds these levels already; a recursive query, a closure table or a materialized view spells the levels out for readers.',
  sources: [
    {
      title: 'PostgreSQL: recursive queries',
      url: 'https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-RECURSIVE',
    },
    {
      title: 'MySQL: recursive common table expressions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/with.html',
    },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE products (\n  id integer NOT NULL PRIMARY KEY,\n  category_name varchar(100),\n  parent_category_name varchar(100)\n);',
      'category_name and parent_category_name',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE products (id bigint PRIMARY KEY, category_level1 text, category_level2 text, category_level3 text);',
      says: 'category_level1',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE articles (id bigint PRIMARY KEY, category text, subcategory text);',
      says: 'subcategory',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_topic (topic_key bigint PRIMARY KEY, topic text, subtopic text);\nCREATE TABLE articles (id bigint PRIMARY KEY, heading text NOT NULL, topic text, subtopic text);',
      says: 'dim_topic holds these levels already: refer to its rows',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE categories (id integer NOT NULL PRIMARY KEY, name varchar(100), parent_id integer REFERENCES categories (id));\nCREATE TABLE products (id integer NOT NULL PRIMARY KEY, category_id integer REFERENCES categories (id));',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_product (product_key bigint PRIMARY KEY, category_name text, parent_category_name text);',
    },
  ],
  check(catalog, context) {
    const holders = new Map<string, Table[]>();
    const reported: { readonly table: Table; readonly columns: readonly Column[] }[] = [];
    for (const table of catalog.allTables()) {
      const [columns] = levelsOf(table);
      if (!columns) continue;
      for (const levels of levelsOf(table)) {
        const key = levelKey(table, levels);
        holders.set(key, [...(holders.get(key) ?? []), table]);
      }
      if (keepsThePresent(table)) reported.push({ table, columns });
    }
    for (const { table, columns } of reported) {
      const first = columns[0]!;
      if (
        isDocumented(table, first) ||
        columns.some(({ type }) => !type || typeClass(type, table.dialect, catalog).kind !== 'text')
      )
        continue;
      const holder = holderOf(table, holders.get(levelKey(table, columns)) ?? []);
      context.report({
        origin: first.nameOrigin,
        message: `${listed(columns.map(({ name }) => name))} of ${display(table, catalog)} seem to spell out a hierarchy in each row: to rename or move one node, all rows under it are written, and rows can contradict each other. ${holder ? `${display(holder, catalog)} holds these levels already: refer to its rows instead.` : 'A table of nodes that refers to itself holds each once.'}`,
        related: [
          ...columns.slice(1).map(column => ({ origin: column.nameOrigin, message: 'Another level.' })),
          ...(holder ? [{ origin: holder.nameOrigin, message: 'Holds these levels as well.' }] : []),
        ],
        fixes: () => [
          documentFix('Note that this is on purpose', first.nameOrigin, 'the levels are read together'),
        ],
      });
    }
  },
});

function levelKey(table: Table, levels: readonly Column[]): string {
  return [table.schema, ...levels.map(({ name }) => name.toLowerCase()).sort()].join(' ');
}

/** Another table with the same levels that is more about them: the one with the fewest columns, fewer than this one. */
function holderOf(table: Table, candidates: readonly Table[]): Table | undefined {
  let holder: Table | undefined;
  for (const candidate of candidates) {
    if (candidate.columns.length < (holder ?? table).columns.length) holder = candidate;
  }
  return holder;
}

function levelsOf(table: Table): readonly (readonly Column[])[] {
  let levels = LEVELS.get(table);
  if (!levels) LEVELS.set(table, (levels = [...numbered(table), ...named(table)]));
  return levels;
}

const LEVELS = new WeakMap<Table, readonly (readonly Column[])[]>();

/** `level1`, `level2`, `level3`, from 0 or 1 without a gap. */
function numbered(table: Table): Column[][] {
  const byStem = new Map<string, { at: number; column: Column }[]>();
  for (const column of table.columns) {
    const match = /^(.*(?:level|lvl|tier|hierarchy))_?(\d)(?:_?name)?$/i.exec(column.name);
    if (!match) continue;
    const stem = match[1]!.toLowerCase();
    byStem.set(stem, [...(byStem.get(stem) ?? []), { at: Number(match[2]), column }]);
  }
  return [...byStem.values()].flatMap(list => {
    list.sort((a, b) => a.at - b.at);
    const from = list[0]!.at;
    const whole = list.length >= 3 && from <= 1 && list.every(({ at }, i) => at === from + i);
    return whole ? [list.map(({ column }) => column)] : [];
  });
}

/** `category_name` beside `parent_category_name`; `category` beside `subcategory` or `sub_category`. */
function named(table: Table): Column[][] {
  const keys = keyColumns(table);
  const found: Column[][] = [];
  for (const upper of table.columns) {
    const words = wordsOf(upper.name);
    const joined = words.join('_');
    const below = /^parent_(.+_name|.+_title|.+_code)$/.exec(joined)?.[1];
    const above =
      /^sub_?((?:categor|department|group|region|famil|class|brand|division|genre|topic|section|sector).*)$/.exec(
        joined,
      )?.[1];
    const other = below ?? above;
    if (!other || keys.has(upper.name.toLowerCase())) continue;
    const column = table.columns.find(({ name }) => wordsOf(name).join('_') === other);
    if (column && !keys.has(column.name.toLowerCase())) found.push([column, upper]);
  }
  return found;
}
