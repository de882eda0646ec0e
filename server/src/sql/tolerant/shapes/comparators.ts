import type { Cursor } from '../cursor.js';
import { SYMBOL } from '../tokens.js';

/** Operators that are words; in lower case, `''` where none stands. */
export function acceptWordOperator(c: Cursor): string {
  if (c.accept('SIMILAR', 'TO')) return 'similar to';
  if (c.accept('SOUNDS', 'LIKE')) return 'sounds like';
  if (c.accept('CONTAINS', 'KEY')) return 'contains key';
  if (c.accept('MEMBER', 'OF')) return 'member of';
  const word = /^(?:RLIKE|REGEXP|GLOB|MATCH|OVERLAPS|CONTAINS)$/.exec(c.word())?.[0];
  if (!word) return '';
  c.step(1);
  return word.toLowerCase();
}

export function acceptComparator(c: Cursor): string {
  const operator = comparator(c);
  if (!operator) return '';
  c.step(operator.length);
  return NORMAL[operator] ?? operator;
}

const NORMAL: Readonly<Record<string, string>> = {
  '!=': '<>',
  '^=': '<>',
  '==': '=',
  '!<': '>=',
  '!>': '<=',
};
const COMPARATORS = [
  '<=>',
  '<>',
  '<=',
  '>=',
  '!=',
  '^=',
  '==',
  '!<',
  '!>',
  '!~*',
  '!~',
  '~*',
  '@>',
  '<@',
  '=',
  '<',
  '>',
  '~',
];

/** The operator whose characters stand here without blanks between them. */
function comparator(c: Cursor): string | undefined {
  if (c.kind() !== SYMBOL) return undefined;
  return COMPARATORS.find(operator => {
    for (let i = 0; i < operator.length; i++) {
      if (!c.isSymbol(operator[i]!, i)) return false;
      if (i > 0 && !c.touchesNext(i - 1)) return false;
    }
    // A shift or a lambda is no comparison.
    return !(
      operator.length === 1 &&
      c.touchesNext() &&
      (c.isSymbol(operator, 1) || (operator === '=' && c.isSymbol('>', 1)))
    );
  });
}

export function isOr(c: Cursor): boolean {
  return (
    c.is('OR') || (c.options.types === 'mysql' && c.isSymbol('|') && c.isSymbol('|', 1) && c.touchesNext())
  );
}

export function acceptOr(c: Cursor): boolean {
  if (!isOr(c)) return false;
  c.step(c.is('OR') ? 1 : 2);
  return true;
}

export function isAnd(c: Cursor): boolean {
  return (
    c.is('AND') || (c.options.types === 'mysql' && c.isSymbol('&') && c.isSymbol('&', 1) && c.touchesNext())
  );
}

export function acceptAnd(c: Cursor): boolean {
  if (!isAnd(c)) return false;
  c.step(c.is('AND') ? 1 : 2);
  return true;
}
