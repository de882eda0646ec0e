import type { Analyzer } from '../../analyzer/types.js';
import type { Cluster } from '../../cluster/model.js';
import type { WhatIfValue } from '../../protocol/topology-panel.js';
import type { PanelPlace } from '../../protocol/webview.js';
import { prepare } from '../../simulate/families.js';
import { isPrepared, type Prepared } from '../../simulate/family.js';
import type { Origin } from '../../sql/reading.js';
import { clustersOf } from './clusters-of.js';
import { versionOf } from './version.js';

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
  _whatIf: Readonly<Record<string, WhatIfValue>> = {},
): FoundCluster | { readonly why: string } {
  const landscape = analyzer.landscapeOf(uri);
  const own = clustersOf(landscape, uri);
  const cluster = (id === undefined ? undefined : landscape?.clusters.find(each => each.id === id)) ?? own[0];
  if (landscape === undefined || cluster === undefined)
    return { why: 'No cluster was recognised in this file.' };
  const all = landscape.clusters;
  const prepared = prepare(cluster, all);
  const playable = isPrepared(prepared);
  return {
    cluster,
    all,
    prepared: playable ? prepared : undefined,
    why: playable ? undefined : prepared.why,
    version: versionOf(analyzer, landscape),
    placeOf: origin => placeOf(analyzer, origin),
  };
}

/** Where something is written, as its file is now. */
export function placeOf(analyzer: Analyzer, { unit, span }: Origin): PanelPlace {
  const { start } = unit.piece;
  return { uri: unit.uri, range: analyzer.rangeOf(unit.uri, start + span.start, start + span.end) };
}
