import type { TextEdit, TextOfFile } from './plan.js';
import type { Turned } from './setting.js';

/**
 * The same edits in files that say the same: each node of Patroni has a copy of what a new cluster begins with, of which
 * one counts, and copies that differ mislead people. A line is the same where it begins alike up to its value.
 */
export function repeatedIn(
  { cluster, system, knob }: Turned,
  edits: readonly TextEdit[],
  textOfFile: TextOfFile,
): readonly TextEdit[] {
  if (!cluster.systems.has('patroni')) return [];
  if (system !== 'postgres' && (system !== 'patroni' || knob.beside === undefined)) return [];
  const edited = new Set(edits.map(({ uri }) => uri));
  const others = cluster.sources.filter(
    uri => !edited.has(uri) && /^bootstrap:/m.test(textOfFile(uri) ?? ''),
  );
  const [edit] = edits;
  const text = edit && textOfFile(edit.uri);
  if (edit === undefined || text === undefined || !/^bootstrap:/m.test(text)) return [];
  return others.flatMap(uri => repeated(edit, text, uri, textOfFile(uri)!) ?? []);
}

function repeated(edit: TextEdit, text: string, uri: string, other: string): TextEdit | undefined {
  const lineStart = text.lastIndexOf('\n', edit.start - 1) + 1;
  const head = /^[ \t]*[^:\n]+:[ \t]*/.exec(text.slice(lineStart))?.[0];
  if (head === undefined) return undefined;
  const at = startsOfLine(other, head);
  if (at === undefined) return undefined;
  const valueAt = at + head.length;
  const valueEnd = valueAt + /^(?:'[^'\n]*'|"[^"\n]*"|[^\s#]*)/.exec(other.slice(valueAt))![0].length;
  if (edit.start !== edit.end)
    return lineStart + head.length === edit.start
      ? { uri, start: valueAt, end: valueEnd, newText: edit.newText }
      : undefined;
  const end = other.indexOf('\n', valueEnd);
  const offset = end < 0 ? other.length : other[end - 1] === '\r' ? end - 1 : end;
  return { uri, start: offset, end: offset, newText: edit.newText };
}

/** Where the only line begins that begins so; undefined: none does, or several do. */
function startsOfLine(text: string, head: string): number | undefined {
  const found: number[] = [];
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1))
    if (at === 0 || text[at - 1] === '\n') found.push(at);
  return found.length === 1 ? found[0] : undefined;
}
