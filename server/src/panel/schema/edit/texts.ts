import type { Analyzer } from '../../../analyzer/types.js';
import type { PanelEdit } from '../../../protocol/webview.js';

/** The texts of the files that edits change, with the edits made. */
export function textsAfter(analyzer: Analyzer, edits: readonly PanelEdit[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const uri of new Set(edits.map(edit => edit.uri))) {
    const own = edits
      .filter(edit => edit.uri === uri)
      .map(({ range, newText }) => ({
        start: analyzer.offsetAt(uri, range.start),
        end: analyzer.offsetAt(uri, range.end),
        newText,
      }))
      .sort((a, b) => b.start - a.start || b.end - a.end);
    let text = analyzer.text(uri) ?? '';
    for (const { start, end, newText } of own) text = text.slice(0, start) + newText + text.slice(end);
    result[uri] = text;
  }
  return result;
}
