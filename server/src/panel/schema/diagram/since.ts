import type { Analyzer } from '../../../analyzer/types.js';
import type { DiagramEdge, SchemaDiagram } from '../../../protocol/schema-panel.js';

/** Diagrams that pages may have: of as many panels as people keep open beside each other. */
const MOST_KEPT = 4;
const ANSWERED = new WeakMap<Analyzer, Map<number, SchemaDiagram>>();

/**
 * What of a diagram differs from a version that was answered before. An edit changes one table of a thousand: so the
 * others need not be written down, sent and read again. The whole diagram where tables or edges came, went or changed
 * places, and where the version is forgotten.
 */
export function onlyNewer(
  diagram: SchemaDiagram,
  since: number | undefined,
  analyzer: Analyzer,
): SchemaDiagram {
  let answered = ANSWERED.get(analyzer);
  if (answered === undefined) ANSWERED.set(analyzer, (answered = new Map()));
  const before = since === undefined ? undefined : answered.get(since);
  answered.set(diagram.version, diagram);
  for (const version of answered.keys()) {
    if (answered.size <= MOST_KEPT) break;
    answered.delete(version);
  }
  if (
    before === undefined ||
    !sameIds(before.tables, diagram.tables) ||
    !sameIds(before.edges, diagram.edges)
  )
    return diagram;
  return {
    ...diagram,
    onto: before.version,
    tables: diagram.tables.filter((table, i) => table !== before.tables[i]),
    edges: diagram.edges.filter((edge, i) => !sameEdge(edge, before.edges[i]!)),
  };
}

type Identified = { readonly id: string };

function sameIds(before: readonly Identified[], now: readonly Identified[]): boolean {
  return before.length === now.length && before.every(({ id }, i) => id === now[i]!.id);
}

/** Ends and columns are part of the id. */
function sameEdge(a: DiagramEdge, b: DiagramEdge): boolean {
  return (
    a.declared === b.declared &&
    a.label === b.label &&
    a.many === b.many &&
    a.optional === b.optional &&
    a.toColumns.join() === b.toColumns.join() &&
    a.place?.uri === b.place?.uri &&
    samePosition(a.place?.range.start, b.place?.range.start) &&
    samePosition(a.place?.range.end, b.place?.range.end)
  );
}

type Position = NonNullable<DiagramEdge['place']>['range']['start'] | undefined;

function samePosition(a: Position, b: Position): boolean {
  return a?.line === b?.line && a?.character === b?.character;
}
