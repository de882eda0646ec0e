import type { Catalog, Column, Table } from '../../../schema/model.js';
import type { TableFacts } from '../../../workload/model.js';
import { isMysqlLike } from '../engines.js';
import { columnLike } from '../tables.js';
import { typeClass } from '../types.js';
import { fewValues } from './few-values.js';

/**
 * True for a column of few values, by statistics, type, check or, where none of them tells, by a name such as
 * `status` or `is_admin`: finding rows by it alone is hardly ever worth an index.
 */
export function isFew(table: Table, name: string, facts: TableFacts, catalog: Catalog): boolean {
  const column = columnLike(table, name);
  if (!column) return false;
  const distinct = facts.columns.get(column.name)?.distinct?.value;
  if (distinct !== undefined) {
    // As in pg_stats, a negative number is a share of the rows.
    return distinct >= 0 && distinct <= 20;
  }
  return fewValues(table, column, facts, catalog, 20) !== undefined || FEW.test(column.name);
}

/** True where a B-tree can hold the column's values as they are and compare them usefully. */
export function isSortable(table: Table, name: string, catalog: Catalog): boolean {
  const column = columnLike(table, name);
  if (!column || isVirtual(column, table)) return false;
  const type = column.type;
  if (!type) return table.dialect === 'sqlite';
  const { kind, array } = typeClass(type, table.dialect, catalog);
  if (array || kind === 'json' || kind === 'jsonb') return false;
  if (UNSORTABLE.test(type.base)) return false;
  if (isMysqlLike(table.dialect)) return !/(text|blob)$/.test(type.base);
  if (table.dialect === 'tsql')
    return !/^n?text$/.test(type.base) && type.args[0]?.toLowerCase() !== 'max' && type.base !== 'image';
  return true;
}

/** PostgreSQL cannot index virtual columns. */
function isVirtual(column: Column, table: Table): boolean {
  return column.generated?.stored === false && table.dialect === 'postgres';
}

const FEW =
  /^(is|has|can|should|was|allow|enable|use)_|(^|_)(status|state|type|kind|role|gender|sex|level|category|enabled|disabled|active|deleted|archived|visible|published|hidden|flag|mode|priority|currency|country|lang|language|locale|visibility|severity|environment|region|tier|plan|provider|method|direction|version)$/i;
const UNSORTABLE =
  /^(xml|point|polygon|line|lseg|box|path|circle|geometry|geography|tsvector|tsquery|\w*range|vector|hstore)$/;
