import type { Catalog, Column, Table } from '../../schema/model.js';
import { typePlace, writtenColumns } from '../lib/columns.js';
import { ENFORCING } from '../lib/engines.js';
import { portable } from '../lib/examples.js';
import { display, listed, wordsOf } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { typeClass, typeText } from '../lib/types.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'same-name-different-type',
  subject: 'types',
  since: '0.1.0',
  on: 'catalog',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'An identifier has one kind of type in most tables and another in one of them.',
  gains: 'The odd table can take values that the others cannot.',
  costs:
    'Joins between them convert one side for each row, so its index does not serve, or PostgreSQL refuses the comparison until somebody casts. Values get in that match nothing.',
  fineWhen: 'The same name means another thing there.',
  advice: 'Give the column the type of the others, or another name.',
  sources: [
    {
      title: 'PostgreSQL: operator type resolution',
      url: 'https://www.postgresql.org/docs/current/typeconv-oper.html',
    },
    {
      title: 'MySQL: type conversion in expression evaluation',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/type-conversion.html',
    },
    {
      title: 'SQL Server: data type precedence',
      url: 'https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-type-precedence-transact-sql',
    },
    {
      title: 'SQLite: type conversions prior to comparison',
      url: 'https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison',
    },
    { title: 'CockroachDB: data types', url: 'https://www.cockroachlabs.com/docs/stable/data-types' },
  ],
  options: {
    tables: {
      description: 'Tables that must agree on a type before one that differs is reported.',
      default: 3,
      type: 'number',
    },
  },
  bad: portable(
    'CREATE TABLE a (id int NOT NULL PRIMARY KEY, customer_id int);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, customer_id int);\nCREATE TABLE c (id int NOT NULL PRIMARY KEY, customer_id int);\nCREATE TABLE d (id int NOT NULL PRIMARY KEY, customer_id varchar(20));',
    'customer_id of d',
  ),
  good: portable(
    'CREATE TABLE a (id int NOT NULL PRIMARY KEY, customer_id int, external_id int);\nCREATE TABLE b (id int NOT NULL PRIMARY KEY, customer_id int, external_id int);\nCREATE TABLE c (id int NOT NULL PRIMARY KEY, customer_id int, external_id int);\nCREATE TABLE d (id varchar(20) NOT NULL PRIMARY KEY, customer_id bigint, external_id varchar(20));',
  ),
  check(catalog, context) {
    const least = Number(context.options.tables);
    const groups = new Map<string, Named[]>();
    for (const table of catalog.allTables()) {
      for (const named of identifiers(table, catalog)) {
        const group = groups.get(named.name);
        if (group) group.push(named);
        else groups.set(named.name, [named]);
      }
    }
    for (const group of groups.values()) {
      if (group.length <= least) continue;
      const odd = oddOne(group);
      if (!odd) continue;
      const others = group.filter(each => each !== odd);
      const shown = others.slice(0, 2).map(each => display(each.table, catalog));
      const more = others.length - shown.length;
      context.report({
        origin: typePlace(odd.column),
        message: `${odd.column.name} of ${display(odd.table, catalog)} is ${typeText(odd.column.type!)}, while it is ${typeText(others[0]!.column.type!)} in ${listed(more > 0 ? [...shown, `${more} more tables`] : shown)}: joins convert one side or fail. If it means the same thing, give it the same type.`,
        related: others.slice(0, 3).map(each => ({
          origin: typePlace(each.column),
          message: `Here it is ${typeText(each.column.type!)}.`,
        })),
      });
    }
  },
});

interface Named {
  readonly name: string;
  readonly kind: string;
  readonly table: Table;
  readonly column: Column;
}

/** The one member of a group that differs from all others, which are of one kind. */
function oddOne(group: readonly Named[]): Named | undefined {
  const kinds = new Map<string, Named[]>();
  for (const each of group) {
    const same = kinds.get(each.kind);
    if (same) same.push(each);
    else kinds.set(each.kind, [each]);
  }
  if (kinds.size !== 2) return undefined;
  for (const same of kinds.values()) if (same.length === 1) return same[0];
  return undefined;
}

/** Columns whose names say which thing they identify, with a type that says what identifiers of it are. */
function identifiers(table: Table, catalog: Catalog): readonly Named[] {
  let own = IDENTIFIERS.get(table);
  if (!own) IDENTIFIERS.set(table, (own = isOwnTable(table) ? identifiersOf(table, catalog) : []));
  return own;
}

function identifiersOf(table: Table, catalog: Catalog): readonly Named[] {
  const referring = new Set(table.foreignKeys.flatMap(key => key.columns));
  return writtenColumns(table).flatMap(column => {
    const words = wordsOf(column.name);
    if (words.length < 2 || words.at(-1) !== 'id' || words.some(word => VAGUE.has(word)) || !column.type)
      return [];
    // Types of foreign keys are compared with what they refer to.
    if (referring.has(column.name)) return [];
    const { kind, array } = typeClass(column.type, table.dialect, catalog);
    return KINDS.has(kind) && !array ? [{ name: words.join('_'), kind, table, column }] : [];
  });
}

const IDENTIFIERS = new WeakMap<Table, readonly Named[]>();
const KINDS = new Set(['integer', 'text', 'uuid']);
/** Of these each table may have its own. */
const VAGUE = new Set(
  'external ext resource entity object record item source target ref reference parent child session request trace span transaction correlation row old new legacy foreign remote native provider'.split(
    ' ',
  ),
);
