import type { Analyzer } from '../analyzer/types.js';
import type { Cluster } from '../cluster/model.js';
import { SYSTEMS } from '../cluster/systems.js';
import { canonicalUri } from '../project/uri.js';
import type { Origin } from '../sql/reading.js';
import type { Position, Range } from '../text/span.js';
import { placeOf } from './places.js';
import type { CodeLens, DocumentSymbol, LensTarget, SymbolKind } from './types.js';

/** Outline of a config: the clusters that it declares, with those of their members and resources that it names. */
export function clusterSymbols(analyzer: Analyzer, given: string): readonly DocumentSymbol[] {
  const uri = canonicalUri(given);
  const clusters = analyzer.landscapeOf(uri)?.clusters ?? [];
  return clusters
    .filter(({ sources }) => sources.includes(uri))
    .flatMap(cluster => {
      const parts = [
        ...cluster.members.map(each => part(analyzer, uri, each.id, each.role, 'table', each.origin)),
        ...cluster.resources.map(each => part(analyzer, uri, each.name, each.kind, 'view', each.origin)),
        ...cluster.routers.map(each => part(analyzer, uri, each.id, 'router', 'trigger', each.origin)),
        ...cluster.clients.map(each => part(analyzer, uri, each.id, 'client', 'type', each.origin)),
      ].flatMap(symbol => symbol ?? []);
      const own = part(analyzer, uri, cluster.name, SYSTEMS[cluster.system], 'schema', cluster.origin);
      return own === undefined ? parts : [{ ...own, range: around(own, parts), children: parts }];
    });
}

/** Lines above each cluster that a config declares: what it amounts to, and what can be tried on it. */
export function clusterLenses(analyzer: Analyzer, given: string): readonly CodeLens[] {
  const uri = canonicalUri(given);
  const clusters = analyzer.landscapeOf(uri)?.clusters ?? [];
  return clusters
    .filter(({ origin, sources }) => origin.unit.uri === uri || sources[0] === uri)
    .flatMap(cluster => {
      const here = cluster.origin.unit.uri === uri;
      const start = { line: 0, character: 0 };
      const range = here ? placeOf(analyzer, cluster.origin).range : { start, end: start };
      const lens = (title: string, what: LensTarget['what']): CodeLens => ({
        range,
        title,
        places: [],
        opens: { what, id: cluster.id },
      });
      const shown = lens(`Topology: ${summaryOf(cluster)}`, 'topology');
      // One process alone cannot be cut off from itself.
      if (cluster.members.length < 2 && !cluster.open) return [shown];
      return [shown, lens('Simulate partition', 'partition'), lens('Find shortest failure', 'search')];
    });
}

/** `3 members, 2 of 3 votes decide, waits for 1 of 2 (durable)`. */
export function summaryOf(cluster: Cluster): string {
  const { members, commit } = cluster;
  const votes = members.reduce((sum, member) => sum + member.votes, 0);
  const parts = [
    `${cluster.name === '' ? SYSTEMS[cluster.system] : cluster.name}: ${members.length}${cluster.open ? ' or more' : ''} ${members.length === 1 && !cluster.open ? 'member' : 'members'}`,
  ];
  if (votes > 1 && !cluster.open) parts.push(`${Math.floor(votes / 2) + 1} of ${votes} votes decide`);
  if (commit.method !== 'none' && commit.count > 0 && commit.method !== 'majority')
    parts.push(`a write waits for ${commit.count}${commit.degrades ? ', unless they are missing' : ''}`);
  return parts.join(', ');
}

function part(
  analyzer: Analyzer,
  uri: string,
  name: string,
  detail: string,
  kind: SymbolKind,
  origin: Origin,
): DocumentSymbol | undefined {
  if (origin.unit.uri !== uri) return undefined;
  const { range } = placeOf(analyzer, origin);
  // Editors refuse a symbol without a name.
  return { name: name === '' ? detail : name, detail, kind, range, selection: range, children: [] };
}

/** From the first of a symbol and its parts to the last: editors show what the pointer is inside of. */
function around(own: DocumentSymbol, parts: readonly DocumentSymbol[]): Range {
  let { start, end } = own.range;
  for (const { range } of parts) {
    if (isBefore(range.start, start)) start = range.start;
    if (isBefore(end, range.end)) end = range.end;
  }
  return { start, end };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
