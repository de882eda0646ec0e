import type { Classification, Edge } from './model.js';
import type { TableReading } from './table.js';

/** What one row stands for: the key that is not just a number of the row; undefined where no key says it. */
export function grainOf(reading: TableReading, edges: readonly Edge[]): Classification['grain'] {
  const { table } = reading;
  const keys = [table.primaryKey, ...table.uniques]
    .flatMap(key => (key ? [key.columns] : []))
    .concat(
      table.indexes
        .filter(index => index.unique && !index.where)
        .map(index => index.parts.flatMap(part => part.column?.value ?? [])),
    );
  const telling = keys.find(columns => columns.length > 0 && !isRowNumber(reading, columns));
  if (!telling) return undefined;
  return {
    columns: telling,
    text: `one row per ${inWords(telling.map(name => nameOf(name, reading, edges)))}`,
  };
}

/** True where a key is a number given to the row on arrival, perhaps with the column that the table is cut by. */
export function isRowNumber(reading: TableReading, columns: readonly string[]): boolean {
  const partitioned = new Set(
    reading.table.partitioning?.parts.flatMap(part => part.column?.value ?? part.expr?.columns ?? []) ?? [],
  );
  const rest = columns.filter(name => !partitioned.has(name));
  const own = rest.length === 0 ? columns : rest;
  if (own.length !== 1) return false;
  const column = reading.columns.find(item => item.column.name === own[0]);
  if (!column) return false;
  const generated =
    column.column.identity !== undefined ||
    column.column.serial ||
    /uuid|nextval/i.test(column.column.default?.text ?? '');
  const named =
    column.words.length === 1
      ? column.words[0] === 'id'
      : column.stem !== undefined && isOwn(column.stem, reading);
  return generated || named;
}

function isOwn(stem: readonly string[], reading: TableReading): boolean {
  const own = reading.subject.map(word => word.replace(/s$/, ''));
  return stem.every(word => own.includes(word.replace(/s$/, '')) || /^(fact|row|sur)$/.test(word));
}

function nameOf(column: string, reading: TableReading, edges: readonly Edge[]): string {
  const edge = edges.find(item => item.columns.length === 1 && item.columns[0] === column);
  const read = reading.columns.find(item => item.column.name === column);
  if (edge) return (read?.stem ?? read?.words ?? [column]).join(' ');
  return (read?.words ?? [column]).join(' ');
}

function inWords(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}
