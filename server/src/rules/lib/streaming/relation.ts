import type { Table, View } from '../../../schema/model.js';
import type { QName } from '../../../sql/ast/index.js';
import type { SourceUnit } from '../../../sql/reading.js';
import type { Workload } from '../../../workload/model.js';

/** The relation that a name means where a statement stands, as a query there would mean it. */
export function relationNamed(
  name: QName | string,
  unit: SourceUnit,
  context: { readonly workload: Workload },
): Table | View | undefined {
  const table = typeof name === 'string' ? parsed(name, unit) : name;
  const span = { start: 0, end: 0 };
  const shape = { verb: 'select' as const, blocks: [], span, complete: false };
  return context.workload.relationOf({ unit, shape, from: 'statement', origin: { unit, span } }, { table });
}

/** A name that stands in a text: quoted parts as they are, others folded as the dialect folds. */
function parsed(text: string, unit: SourceUnit): QName {
  const span = { start: 0, end: 0 };
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(([, quoted, plain]) => ({
    value: quoted?.replaceAll('""', '"') ?? fold(plain!, unit),
    quoted: quoted !== undefined,
    span,
  }));
  return { parts, span };
}

function fold(name: string, unit: SourceUnit): string {
  return unit.dialect === 'snowflake'
    ? name.toUpperCase()
    : unit.dialect === 'postgres'
      ? name.toLowerCase()
      : name;
}
