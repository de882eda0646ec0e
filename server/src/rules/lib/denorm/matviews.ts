import type { Catalog, Index, View } from '../../../schema/model.js';
import type { QueryBlock, QueryShape } from '../../../sql/ast/shape.js';
import { sqlName } from '../naming.js';

/** A materialized view that nothing keeps fresh by itself: no continuous aggregate. */
export function isPlainMaterialized(view: View): boolean {
  return view.materialized && !view.options.some(({ name }) => /^(timescaledb|tsdb)\./i.test(name));
}

/** Unique indexes of which REFRESH CONCURRENTLY can use one: plain columns, all rows. */
export function uniqueIndexes(view: View): Index[] {
  return view.indexes.filter(
    index => index.unique && !index.where && index.parts.every(part => part.column !== undefined),
  );
}

/** How a new statement names the view, or something else of its schema: qualified wherever its definition was. */
export function viewName(view: View, catalog: Catalog, other: string = view.name): string {
  const name = sqlName(other, view.dialect);
  const { unit, span } = view.nameOrigin;
  const { text } = unit.piece;
  const qualified = text.slice(span.start, span.end).includes('.') || text[span.start - 1] === '.';
  if (view.schema === '' || (!qualified && view.schema === catalog.defaultSchema)) return name;
  return `${sqlName(view.schema, view.dialect)}.${name}`;
}

/** True where a comment says who refreshes it, or that nobody does. */
export function viewDocumented(view: View): boolean {
  if (SAYS.test(view.comment ?? '')) return true;
  const piece = view.origins[0]?.unit.piece;
  return piece?.comments.some(span => SAYS.test(piece.text.slice(span.start, span.end))) ?? false;
}

const SAYS = /\brefresh|\bstatic\b|\bonce\b|\bsnapshot\b|\bdenormali[sz]/i;

/**
 * Columns of the view that tell its rows apart, because the query groups by just them; undefined where that cannot be
 * seen.
 */
export function groupKey(view: View, shape: QueryShape | undefined): string[] | undefined {
  const main: QueryBlock | undefined = shape?.blocks[0];
  if (!main || !shape?.complete || main.groupBy.length === 0) return undefined;
  const names: string[] = [];
  for (const group of main.groupBy) {
    const at = main.select.findIndex(({ value, alias }, i) =>
      group.kind === 'constant'
        ? group.constant === i + 1
        : value.text === group.text ||
          (group.kind === 'column' && group.column?.qualifier === undefined && alias === group.column?.name),
    );
    const item = main.select[at];
    const name = view.columns[at] ?? item?.alias ?? item?.value.column?.name;
    if (!item || name === undefined) return undefined;
    names.push(name);
  }
  return main.select.some(({ value }) => value.kind === 'star') ? undefined : [...new Set(names)];
}
