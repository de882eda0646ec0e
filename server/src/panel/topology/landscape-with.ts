import type { Analyzer } from '../../analyzer/types.js';
import type { Landscape } from '../../cluster/index.js';

/**
 * The clusters of the project that a file belongs to, as if files of it held other texts (null: were not there). Nothing
 * that the analyzer keeps changes. Places in what comes back are places in the texts that were given.
 */
export function landscapeWith(
  analyzer: Analyzer,
  uri: string,
  texts: ReadonlyMap<string, string | null>,
): Landscape {
  return analyzer.landscapeWith(uri, texts);
}
