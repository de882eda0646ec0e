import type { Catalog, Table } from '../../../schema/model.js';
import { newName, sqlName, sqlNames, sqlTable } from '../naming.js';
import type { Suggestion } from './adviser.js';

/** CREATE INDEX of a suggestion, without a terminator. */
export function createIndex(suggestion: Suggestion, table: Table, catalog: Catalog): string {
  const { keys, include, where, method } = suggestion;
  const { dialect } = table;
  const name = sqlName(newName(table.name, ...keys.map(key => key.column), 'idx'), dialect);
  const using = method === 'btree' ? '' : `USING ${method} `;
  const parts = keys.map((key, i) => sqlName(key.column, dialect) + orderText(suggestion, i, table));
  const covers =
    include.length === 0
      ? ''
      : ` ${dialect === 'cockroach' ? 'STORING' : 'INCLUDE'} (${sqlNames(include, dialect)})`;
  const predicate = where
    .map(({ column, test }) => predicateText(sqlName(column, dialect), test))
    .join(' AND ');
  return `CREATE INDEX ${name} ON ${sqlTable(table, catalog)} ${using}(${parts.join(', ')})${covers}${predicate === '' ? '' : ` WHERE ${predicate}`}`;
}

/** The index in messages: `(a, b) WHERE c IS NULL`. */
export function indexText({ keys, include, where, method }: Suggestion): string {
  const parts = keys.map(key => (key.order === 'desc' ? `${key.column} DESC` : key.column));
  const covers = include.length === 0 ? '' : ` INCLUDE (${include.join(', ')})`;
  const predicate = where.map(({ column, test }) => predicateText(column, test)).join(' AND ');
  const using = method === 'btree' ? '' : `${method.toUpperCase()} `;
  return `${using}(${parts.join(', ')})${covers}${predicate === '' ? '' : ` WHERE ${predicate}`}`;
}

/** `c IS NULL`, `c = 'x'`; for a boolean that is its own test `c` (an empty test) and `NOT c`. */
export function predicateText(column: string, test: string): string {
  return test === 'NOT' ? `NOT ${column}` : test === '' ? column : `${column} ${test}`;
}

/** YugabyteDB hashes the first column unless it is told an order, and a hash serves no range and no sorting. */
function orderText({ keys, equal }: Suggestion, i: number, table: Table): string {
  if (keys[i]!.order === 'desc') return ' DESC';
  return table.dialect === 'yugabyte' && i === 0 && equal === 0 ? ' ASC' : '';
}
