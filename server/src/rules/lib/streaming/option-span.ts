import type { Table } from '../../../schema/model.js';
import type { Origin } from '../../../sql/reading.js';

/** Where an option of a table stands; the table's name where it cannot be told. */
export function optionSpan(table: Table, name: string): Origin {
  const option = table.options.find(each => each.name === name);
  const unit = table.nameOrigin.unit;
  if (!option || !unit.piece.text.slice(option.span.start, option.span.end).toLowerCase().includes(name))
    return table.nameOrigin;
  return { unit, span: option.span };
}
