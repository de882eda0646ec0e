import type { Analyzer } from '../analyzer/types.js';
import { assistAt, settingAt } from '../cluster/assist/index.js';
import { guaranteesMarkdown } from '../cluster/guarantees.js';
import { MODULES, Source } from '../cluster/index.js';
import { parameterMarkdown } from '../cluster/print.js';
import { canonicalUri } from '../project/uri.js';
import type { Position } from '../text/span.js';
import type { Hover } from './types.js';

/** What operations on a cluster get, at the place where it is declared: its name, its scope, its first line. */
export function clusterHover(analyzer: Analyzer, given: string, at: Position): Hover | undefined {
  const uri = canonicalUri(given);
  const offset = analyzer.offsetAt(uri, at);
  for (const cluster of analyzer.landscapeOf(uri)?.clusters ?? []) {
    const { unit, span } = cluster.origin;
    const start = unit.piece.start + span.start;
    const end = unit.piece.start + span.end;
    if (unit.uri !== uri || offset < start || offset > end) continue;
    const markdown = guaranteesMarkdown(cluster, MODULES);
    if (markdown !== undefined) return { markdown, range: analyzer.rangeOf(uri, start, end) };
  }
  return undefined;
}

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
