import type { DiagramMode, SchemaDiagram } from '../../../protocol/schema-panel.js';

export interface Selection {
  readonly mode: DiagramMode;
  /** Ids of the tables that it is about; undefined: all. */
  readonly tables?: readonly string[];
  /** How many lines away from one of `tables` others may be; default: none but those. */
  readonly hops?: number;
}

/** The part of a diagram that is shown: in star mode, what belongs to a star. */
export function selectTables(diagram: SchemaDiagram, { mode, tables, hops = 0 }: Selection): SchemaDiagram {
  let wanted: ReadonlySet<string> | undefined =
    tables === undefined ? undefined : around(diagram, tables, hops);
  if (mode === 'star') {
    const inStars = starTables(diagram);
    wanted = wanted ? new Set([...wanted].filter(id => inStars.has(id) || tables!.includes(id))) : inStars;
  }
  if (wanted === undefined) return diagram;
  const kept = wanted;
  return {
    ...diagram,
    tables: diagram.tables.filter(({ id }) => kept.has(id)),
    edges: diagram.edges.filter(
      ({ from, to, kind }) => kept.has(from) && kept.has(to) && (mode === 'er' || kind === 'references'),
    ),
    stars: diagram.stars
      .filter(({ fact }) => kept.has(fact))
      .map(star => ({
        ...star,
        dimensions: star.dimensions.filter(id => kept.has(id)),
        bridges: star.bridges.filter(id => kept.has(id)),
        snowflakes: star.snowflakes.flatMap(({ dimension, levels }) => {
          const left = levels.filter(id => kept.has(id));
          return kept.has(dimension) && left.length > 0 ? [{ dimension, levels: left }] : [];
        }),
      })),
    copies: diagram.copies.filter(({ from, to }) => kept.has(from.table) && kept.has(to.table)),
  };
}

/** Facts, what they are seen by, what hangs behind, and what bridges lead to. */
function starTables({ stars, edges }: SchemaDiagram): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { fact, dimensions, snowflakes, bridges } of stars) {
    for (const id of [fact, ...dimensions, ...bridges, ...snowflakes.flatMap(({ levels }) => levels)])
      found.add(id);
    for (const { from, to, kind } of edges)
      if (kind === 'references' && bridges.includes(from)) found.add(to);
  }
  return found;
}

function around({ edges }: SchemaDiagram, tables: readonly string[], hops: number): Set<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = next.get(a);
      if (list) list.push(b);
      else next.set(a, [b]);
    }
  }
  const found = new Set(tables);
  let level: readonly string[] = [...found];
  for (let hop = 0; hop < hops && level.length > 0; hop++) {
    const further = new Set(level.flatMap(id => next.get(id) ?? []).filter(id => !found.has(id)));
    for (const id of further) found.add(id);
    level = [...further];
  }
  return found;
}
