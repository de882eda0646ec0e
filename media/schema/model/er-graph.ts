import type {
  DiagramCopy,
  DiagramTable,
  SchemaComparison,
  SchemaDiagram,
} from '../../../server/src/protocol/schema-panel.js';
import { sized } from './cards.js';
import { CLUSTERS_OVER, type Cluster, clusters, isRest } from './clusters.js';
import { erCard } from './er-card.js';
import { marked } from './marks.js';
import type { Measure } from './measure.js';
import type { Card, Graph, Link } from './scene.js';
import { referenceLink, scope } from './star-graph.js';
import { isCollapsed, type View } from './view.js';
import { count } from './words.js';

export interface ErGraph extends Graph {
  /** The clusters there are, open or not; none where all tables are shown at once. */
  readonly clusters: readonly Cluster[];
}

/** Tables with columns and keys, views, triggers and copies. Many tables are gathered into clusters that one can open. */
export function erGraph(
  diagram: Pick<SchemaDiagram, 'tables' | 'edges' | 'copies'>,
  view: View,
  measure: Measure,
  comparison?: SchemaComparison,
): ErGraph {
  const { tables, edges } = comparison === undefined ? diagram : marked(diagram, comparison);
  const byId = new Map(tables.map(table => [table.id, table]));
  const whole = tables.filter(table => !isPartition(table, byId));
  const shownIds = scope(new Set(whole.map(({ id }) => id)), edges, view);
  const shown = whole.filter(({ id }) => shownIds.has(id));
  const groups = shown.length > CLUSTERS_OVER ? clusters(shown, edges) : [];
  const closed = new Map<string, Cluster>();
  for (const cluster of groups)
    if (!view.opened.has(cluster.id)) for (const id of cluster.tables) closed.set(id, cluster);

  const cards: Card[] = shown
    .filter(({ id }) => !closed.has(id))
    .map(table =>
      erCard(table, {
        collapsed: isCollapsed(view, table.id),
        unfolded: view.unfolded.has(table.id),
        measure,
        ...(comparison?.tables[table.id] === undefined ? {} : { mark: comparison.tables[table.id] }),
        ...(comparison?.columns[table.id] === undefined ? {} : { changes: comparison.columns[table.id] }),
      }),
    );
  for (const cluster of new Set(closed.values())) cards.push(clusterCard(cluster, byId, edges, measure));

  const plain: Link[] = [
    ...edges.map(edge => edgeLink(edge, comparison)),
    ...inherited(whole, byId),
    ...(comparison === undefined ? diagram.copies.map(copyLink) : []),
  ].filter(({ from, to }) => shownIds.has(from) && shownIds.has(to));
  return { cards, links: bundled(plain, closed), clusters: groups };
}

function edgeLink(edge: SchemaDiagram['edges'][number], comparison: SchemaComparison | undefined): Link {
  const mark = comparison?.edges[edge.id];
  const link: Link =
    edge.kind === 'references'
      ? referenceLink(edge)
      : {
          id: edge.id,
          from: edge.from,
          to: edge.to,
          kind: edge.kind,
          dashed: false,
          fromEnd: 'none',
          toEnd: 'arrow',
          ...(edge.label === undefined ? {} : { label: edge.label }),
          edge,
          count: 1,
        };
  // The columns at its ends say which part a reference plays here.
  const { label, ...rest } = link;
  const worth = edge.kind === 'references' || label === undefined ? rest : link;
  return mark === undefined ? worth : { ...worth, mark };
}

function inherited(tables: readonly DiagramTable[], byId: ReadonlyMap<string, DiagramTable>): Link[] {
  return tables.flatMap(({ id, partitionOf }): Link[] =>
    partitionOf === undefined || !byId.has(partitionOf)
      ? []
      : [
          {
            id: `${id} inherits`,
            from: id,
            to: partitionOf,
            kind: 'reads',
            dashed: false,
            fromEnd: 'none',
            toEnd: 'arrow',
            label: 'inherits',
            count: 1,
          },
        ],
  );
}

function copyLink(copy: DiagramCopy): Link {
  return {
    id: copy.id,
    from: copy.from.table,
    to: copy.to.table,
    kind: 'copy',
    dashed: true,
    fromEnd: 'none',
    toEnd: 'arrow',
    copy,
    count: 1,
  };
}

/** A table that another one's card lists. */
export function isPartition({ partitionOf }: DiagramTable, byId: ReadonlyMap<string, DiagramTable>): boolean {
  return partitionOf !== undefined && byId.get(partitionOf)?.partitions !== undefined;
}

function clusterCard(
  { id, name, schema, tables }: Cluster,
  byId: ReadonlyMap<string, DiagramTable>,
  edges: SchemaDiagram['edges'],
  measure: Measure,
): Card {
  const inside = new Set(tables);
  const between = edges.filter(({ from, to }) => inside.has(from) && inside.has(to)).length;
  const findings = tables.reduce((sum, each) => sum + (byId.get(each)?.findings.length ?? 0), 0);
  const lines = [
    `${count(tables.length, 'table')}, ${count(between, 'reference')}`,
    ...(name === schema || schema === '' ? [] : [`schema ${schema}`]),
  ];
  return sized(
    {
      id,
      shape: 'cluster',
      name: name === schema || tables.length === 1 || isRest(id) ? name : `${name} +${tables.length - 1}`,
      conformed: false,
      findings,
      sections: [
        {
          lines: true,
          rows: lines.map(text => ({ glyph: 'none', text, faint: true, findings: 0, key: true })),
        },
      ],
      tables,
    },
    measure,
  );
}

/** Links of closed clusters become one per pair, which says how many it stands for. */
function bundled(links: readonly Link[], closed: ReadonlyMap<string, Cluster>): Link[] {
  const plain: Link[] = [];
  const bundles = new Map<string, Link>();
  for (const link of links) {
    const from = closed.get(link.from)?.id ?? link.from;
    const to = closed.get(link.to)?.id ?? link.to;
    if (from === link.from && to === link.to) {
      plain.push(link);
      continue;
    }
    if (from === to) continue;
    const [a, b] = from < to ? [from, to] : [to, from];
    const id = `bundle ${a} ${b}`;
    const known = bundles.get(id);
    const number = (known?.count ?? 0) + 1;
    bundles.set(id, {
      id,
      from: a,
      to: b,
      kind: 'bundle',
      dashed: false,
      fromEnd: 'none',
      toEnd: 'none',
      label: String(number),
      count: number,
    });
  }
  return [...plain, ...bundles.values()];
}
