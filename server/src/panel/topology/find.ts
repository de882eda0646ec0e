import type { Analyzer } from '../../analyzer/types.js';
import type { Landscape } from '../../cluster/index.js';
import type { Cluster } from '../../cluster/model.js';
import type { WhatIfValue } from '../../protocol/topology-panel.js';
import type { PanelPlace } from '../../protocol/webview.js';
import { prepare } from '../../simulate/families.js';
import { isPrepared, type Prepared } from '../../simulate/family.js';
import type { Origin } from '../../sql/reading.js';
import { LineIndex } from '../../text/lines.js';
import { clustersOf } from './clusters-of.js';
import { placeAt } from './places.js';
import { tryValues, withLatencies } from './tried.js';
import { versionOf } from './version.js';
import { type Hunk, hunksOf, linesOf, oldLine } from './what-if/lines.js';

/** One cluster of the project that a file belongs to, ready to be played where it can be. */
export interface FoundCluster {
  readonly cluster: Cluster;
  /** Every cluster of the project: what coordinates it may be one of them. */
  readonly all: readonly Cluster[];
  /** Undefined: it cannot be played; `why` says so, a whole sentence. */
  readonly prepared: Prepared | undefined;
  readonly why: string | undefined;
  /** Of the texts that it was read from. */
  readonly version: number;
  /** Where something of this cluster is written, in the files as they are now, whatever is tried. */
  placeOf(origin: Origin): PanelPlace;
}

/**
 * The cluster that a file speaks of.
 * @param id Of the cluster that is meant; undefined, or not there any more: the first of the file's.
 * @param whatIf Values that are tried, by id of the `WhatIf`: the cluster as it were if the files said so.
 */
export function findCluster(
  { analyzer }: { readonly analyzer: Analyzer },
  uri: string,
  id?: string,
  whatIf: Readonly<Record<string, WhatIfValue>> = {},
): FoundCluster | { readonly why: string } {
  const landscape = analyzer.landscapeOf(uri);
  const own = clustersOf(landscape, uri);
  const cluster = namedCluster(landscape, id) ?? own[0];
  if (landscape === undefined || cluster === undefined)
    return { why: 'No cluster was recognised in this file.' };
  const version = versionOf(analyzer, landscape);
  const tried = tryValues(analyzer, uri, landscape, cluster, whatIf);
  if ('why' in tried) return tried;
  const { prepared, ...found } = foundIn(analyzer, tried.landscape, tried.cluster, tried.texts, version);
  return { ...found, prepared: prepared && withLatencies(prepared, whatIf) };
}

/** A cluster of a landscape that was read from other texts than those that are kept. */
export function foundIn(
  analyzer: Analyzer,
  { clusters }: Landscape,
  cluster: Cluster,
  texts: ReadonlyMap<string, string>,
  version: number,
): FoundCluster {
  const model = prepare(cluster, clusters);
  const playable = isPrepared(model);
  return {
    cluster,
    all: clusters,
    prepared: playable ? model : undefined,
    why: playable ? undefined : model.why,
    version,
    placeOf: placesIn(analyzer, texts),
  };
}

/** The cluster that goes by an id, or by a name that it has alone. */
export function namedCluster(landscape: Landscape | undefined, id: string | undefined): Cluster | undefined {
  if (landscape === undefined || id === undefined) return undefined;
  const { clusters } = landscape;
  const named = clusters.filter(({ name }) => name === id);
  return clusters.find(each => each.id === id) ?? (named.length === 1 ? named[0] : undefined);
}

/** Places in the files as they are now of what is written in other texts of them. */
function placesIn(analyzer: Analyzer, texts: ReadonlyMap<string, string>): (origin: Origin) => PanelPlace {
  const known = new Map<string, { readonly hunks: readonly Hunk[]; readonly lines: LineIndex }>();
  return origin => {
    const { uri, piece } = origin.unit;
    const text = texts.get(uri);
    if (text === undefined) return placeAt(analyzer, origin);
    let changed = known.get(uri);
    if (changed === undefined) {
      const hunks = hunksOf(linesOf(analyzer.text(uri) ?? ''), linesOf(text));
      known.set(uri, (changed = { hunks, lines: new LineIndex(text) }));
    }
    const { hunks, lines } = changed;
    const at = lines.rangeOf(piece.start + origin.span.start, piece.start + origin.span.end);
    const start = oldLine(hunks, at.start.line);
    const end = oldLine(hunks, at.end.line);
    return {
      uri,
      range: {
        start: { line: start.line, character: start.same ? at.start.character : 0 },
        end: { line: end.line, character: end.same ? at.end.character : 0 },
      },
    };
  };
}
