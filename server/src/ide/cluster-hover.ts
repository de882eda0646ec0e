import type { Analyzer } from '../analyzer/types.js';
import { assistAt, settingAt } from '../cluster/assist/index.js';
import { MODULES, Source } from '../cluster/index.js';
import { parameterMarkdown } from '../cluster/print.js';
import { canonicalUri } from '../project/uri.js';
import type { Position } from '../text/span.js';
import type { Hover } from './types.js';

/** What is known of the parameter at a place of a config: meaning, default, what the cluster goes by here. */
export function parameterHover(analyzer: Analyzer, given: string, at: Position): Hover | undefined {
  const uri = canonicalUri(given);
  const text = analyzer.text(uri);
  if (text === undefined) return undefined;
  const found = assistAt(new Source(uri, text), analyzer.offsetAt(uri, at), MODULES);
  if (found?.parameter === undefined) return undefined;
  const { place, parameter } = found;
  const clusters = analyzer.landscapeOf(uri)?.clusters ?? [];
  const setting = settingAt(clusters, uri, place.word, parameter);
  const table = MODULES.flatMap(module => module.parameters).find(each => each.all.includes(parameter));
  const cluster = clusters.find(
    ({ sources, systems }) => sources.includes(uri) && table && systems.has(table.system),
  );
  const version = table && cluster?.versions[table.system]?.version;
  return {
    markdown: parameterMarkdown(table, parameter, setting, version),
    range: analyzer.rangeOf(uri, place.word.start, place.word.end),
  };
}
