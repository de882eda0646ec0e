import type { Catalog, Column, Table } from '../../../schema/model.js';
import type { TableFacts } from '../../../workload/model.js';
import { isMysqlLike, isPostgresFamily } from '../engines.js';
import { typeClass } from '../types.js';

/** Why a column can have only a few different values. */
export interface FewValues {
  readonly values: number;
  /** As it continues "status ...": `is a boolean`, `has 3 labels`. */
  readonly because: string;
}

/** Undefined where neither the type, nor a check, nor statistics limit the values to `most`. */
export function fewValues(
  table: Table,
  column: Column,
  facts: TableFacts,
  catalog: Catalog,
  most = 4,
): FewValues | undefined {
  const distinct = facts.columns.get(column.name)?.distinct;
  if (distinct) {
    // Counted, ten are few as well: each fits a tenth of the rows.
    return distinct.value > 0 && distinct.value <= Math.max(most, 10)
      ? {
          values: distinct.value,
          because: `holds ${distinct.value} different values (${distinct.source})`,
        }
      : undefined;
  }
  return byType(table, column, catalog, most) ?? byCheck(table, column, most);
}

function byType(table: Table, column: Column, catalog: Catalog, most: number): FewValues | undefined {
  const type = column.type;
  if (!type || type.dimensions > 0) return undefined;
  if (typeClass(type, table.dialect, catalog).kind === 'boolean')
    return { values: 2, because: 'is a boolean' };
  const one = type.base === 'tinyint' || type.base === 'bit';
  if (isMysqlLike(table.dialect) && one && type.args[0] === '1')
    return { values: 2, because: `is a ${type.text}, a boolean` };
  if (table.dialect === 'tsql' && type.base === 'bit') return { values: 2, because: 'is a bit' };
  const labels =
    isMysqlLike(table.dialect) && type.base === 'enum'
      ? type.args.length
      : isPostgresFamily(table.dialect)
        ? catalog.enumType(type.schema, type.base)?.labels.length
        : undefined;
  return labels !== undefined && labels > 0 && labels <= most
    ? { values: labels, because: `is an enum of ${labels} labels` }
    : undefined;
}

/** `CHECK (c IN ('a', 'b'))`, also as pg_dump writes it: `= ANY (ARRAY['a'::text, ...])`. */
function byCheck(table: Table, column: Column, most: number): FewValues | undefined {
  for (const { expr } of table.checks) {
    if (expr.columns.length !== 1 || expr.columns[0]?.toLowerCase() !== column.name.toLowerCase()) continue;
    const list = LIST.exec(expr.text)?.[1];
    if (list === undefined) continue;
    const values = list.split(',').length;
    if (values <= most && !list.includes('('))
      return { values, because: `has ${values} values (its CHECK says so)` };
  }
  return undefined;
}

const LIST =
  /^\(*[\w"`[\].]+\)*(?:::[\w ]+)?\)*\s*(?:in\s*|=\s*any\s*\(+\s*array\s*)[([]([^()[\]]*)[)\]][\w\s:[\]()]*$/i;
