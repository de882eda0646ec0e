import type { Span } from '../../../text/span.js';

/** A word of a statement: a name (folded unless quoted), a string, a number, or a sign. */
export interface SqlWord {
  readonly kind: 'name' | 'string' | 'number' | 'sign';
  readonly text: string;
  readonly span: Span;
}

const MAX_WORDS = 5000;

/** The words of a piece of SQL, comments left out. Never throws; what is not closed ends with the text. */
export function sqlWords(text: string, from: number, to: number): readonly SqlWord[] {
  const words: SqlWord[] = [];
  for (let at = from; at < to && words.length < MAX_WORDS; ) {
    const start = at;
    const character = text[at]!;
    if (/\s/.test(character)) {
      at++;
    } else if (text.startsWith('--', at)) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? to : end + 1;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end === -1 ? to : end + 2;
    } else if (character === "'" || character === '"') {
      let value = '';
      for (at++; at < to; at++) {
        if (text[at] !== character) value += text[at]!;
        else if (text[at + 1] === character) value += text[++at]!;
        else break;
      }
      at = Math.min(at + 1, to);
      words.push({ kind: character === "'" ? 'string' : 'name', text: value, span: { start, end: at } });
    } else if (/[a-z_\u0080-\uffff]/i.test(character)) {
      while (at < to && /[\w$\u0080-\uffff]/.test(text[at]!)) at++;
      words.push({ kind: 'name', text: text.slice(start, at).toLowerCase(), span: { start, end: at } });
    } else if (/[0-9]/.test(character)) {
      while (at < to && /[0-9.]/.test(text[at]!)) at++;
      words.push({ kind: 'number', text: text.slice(start, at), span: { start, end: at } });
    } else {
      at++;
      words.push({ kind: 'sign', text: character, span: { start, end: at } });
    }
  }
  return words;
}
