import type { Analyzer } from '../analyzer/types.js';
import { SYSTEMS } from '../cluster/systems.js';
import { canonicalUri } from '../project/uri.js';
import type { ClustersResult } from '../protocol/lsp.js';

/** The clusters that a file speaks of, by their names. */
export function clustersOf(analyzer: Analyzer, given: string): ClustersResult {
  const uri = canonicalUri(given);
  const all = analyzer.landscapeOf(uri)?.clusters ?? [];
  const clusters = all
    .filter(({ sources }) => sources.includes(uri))
    .map(({ id, name, system }) => ({
      id,
      title: name === '' ? SYSTEMS[system] : `${name} (${SYSTEMS[system]})`,
    }));
  return { clusters };
}
