import type { Catalog, Column, Table } from '../../schema/model.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { keyColumns, referencesOf } from '../lib/denorm/references.js';
import { describesOnly, keepsThePresent } from '../lib/denorm/words.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'duplicated-attribute',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'catalog',
  severity: 'hint',
  engines: ENFORCING,
  summary:
    'Several tables hold the same attribute of a thing that has a table of its own, without referring to it.',
  gains: 'Each table is read by itself, and may belong to another service.',
  costs:
    'One change has to reach every table, nothing says which of them is right, and rows of one thing can be matched by text only.',
  fineWhen: 'The tables come from different systems, or keep what was said at a time.',
  advice: 'Refer to the table of the thing by its key, and read the attribute by a join.',
  sources: [
    {
      title: 'Sybase: denormalization has to be documented and maintained',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
    {
      title: 'BPA: redundant columns in related tables',
      url: 'https://github.com/microsoft/Analysis-Services/blob/master/BestPracticeRules/BPARules.json',
    },
  ],
  bad: onEveryEngine(
    'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, email varchar(100));\nCREATE TABLE tickets (id integer NOT NULL PRIMARY KEY, customer_email varchar(100));\nCREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_email varchar(100));\nCREATE TABLE reviews (id integer NOT NULL PRIMARY KEY, customer_email varchar(100));',
    'tickets, orders and reviews',
  ),
  good: onEveryEngine(
    'CREATE TABLE customers (id integer NOT NULL PRIMARY KEY, email varchar(100));\nCREATE TABLE tickets (id integer NOT NULL PRIMARY KEY, customer_id integer REFERENCES customers (id));\nCREATE TABLE orders (id integer NOT NULL PRIMARY KEY, customer_id integer REFERENCES customers (id));\nCREATE TABLE reviews (id integer NOT NULL PRIMARY KEY, customer_email varchar(100));',
  ),
  check(catalog, context) {
    for (const { places, source, attribute } of duplicates(catalog)) {
      const [first, ...others] = places;
      if (!first || isDocumented(first.table, first.column)) continue;
      context.report({
        origin: first.column.nameOrigin,
        message: `${first.column.name} stands in ${listed(places.map(({ table }) => display(table, catalog)))}, none of which refers to ${display(source, catalog)}, where ${attribute.name} belongs: a change has to reach ${places.length + 1} places. Refer to ${display(source, catalog)} by its key.`,
        related: [
          { origin: attribute.nameOrigin, message: 'Where the attribute belongs.' },
          ...others.map(({ column }) => ({ origin: column.nameOrigin, message: 'Stands here too.' })),
        ],
        fixes: () => [
          documentFix('Note that this is on purpose', first.column.nameOrigin, 'kept apart on purpose'),
        ],
      });
    }
  },
});

interface Place {
  readonly table: Table;
  readonly column: Column;
}

function duplicates(catalog: Catalog) {
  const byName = new Map<string, Place[]>();
  for (const table of catalog.allTables()) {
    for (const column of candidates(table)) {
      const key = `${table.schema} ${column.name.toLowerCase()}`;
      const list = byName.get(key);
      if (list) list.push({ table, column });
      else byName.set(key, [{ table, column }]);
    }
  }
  return [...byName.values()].flatMap(all => {
    if (all.length < 3) return [];
    const words = wordsOf(all[0]!.column.name);
    const stem = words.slice(0, -1).join('_');
    const last = words[words.length - 1]!;
    for (const name of [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]) {
      for (const source of catalog.tablesNamed(name)) {
        const attribute = source.columns.find(
          column => column.name.toLowerCase() === last || wordsOf(column.name).join('_') === words.join('_'),
        );
        if (!attribute || !isOwnTable(source) || namesRows(source, attribute)) continue;
        const places = all.filter(
          ({ table }) =>
            table.key !== source.key &&
            !referencesOf(table, catalog).some(({ parent }) => parent.key === source.key),
        );
        if (places.length >= 3) return [{ places, source, attribute }];
      }
    }
    return [];
  });
}

/** True where rows are told apart by it, so that others may refer to them by it. */
function namesRows(table: Table, column: Column): boolean {
  const within = [
    ...[table.primaryKey, ...table.uniques].map(key => key?.columns ?? []),
    ...table.indexes.map(index => index.parts.map(part => part.column?.value ?? '')),
  ].filter(columns => columns.includes(column.name));
  return within.some(columns => columns.length > 1) || (within.length > 0 && /name$/i.test(column.name));
}

/** Columns that are named after another thing and describe it: looked at once per table. */
function candidates(table: Table): readonly Column[] {
  let own = CANDIDATES.get(table);
  if (!own) {
    const keys = keyColumns(table);
    own = !keepsThePresent(table)
      ? []
      : table.columns.filter(column => {
          const words = wordsOf(column.name);
          return (
            words.length > 1 &&
            !keys.has(column.name.toLowerCase()) &&
            describesOnly(words, words.slice(0, -1))
          );
        });
    CANDIDATES.set(table, own);
  }
  return own;
}

const CANDIDATES = new WeakMap<Table, readonly Column[]>();
