import type { Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { ENFORCING } from '../lib/engines.js';
import { display, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'entity-attribute-value',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'Each row of the table seems to hold one attribute of another row (entity, attribute, value).',
  gains:
    'Users and programs add attributes without a change of the schema, and rare ones take no space where they are absent.',
  costs:
    'Values have one type for all attributes; NOT NULL, CHECK and foreign keys cannot be declared per attribute; each attribute in a condition or a result is one more join; statistics say nothing about single attributes.',
  fineWhen: 'The attributes really are the users’ own, and few queries filter by them.',
  advice:
    'Make columns of the attributes that all rows have. Keep the others in one JSON column beside them: one row per entity, with an index on what is searched (GIN on jsonb, a generated column in MySQL).',
  sources: [
    {
      title: 'SQL antipatterns: entity, attribute, value',
      url: 'https://schemavis.gossorg.in/blogs/common-sql-antipatterns',
    },
    {
      title: 'PostgreSQL: JSON types and their indexes',
      url: 'https://www.postgresql.org/docs/current/datatype-json.html',
    },
  ],
  bad: onEveryEngine(
    'CREATE TABLE products (id integer NOT NULL PRIMARY KEY);\nCREATE TABLE product_attributes (\n  product_id integer NOT NULL REFERENCES products (id),\n  attribute_name varchar(100) NOT NULL,\n  attribute_value varchar(500),\n  PRIMARY KEY (product_id, attribute_name)\n);',
    'product_attributes',
  ),
  good: [
    ...onEveryEngine('CREATE TABLE settings (name varchar(100) NOT NULL PRIMARY KEY, value varchar(500));'),
    {
      dialect: 'postgres',
      sql: "CREATE TABLE products (id bigint PRIMARY KEY, weight_g integer, attributes jsonb NOT NULL DEFAULT '{}');",
    },
    {
      dialect: 'postgres',
      sql: '-- DENORMALIZED: attributes are defined by the shops\nCREATE TABLE product_attributes (product_id bigint, attribute text, value text, PRIMARY KEY (product_id, attribute));',
    },
  ],
  check(table, context) {
    const parts = isOwnTable(table) ? partsOf(table) : undefined;
    if (!parts || !isText(table, parts.value, context) || isDocumented(table, parts.value)) return;
    const attribute = typeClass(parts.attribute.type!, table.dialect, context.catalog).kind;
    if (attribute !== 'text' && attribute !== 'integer' && attribute !== 'uuid') return;
    context.report({
      origin: table.nameOrigin,
      message: `${display(table, context.catalog)} seems to hold one attribute per row (${parts.entity.name}, ${parts.attribute.name}, ${parts.value.name}): types and NOT NULL cannot be declared per attribute, and each one that a query needs is another join. Columns, or one JSON column per ${wordsOf(parts.entity.name)[0]}, hold them together.`,
      related: [
        { origin: parts.attribute.nameOrigin, message: 'Names the attribute.' },
        { origin: parts.value.nameOrigin, message: 'Holds values of all attributes.' },
      ],
      fixes: () => [
        documentFix(
          'Note that this is on purpose',
          parts.value.nameOrigin,
          'attributes are defined by users',
        ),
      ],
    });
  },
});

interface Parts {
  readonly entity: Column;
  readonly attribute: Column;
  readonly value: Column;
}

function partsOf(table: Table): Parts | undefined {
  let parts = PARTS.get(table);
  if (parts === undefined) PARTS.set(table, (parts = findParts(table) ?? null));
  return parts ?? undefined;
}

const PARTS = new WeakMap<Table, Parts | null>();

/** Few columns: a reference, the name of an attribute, a value; not one of translations or settings of a language. */
function findParts(table: Table): Parts | undefined {
  if (table.columns.length < 3 || table.columns.length > 9) return undefined;
  const value = table.columns.find(({ name }) => VALUE.test(name));
  const attribute = table.columns.find(({ name }) => ATTRIBUTE.test(name));
  if (!value?.type || !attribute?.type || value === attribute) return undefined;
  if (table.columns.some(({ name }) => /^(?:lang|language|locale)(?:_?(?:id|code))?$/i.test(name)))
    return undefined;
  const entity = table.columns.find(
    column =>
      column !== attribute && column !== value && ENTITY.test(column.name) && isReference(table, column),
  );
  return entity && { entity, attribute, value };
}

/** Declared, or part of a key: what the attribute belongs to. */
function isReference(table: Table, column: Column): boolean {
  const has = (columns: readonly string[]) =>
    columns.some(name => name.toLowerCase() === column.name.toLowerCase());
  return (
    table.foreignKeys.some(key => has(key.columns)) ||
    [table.primaryKey, ...table.uniques].some(key => key && key.columns.length > 1 && has(key.columns)) ||
    table.indexes.some(index => index.parts[0]?.column && has([index.parts[0].column.value]))
  );
}

const ENTITY = /.(?:_id|Id|ID)$/;
const VALUE =
  /^(?:(?:attribute|attr|meta|property|prop|option|field|custom_field)_?)?value(?:_(?:text|string|varchar))?$/i;
const ATTRIBUTE = /^(?:attribute|attr|meta|property|prop|field|custom_field)(?:_?(?:name|key|id|code))?$/i;

function isText(table: Table, column: Column, context: RuleContext): boolean {
  const { kind, array } = typeClass(column.type!, table.dialect, context.catalog);
  return kind === 'text' && !array;
}
