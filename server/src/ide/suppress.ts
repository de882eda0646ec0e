import type { Analyzer, LocatedFinding, Place } from '../analyzer/types.js';
import { mayBeDocument } from '../cluster/files.js';
import { codeLanguage } from '../workload/code/index.js';
import { lineText } from './lines.js';

const NEXT_LINE = /^(\s*(?:--|#|\/\/)\s*faultline-disable-next-line\s+[^:]*?)\s*(?::.*)?$/;

/** What begins a comment in this file; undefined for JSON, which has none. */
export function commentStart(uri: string): '--' | '#' | '//' | undefined {
  const language = codeLanguage(uri);
  if (language) return language.slashes ? '//' : '#';
  if (/\.(?:json|xml|md)(?:\.[a-z0-9]+)?$/i.test(uri)) return undefined;
  return mayBeDocument(uri) ? '#' : '--';
}

/** Within the string of a program a comment is SQL. */
function startAt(analyzer: Analyzer, uri: string, line: number): string {
  const start = commentStart(uri) ?? '//';
  if (!codeLanguage(uri)) return start;
  const { text } = lineText(analyzer, uri, line);
  const offset = analyzer.offsetAt(uri, { line, character: text.length - text.trimStart().length });
  const unit = analyzer
    .units(uri)
    .find(({ piece }) => piece.start <= offset && offset < piece.start + piece.text.length);
  if (unit?.piece.kind !== 'statement' || offset === unit.piece.start) return start;
  return unit.piece.text[offset - unit.piece.start] === text.trimStart()[0] ? '--' : start;
}

/**
 * The comment that silences a finding: on a line of its own above it (joined to one that stands there already), or
 * at the top of the file.
 */
export function suppressionEdit(
  analyzer: Analyzer,
  finding: LocatedFinding,
  scope: 'line' | 'file',
  reason = '',
): Place & { readonly newText: string } {
  const { uri, rule } = finding;
  const start = startAt(analyzer, uri, scope === 'file' ? 0 : finding.range.start.line);
  const why = reason.trim() === '' ? '' : `: ${reason.trim().replace(/\s+/g, ' ')}`;
  if (scope === 'file') {
    const first = lineText(analyzer, uri, 0);
    const character = first.text.startsWith('\uFEFF') ? 1 : 0;
    return insert(uri, 0, character, `${start} faultline-disable-file ${rule}${why}${first.end || '\n'}`);
  }
  const line = finding.range.start.line;
  const above = line > 0 ? NEXT_LINE.exec(lineText(analyzer, uri, line - 1).text) : null;
  if (above !== null) return insert(uri, line - 1, above[1]!.length, `, ${rule}`);
  const here = lineText(analyzer, uri, line);
  const indent = /^[ \t]*/.exec(here.text)![0];
  return insert(
    uri,
    line,
    0,
    `${indent}${start} faultline-disable-next-line ${rule}${why}${here.end || '\n'}`,
  );
}

function insert(
  uri: string,
  line: number,
  character: number,
  newText: string,
): Place & { readonly newText: string } {
  const at = { line, character };
  return { uri, range: { start: at, end: at }, newText };
}
