import type { Analyzer } from '../../analyzer/types.js';
import type {
  DiffLine,
  EditsAnswer,
  TopologyAnswer,
  TopologyQuestion,
} from '../../protocol/topology-panel.js';
import type { PanelEdit } from '../../protocol/webview.js';
import type { Answered, PanelContext } from '../answer.js';
import { clustersOf } from './clusters-of.js';
import { namedCluster } from './find.js';
import { notesOf } from './notes.js';
import { LINK, tryValues } from './tried.js';
import { hunksOf, linesOf } from './what-if/lines.js';

/** What the files would have to say for parameters to have the values that are tried. */
export async function editsAnswer(
  { uri, cluster: id, whatIf }: Extract<TopologyQuestion, { kind: 'edits' }>,
  { analyzer }: PanelContext<TopologyAnswer>,
): Promise<Answered<EditsAnswer>> {
  const landscape = analyzer.landscapeOf(uri);
  const cluster = namedCluster(landscape, id) ?? clustersOf(landscape, uri)[0];
  if (landscape === undefined || cluster === undefined)
    return { why: 'No cluster was recognised in this file.' };
  const tried = tryValues(analyzer, uri, landscape, cluster, whatIf);
  if ('why' in tried) return tried;
  const notes = [...tried.remarks, ...notesOf(cluster, landscape.clusters, whatIf)];
  if (Object.keys(whatIf).some(each => each.startsWith(LINK)))
    notes.push('How long messages take stands in no file: latencies were only tried.');
  return { kind: 'edits', ...textChanges(analyzer, tried.texts), notes };
}

/** Edits that make the files say something else, line by line, and how they read. */
export function textChanges(
  analyzer: Analyzer,
  texts: ReadonlyMap<string, string>,
): { readonly edits: readonly PanelEdit[]; readonly diff: readonly DiffLine[] } {
  const edits: PanelEdit[] = [];
  const diff: DiffLine[] = [];
  for (const [uri, text] of texts) {
    const before = linesOf(analyzer.text(uri) ?? '');
    const after = linesOf(text);
    const starts = [0];
    for (const line of before) starts.push(starts.at(-1)! + line.length);
    for (const { from, to, newFrom, newTo } of hunksOf(before, after)) {
      edits.push({
        uri,
        range: analyzer.rangeOf(uri, starts[from]!, starts[to]!),
        newText: after.slice(newFrom, newTo).join(''),
      });
      for (let at = from; at < to; at++)
        diff.push({ uri, line: at, kind: 'removed', text: withoutEnd(before[at]!) });
      for (let at = newFrom; at < newTo; at++)
        diff.push({ uri, line: at, kind: 'added', text: withoutEnd(after[at]!) });
    }
  }
  return { edits, diff };
}

function withoutEnd(line: string): string {
  return line.replace(/\r?\n$/, '');
}
