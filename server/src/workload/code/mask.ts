import { type Literal, valueEnd } from './literals.js';

/** How a parameter is written in the dialect: `$1` for PostgreSQL's kin, `?` for the others. */
export type ParameterStyle = '$1' | '?';

/**
 * The content of a string as the engine would see it, at equal length: escapes are what they stand for with blanks
 * beside them, and what stands for a value is a parameter with blanks behind it.
 */
export function maskLiteral(text: string, literal: Literal, style: ParameterStyle): string {
  const { start, end } = literal.content;
  if (literal.escapes === 'none' && literal.values === 'none') return text.slice(start, end);
  let result = '';
  let copied = start;
  let quote = '';
  const put = (from: number, to: number, replacement: string): void => {
    result += text.slice(copied, from) + replacement.padEnd(to - from).slice(0, to - from);
    copied = to;
  };
  for (let at = start; at < end; at++) {
    const char = text[at]!;
    if (char === '\\' && literal.escapes !== 'none') {
      const next = text[at + 1] ?? '';
      if (literal.escapes === 'quotes' && next !== "'" && next !== '\\') continue;
      // A quote stands at the outer side of the two characters, so that what it encloses keeps its own text.
      const opens = /['"`]/.test(next) && quote !== next;
      if (/['"`]/.test(next)) quote = opens ? next : '';
      put(
        at,
        Math.min(at + 2, end),
        next === '\n'
          ? ' \n'
          : /['"`]/.test(next)
            ? opens
              ? ` ${next}`
              : `${next} `
            : next === '\\'
              ? '\\'
              : '  ',
      );
      at++;
      continue;
    }
    if (char === "'" || char === '"') quote = quote === '' ? char : quote === char ? '' : quote;
    const stop = valueAt(text, at, end, literal);
    if (stop > at) {
      put(at, stop, parameter(stop - at, style));
      at = stop - 1;
    }
  }
  return result + text.slice(copied, end);
}

/** A parameter of so many characters. */
export function parameter(length: number, style: ParameterStyle): string {
  return (length > 1 ? style : '?').padEnd(length);
}

/** End of what stands for a value here; `at` where nothing does. */
function valueAt(text: string, at: number, end: number, { values }: Literal): number {
  const char = text[at]!;
  const next = text[at + 1];
  switch (values) {
    case '${':
    case '#{':
      return char === values[0] && next === '{' ? Math.min(valueEnd(text, at + 1), end) : at;
    case '{':
      return char === '{' && next !== '{' ? Math.min(valueEnd(text, at), end) : at;
    case '$': {
      if (char === '{' && next === '$') return Math.min(valueEnd(text, at), end);
      if (char !== '$') return at;
      if (next === '{') return Math.min(valueEnd(text, at + 1), end);
      const found = /^\$[A-Za-z_]\w*(?:->\w+|\[[^\]\n]*\])?/.exec(text.slice(at, Math.min(at + 120, end)));
      return found ? at + found[0].length : at;
    }
    case 'none':
      return at;
  }
}

const PLACEHOLDERS =
  /'(?:[^']|'')*'|--[^\n]*|%\(\w+\)[sdi]|%[sdvqifx](?!\w)|\{\w*(?::\w*)?\}|(?<![\w:]):[A-Za-z_]\w*(?!:)|(?<![\w@])@[A-Za-z_]\w*/g;

/** Placeholders of drivers and formatters as parameters of the dialect; those inside of constants stay. */
export function maskPlaceholders(sql: string, style: ParameterStyle): string {
  return sql.replace(PLACEHOLDERS, found => {
    if (found.startsWith("'") || found.startsWith('--')) return found;
    // These the reader of the other dialects knows itself.
    if (style === '?' && (found.startsWith(':') || found.startsWith('@'))) return found;
    return parameter(found.length, style);
  });
}
