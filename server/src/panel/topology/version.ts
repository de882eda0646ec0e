import type { Analyzer } from '../../analyzer/types.js';
import type { Landscape } from '../../cluster/index.js';
import { sourcesOf } from './clusters-of.js';

/**
 * A number that grows whenever a text has changed that the clusters of a project were read from. It begins with the clock: what a server
 * says that was started anew is not older than what its forerunner said.
 */
export function versionOf(analyzer: Analyzer, landscape: Landscape): number {
  let known = byAnalyzer.get(analyzer);
  if (known === undefined) byAnalyzer.set(analyzer, (known = { count: Date.now(), read: new WeakMap() }));
  const { clusters } = landscape;
  const uris = new Set(clusters.flatMap(cluster => sourcesOf(cluster, clusters)));
  const texts = [...uris].map(uri => analyzer.text(uri));
  const before = known.read.get(landscape);
  if (before?.texts.length === texts.length && before.texts.every((text, at) => text === texts[at]))
    return before.version;
  const version = ++known.count;
  known.read.set(landscape, { version, texts });
  return version;
}

interface Versions {
  count: number;
  /** A landscape is another object whenever one of its files says something else; statements may move within it. */
  readonly read: WeakMap<
    Landscape,
    { readonly version: number; readonly texts: readonly (string | undefined)[] }
  >;
}

const byAnalyzer = new WeakMap<Analyzer, Versions>();
