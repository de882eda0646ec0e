import type { ColumnReading } from '../../../classify/index.js';
import type { Table } from '../../../schema/model.js';
import type { TableOption } from '../../../sql/ast/index.js';

/** A column of few values, as its name and type say it: `status`, `country`, `is_active`. */
export function hasFewValues({ words, part, kind }: Pick<ColumnReading, 'words' | 'part' | 'kind'>): boolean {
  if (part === 'flag' || kind === 'boolean') return true;
  if (part === 'key' || part === 'reference' || part === 'document') return false;
  return FEW.has(words[words.length - 1] ?? '');
}

/** A table's option by its lower-cased name. */
export function optionOf(table: Table, name: string): TableOption | undefined {
  return table.options.find(option => option.name === name);
}

const FEW = new Set(
  (
    'status state type kind category level severity priority gender sex country currency language locale region env ' +
    'environment platform browser os device method protocol channel source medium tier plan role direction mode ' +
    'provider'
  ).split(' '),
);
