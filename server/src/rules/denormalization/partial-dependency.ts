import type { Column, Table } from '../../schema/model.js';
import { type Copy, copiesOf, dependsOnPartOfKey, narrowed } from '../lib/denorm/copies.js';
import { copyFixes } from '../lib/denorm/copy-fixes.js';
import { copyTradeOff } from '../lib/denorm/copy-weight.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { isKept } from '../lib/denorm/kept.js';
import { hasTableOf, keyColumns } from '../lib/denorm/references.js';
import { describesOnly, isAnalytical, isOwnName, keepsThePast } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed, tuple, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'partial-dependency',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'A column seems to depend on a part of the composite primary key only (second normal form).',
  gains: 'Reads of the table show the value without a join.',
  costs:
    'The value is repeated in every row that shares that part of the key: a change has to reach them all, and a row forgotten gives two answers to one question; the value is lost with the last such row.',
  fineWhen:
    'The value is meant to stay as it was when the row was written, or something keeps all copies true.',
  advice:
    'Keep the value in the table whose whole key it depends on, and join; or note beside the column why it is repeated.',
  sources: [
    {
      title: 'Second normal form: partial dependencies',
      url: 'https://tech.examadda.org/dbms/second-normal-form-2nf-and-third-normal-form-3nf',
    },
    {
      title: 'General definitions of second and third normal form',
      url: 'https://www.brainkart.com/article/General-Definitions-of-Second-and-Third-Normal-Forms_11498/',
    },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE products (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE order_items (\n  order_id integer NOT NULL,\n  product_id integer NOT NULL REFERENCES products (id),\n  product_name varchar(100),\n  quantity integer NOT NULL,\n  PRIMARY KEY (order_id, product_id)\n);',
      'depends on product_id alone',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE enrollments (student_id bigint, course_id bigint, student_name text, grade integer, PRIMARY KEY (student_id, course_id));',
      says: 'student_name',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE products (id integer NOT NULL PRIMARY KEY, name varchar(100));\nCREATE TABLE order_items (order_id integer NOT NULL, product_id integer NOT NULL REFERENCES products (id), quantity integer NOT NULL, product_price numeric(12, 2), PRIMARY KEY (order_id, product_id));',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE enrollments (\n  student_id bigint,\n  course_id bigint,\n  -- DENORMALIZED: as printed on the certificate\n  student_name text,\n  PRIMARY KEY (student_id, course_id)\n);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || (table.primaryKey?.columns.length ?? 0) < 2) return;
    const copies = copiesOf(table, context.catalog).filter(dependsOnPartOfKey);
    for (const found of copies) {
      const copy = narrowed(
        found,
        ({ column }) => !isDocumented(table, column) && !isKept(found, column.name, context),
      );
      if (copy) reportCopy(copy, context);
    }
    for (const [key, columns] of byPartOfKey(table, context)) {
      const left = columns.filter(
        column =>
          !copies.some(copy => copy.pairs.some(pair => pair.column === column)) &&
          !isDocumented(table, column),
      );
      if (left.length > 0) reportNames(table, key, left, context);
    }
  },
});

function reportCopy(copy: Copy, context: RuleContext): void {
  const { table, parent, pairs, reference } = copy;
  const from = display(parent, context.catalog);
  const many = pairs.length > 1;
  context.report({
    origin: pairs[0]!.column.nameOrigin,
    message: `By name and type, ${listed(pairs.map(({ column }) => column.name))} of ${display(table, context.catalog)} ${many ? 'depend' : 'depends'} on ${reference.columns.join(', ')} alone, a part of the key ${tuple(table.primaryKey!.columns)}: ${many ? 'they seem' : 'it seems'} to repeat ${listed(pairs.map(({ source }) => `${from}.${source.name}`))}, and nothing here keeps ${many ? 'them' : 'it'} true. Join, or note that it is a snapshot.`,
    related: pairs.map(({ source }) => ({ origin: source.nameOrigin, message: 'The source of the copy.' })),
    fixes: () => copyFixes(copy, context),
    tradeOff: () => copyTradeOff(copy, context),
  });
}

function reportNames(table: Table, key: Column, columns: readonly Column[], context: RuleContext): void {
  const first = columns[0]!;
  context.report({
    origin: first.nameOrigin,
    message: `By its name, ${first.name} of ${display(table, context.catalog)} seems to depend on ${key.name} alone, a part of the key ${tuple(table.primaryKey!.columns)}: it is repeated in every row with that ${key.name}. A table keyed by ${key.name} holds it once.`,
    related: [
      { origin: key.nameOrigin, message: 'The part of the key that decides it.' },
      ...columns.slice(1).map(column => ({ origin: column.nameOrigin, message: 'Depends on it too.' })),
    ],
    fixes: () =>
      columns.length > 1
        ? []
        : [documentFix('Note that this is on purpose', first.nameOrigin, `repeated for each ${key.name}`)],
  });
}

/** Descriptions of a part of the key for which there is no table that could hold them. */
function byPartOfKey(table: Table, context: RuleContext): Map<Column, Column[]> {
  const found = new Map<Column, Column[]>();
  if (keepsThePast(table.name) || isAnalytical(table)) return found;
  const keys = keyColumns(table);
  for (const name of table.primaryKey!.columns) {
    const key = table.columns.find(column => column.name === name);
    const words = wordsOf(name);
    if (!key || words.length < 2 || words[words.length - 1] !== 'id') continue;
    if (table.foreignKeys.some(({ columns }) => columns.includes(name))) continue;
    const stem = words.slice(0, -1);
    if (isOwnName(table, stem)) continue;
    const own = table.columns.filter(
      column =>
        column.type &&
        !keys.has(column.name.toLowerCase()) &&
        describesOnly(wordsOf(column.name), stem) &&
        typeClass(column.type, table.dialect, context.catalog).kind === 'text',
    );
    if (own.length > 0 && !hasTableOf(table, stem.join('_'), context.catalog)) found.set(key, own);
  }
  return found;
}
