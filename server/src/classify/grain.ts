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

/** True where a number given to the row on arrival is in the key: it tells rows apart, and not what they stand for. */
function isRowNumber(reading: TableReading, columns: readonly string[]): boolean {
  return columns.some(name => {
    const column = reading.columns.find(item => item.column.name === name);
    if (!column) return false;
    const { identity, serial, default: value } = column.column;
    if (identity !== undefined || serial || /uuid|nextval|newid/i.test(value?.text ?? '')) return true;
    return columns.length === 1 && column.words.join(' ') === 'id';
  });
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
