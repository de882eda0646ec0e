import type { DiagramEdge, DiagramTable, SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';
import { sized } from './cards.js';
import { neighbours, within } from './focus.js';
import type { Measure } from './measure.js';
import type { Card, Graph, Link } from './scene.js';
import { starCard } from './star-card.js';
import { isCollapsed, type View } from './view.js';
import { count } from './words.js';

/** A star graph, with what its arrangement goes by. */
export interface StarGraph extends Graph {
  readonly facts: ReadonlySet<string>;
  /** Tables that belong to any star, shown or not. */
  readonly all: ReadonlySet<string>;
}

/** Facts, their dimensions, bridges, and the levels behind a dimension: folded to one pill, or shown. */
export function starGraph(
  { tables, edges, stars }: Pick<SchemaDiagram, 'tables' | 'edges' | 'stars'>,
  view: View,
  measure: Measure,
): StarGraph {
  const byId = new Map(tables.map(table => [table.id, table]));
  const facts = new Set(stars.map(({ fact }) => fact));
  const direct = new Set(stars.flatMap(({ fact, dimensions, bridges }) => [fact, ...dimensions, ...bridges]));
  const chains = chainsOf(stars, direct);
  const folded = new Map<string, string[]>();
  const levels = new Set<string>();
  for (const [dimension, chain] of chains)
    if (view.unfolded.has(dimension)) for (const level of chain) levels.add(level);
    else folded.set(dimension, chain);
  const all = new Set([...direct, ...[...chains.values()].flat()]);
  const wanted = new Set([...direct, ...levels]);
  const references = edges.filter(({ kind }) => kind === 'references');
  for (const id of beyondBridges(stars, references, wanted)) {
    wanted.add(id);
    all.add(id);
  }
  const shown = scope(wanted, references, view);
  const sharedBy = sharing(stars, byId);
  const cards: Card[] = [];
  for (const id of shown) {
    const table = byId.get(id);
    if (table === undefined) continue;
    const collapsed = isCollapsed(view, id);
    cards.push(starCard(table, { facts: sharedBy.get(id) ?? [], collapsed, measure }));
  }
  const links: Link[] = references
    .filter(({ from, to }) => shown.has(from) && shown.has(to))
    .map(edge => referenceLink(edge));
  for (const [dimension, chain] of folded) {
    if (!shown.has(dimension)) continue;
    const names = chain.map(id => levelName(byId.get(id), id));
    const id = `fold:${dimension}`;
    cards.push(
      sized(
        {
          id,
          shape: 'fold',
          name: `${count(chain.length, 'level')}: ${names.join(', ')}`,
          conformed: false,
          findings: chain.reduce((sum, each) => sum + (byId.get(each)?.findings.length ?? 0), 0),
          sections: [],
          tables: chain,
        },
        measure,
      ),
    );
    links.push({
      id: `${id} link`,
      from: dimension,
      to: id,
      kind: 'fold',
      dashed: false,
      fromEnd: 'none',
      toEnd: 'none',
      count: chain.length,
    });
  }
  return { cards, links, facts, all };
}

export function referenceLink(edge: DiagramEdge): Link {
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    kind: 'references',
    dashed: !edge.declared,
    fromEnd: edge.many ? 'many' : 'maybe one',
    toEnd: edge.optional ? 'maybe one' : 'one',
    ...(edge.label === undefined ? (edge.declared ? {} : { label: 'inferred' }) : { label: edge.label }),
    edge,
    count: 1,
  };
}

/** What is shown of the tables that could be: those near the focus, and what is pinned; never what is hidden. */
export function scope(
  wanted: ReadonlySet<string>,
  links: readonly { readonly from: string; readonly to: string }[],
  { focus, hops, hidden, pinned }: View,
): Set<string> {
  const inside = links.filter(({ from, to }) => wanted.has(from) && wanted.has(to));
  const near =
    focus === undefined || !wanted.has(focus) ? undefined : within(focus, hops, neighbours(inside));
  const shown = new Set<string>();
  for (const id of wanted)
    if (!hidden.has(id) && (near === undefined || near.has(id) || pinned.has(id))) shown.add(id);
  return shown;
}

function chainsOf(stars: SchemaDiagram['stars'], direct: ReadonlySet<string>): Map<string, string[]> {
  const chains = new Map<string, string[]>();
  const taken = new Set(direct);
  for (const { snowflakes } of stars)
    for (const { dimension, levels } of snowflakes) {
      const known = chains.get(dimension) ?? [];
      for (const level of levels)
        if (!taken.has(level)) {
          taken.add(level);
          known.push(level);
        }
      if (known.length > 0) chains.set(dimension, known);
    }
  return chains;
}

/** The far ends of bridges: without them a bridge leads nowhere. */
function beyondBridges(
  stars: SchemaDiagram['stars'],
  references: readonly DiagramEdge[],
  known: ReadonlySet<string>,
): string[] {
  const bridges = new Set(stars.flatMap(each => each.bridges));
  return references.filter(({ from, to }) => bridges.has(from) && !known.has(to)).map(({ to }) => to);
}

function sharing(
  stars: SchemaDiagram['stars'],
  tables: ReadonlyMap<string, DiagramTable>,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { fact, dimensions } of stars)
    for (const dimension of dimensions)
      found.set(dimension, [...(found.get(dimension) ?? []), tables.get(fact)?.name ?? fact]);
  return found;
}

function levelName(table: DiagramTable | undefined, id: string): string {
  return (table?.name ?? id).replace(/^(dim|d|lkp|lu)_(?=.)/i, '');
}
