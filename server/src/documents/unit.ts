import type { SourceUnit } from '../sql/reading.js';
import type { Span } from '../text/span.js';

/** A document's text as a unit without statements, so that findings and suppressions are placed as in SQL. */
export function documentUnit(uri: string, text: string): SourceUnit {
  const piece = {
    start: 0,
    text,
    kind: 'data' as const,
    body: { start: 0, end: text.length },
    comments: directiveComments(text),
    entry: '',
    exit: '',
  };
  return { uri, dialect: 'postgres', piece, readings: [] };
}

/** The comments that silence findings, in any of the formats: `# faultline-disable-next-line rule`. */
function directiveComments(text: string): Span[] {
  if (!text.includes('faultline-')) return [];
  return [...text.matchAll(DIRECTIVE)].map(found => {
    const lead = found[1]!.length;
    const start = found.index + lead;
    const close = found[0].indexOf('*/', lead);
    return { start, end: close < 0 ? found.index + found[0].length : found.index + close + 2 };
  });
}

const DIRECTIVE = /(^|[\s,{[])(?:#+|\/{2,}|\/\*+)[ \t]*faultline-(?:disable|enable)[^\r\n]*/g;
