import type { CodeLanguage } from './languages.js';
import type { Literal } from './literals.js';

const RUBY = /<<[~-]?(?:(["'])([A-Za-z_]\w*)\1|([A-Z_][A-Z0-9_]*))/y;
const PHP = /<<<[ \t]*(?:(["'])([A-Za-z_]\w*)\1|([A-Za-z_]\w*))/y;

/**
 * The text that `<<~SQL` or `<<<SQL` announces: it begins in the next line, or behind the heredoc that was announced
 * before in the same line.
 */
export function readHeredoc(
  text: string,
  at: number,
  after: number | undefined,
  language: CodeLanguage,
): Literal | undefined {
  const pattern = language.name === 'ruby' ? RUBY : language.name === 'php' ? PHP : undefined;
  if (!pattern) return undefined;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (!found) return undefined;
  const name = found[2] ?? found[3]!;
  const line = text.indexOf('\n', at);
  if (line < 0) return undefined;
  const start = after ?? line + 1;
  const end = new RegExp(`^[ \\t]*${name}\\b`, 'm');
  const close = end.exec(text.slice(start));
  if (!close) return undefined;
  const stop = start + close.index;
  const raw = found[1] === "'";
  return {
    span: { start: at, end: stop + close[0].length },
    content: { start, end: stop },
    escapes: raw ? 'none' : 'all',
    values: raw ? 'none' : language.name === 'ruby' ? '#{' : '$',
    next: stop + close[0].length,
  };
}

const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
  '|': '|',
  '!': '!',
};

/** Ruby's `%q(...)`, `%Q{...}` and `%(...)`. */
export function readPercent(text: string, at: number, language: CodeLanguage): Literal | undefined {
  if (language.name !== 'ruby') return undefined;
  const found = /^%([qQ]?)([([{<|!])/.exec(text.slice(at, at + 3));
  if (!found) return undefined;
  const open = found[2]!;
  const close = CLOSERS[open]!;
  const start = at + found[0].length;
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\') i++;
    else if (char === close && --depth === 0) {
      const raw = found[1] === 'q';
      return {
        span: { start: at, end: i + 1 },
        content: { start, end: i },
        escapes: raw ? 'quotes' : 'all',
        values: raw ? 'none' : '#{',
      };
    } else if (char === open && open !== close) depth++;
  }
  return undefined;
}
