import type { Table } from '../../schema/model.js';
import type { KeyPart } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';

/** CLUSTER BY of BigQuery and Snowflake. */
export interface ClusterKey {
  readonly parts: readonly KeyPart[];
  readonly origin: Origin;
}

/** What a table is clustered by as these files leave it; undefined where it is not. */
export function clusterKey(table: Table): ClusterKey | undefined {
  const option = table.options.find(({ name }) => name === 'cluster by');
  if (!option?.parts?.length) return undefined;
  // The last statement whose text at the option's place is the clause.
  const place = [...table.origins]
    .reverse()
    .find(({ unit }) => /^cluster\s+by/i.test(unit.piece.text.slice(option.span.start, option.span.end)));
  const unit = (place ?? table.nameOrigin).unit;
  return { parts: option.parts, origin: place ? { unit, span: option.span } : table.nameOrigin };
}

/** The bare column of a part; undefined for an expression. */
export function plainColumn(part: KeyPart): string | undefined {
  return part.column?.value ?? (part.expr?.form === 'column' ? part.expr.columns[0] : undefined);
}
