import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { keepsThePresent } from '../lib/denorm/words.js';
import { POSTGRES_FAMILY } from '../lib/engines.js';
import { display, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'json-embeds-entity',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: [...POSTGRES_FAMILY, 'mysql'],
  summary: 'A JSON or array column seems to hold rows, or keys of rows, that have a table of their own.',
  gains: 'The row comes with all that belongs to it in one read, in the form in which a program wants it.',
  costs:
    'No foreign key reaches inside a document or an array: keys in it may point at rows that are gone, and copies of rows in it stay as they were. To change one of them, the whole document is written anew.',
  fineWhen: 'It is what a page showed or a partner sent, kept as it was: note it beside the column.',
  advice:
    'Keep keys in a table with one row per pair, which foreign keys can check, and build the document in a query (`jsonb_agg`, `JSON_ARRAYAGG`) or a materialized view.',
  sources: [
    {
      title: 'PostgreSQL: designing JSON documents',
      url: 'https://www.postgresql.org/docs/current/datatype-json.html#JSON-DOC-DESIGN',
    },
    {
      title: 'PostgreSQL: arrays are not sets',
      url: 'https://www.postgresql.org/docs/current/arrays.html#ARRAYS-SEARCHING',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer jsonb NOT NULL);',
      says: 'customers',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE tags (id bigint PRIMARY KEY, name text);\nCREATE TABLE posts (id bigint PRIMARY KEY, tag_ids bigint[] NOT NULL);',
      says: 'keys of tags',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE customers (id INT8 PRIMARY KEY, name STRING);\nCREATE TABLE orders (id INT8 PRIMARY KEY, customer JSONB NOT NULL);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE products (id int PRIMARY KEY, name varchar(100));\nCREATE TABLE carts (id int PRIMARY KEY, product_ids json NOT NULL);',
      says: 'keys of products',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id bigint PRIMARY KEY, name text, settings jsonb);\nCREATE TABLE settings (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, extra jsonb);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE customers (id bigint PRIMARY KEY, name text);\nCREATE TABLE orders (\n  id bigint PRIMARY KEY,\n  -- snapshot of the customer when the order was placed\n  customer jsonb NOT NULL\n);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orders (id INT8 PRIMARY KEY, extra JSONB NOT NULL);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE products (id int PRIMARY KEY);\nCREATE TABLE cart_products (cart_id int, product_id int, PRIMARY KEY (cart_id, product_id), FOREIGN KEY (product_id) REFERENCES products (id));',
    },
  ],
  check(table, context) {
    if (!keepsThePresent(table)) return;
    for (const column of table.columns) {
      if (!column.type || column.inherited || column.generated) continue;
      const { kind, array } = typeClass(column.type, table.dialect, context.catalog);
      const json = kind === 'json' || kind === 'jsonb';
      if (!json && !array) continue;
      const keys = /(?:_ids|Ids|IDs)$/.test(column.name);
      if (array && (json || !keys)) continue;
      const target = targetOf(table, column, keys, context);
      if (!target || isDocumented(table, column)) continue;
      const name = display(target, context.catalog);
      context.report({
        origin: column.nameOrigin,
        message: `${column.name} of ${display(table, context.catalog)} seems to hold ${keys ? `keys of ${name}` : `rows of ${name}`} in ${json ? 'a document' : 'an array'}: no foreign key checks them${keys ? ', and a row that is deleted stays named here' : ', and they stay as they were when the row there changes'}. ${keys ? 'A table with one row per pair can be checked.' : `Refer to ${name} by its key, or note that this is a snapshot.`}`,
        related: [{ origin: target.nameOrigin, message: 'The table of what it seems to hold.' }],
        fixes: () => [
          documentFix(
            'Note that this is on purpose',
            column.nameOrigin,
            `snapshot of ${name}, not kept up to date`,
          ),
        ],
      });
    }
  },
});

/** The table whose rows the column is named after. */
function targetOf(table: Table, column: Column, keys: boolean, { catalog }: RuleContext): Table | undefined {
  const stem = keys ? column.name.replace(/_?(?:ids|Ids|IDs)$/, '') : column.name;
  const words = wordsOf(stem);
  if (words.length === 0 || (!keys && words.some(word => GENERIC.has(word)))) return undefined;
  for (const name of new Set([stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')])) {
    for (const target of catalog.tablesNamed(name)) {
      if (
        target.key !== table.key &&
        target.schema === table.schema &&
        isOwnTable(target) &&
        target.primaryKey
      )
        return target;
    }
  }
  return undefined;
}

/** Words that documents are named by whatever stands in them. */
const GENERIC = new Set(
  (
    'data metadata meta settings setting config configs configuration options option preferences attributes attribute ' +
    'properties property payload payloads event events log logs filter filters feature features label labels context ' +
    'state status params parameters parameter value values body content contents result results details detail info ' +
    'schema schemas permission permissions scope scopes rule rules policy policies history version versions error ' +
    'errors input output inputs outputs headers request response notification notifications message messages location ' +
    'locations limits limit metrics metric stats flags session sessions query queries command trigger triggers job'
  ).split(' '),
);
