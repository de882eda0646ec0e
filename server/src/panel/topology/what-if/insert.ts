import type { Written } from '../../../cluster/settings.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';

/** Offsets in the file. */
export function spanInFile({ unit, span }: Origin): Span {
  const { start } = unit.piece;
  return { start: start + span.start, end: start + span.end };
}

/** A text put into another, at an offset of the file; nothing is replaced. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/**
 * A parameter written beside another one, in the way of that one: its indent, its quotes, its `=` or `:`, as an argument of
 * the same command, as an option of the same string. Undefined: the other one stands in a way that tells nothing.
 * @param text Of the file that holds both.
 * @param name Of the new parameter, with dots.
 */
export function insertBeside(
  text: string,
  anchor: Written,
  name: string,
  value: string,
): Insertion | undefined {
  const { start, end: keyEnd } = spanInFile(anchor.keyOrigin);
  const { start: valueStart, end } = spanInFile(anchor.origin);
  if (end <= keyEnd || valueStart < keyEnd) return undefined;
  const shown = text.slice(start, keyEnd);
  const bare = shown.replace(/^["']|["']$/g, '');
  const key = spelledLike(anchor.key, bare, name);
  if (key === undefined) return undefined;
  const spelled = shown.replace(bare, () => key);
  const between = text.slice(keyEnd, valueStart);
  if (between.includes('\n') || text.slice(valueStart, end).includes('\n')) return undefined;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  const last = before.at(-1) ?? '';
  if (last === '?' || last === '&') return { offset: end, text: `&${spelled}${between}${value}` };
  const rest = text.slice(end, lineEnd(text, end));
  if (/^[ \t]*(?:- )?["']?(?:sentinel[ \t]+)?(?:export[ \t]+)?$/i.test(before)) {
    const closing = /^["']?/.exec(rest)![0];
    if (
      /^["']?[ \t]*:/.test(between) &&
      /^[ \t]*"/.test(`${before}${shown}`) &&
      /^["']?[ \t]*,?[ \t]*$/.test(rest)
    ) {
      // JSON: before the other one, so that a comma is always right.
      return {
        offset: lineStart,
        text: `${before}${spelled}${between}${quotedLike(text[valueStart], value)},\n`,
      };
    }
    if (/^["']?[ \t]*,?[ \t]*(?:[#;]|\/\/|$)/.test(rest)) {
      const eol = text.slice(end + rest.length, end + rest.length + 2) === '\r\n' ? '\r\n' : '\n';
      const comma = /^["']?[ \t]*,/.test(rest) ? ',' : '';
      return {
        offset: end + rest.length,
        text: `${eol}${before}${spelled}${between}${value}${closing}${comma}`,
      };
    }
    return undefined;
  }
  const dashes = /(["']?)(-{1,2})$/.exec(before);
  if (dashes !== null) {
    const [, quote = '', dash = '--'] = dashes;
    return quote === ''
      ? { offset: end, text: ` ${dash}${spelled}${between}${value}` }
      : { offset: end + quote.length, text: `, ${quote}${dash}${spelled}${between}${value}${quote}` };
  }
  if (/[;"'][ \t]*$/.test(before) && /^[ \t]*(?:;|["'])/.test(rest) && between.includes('='))
    return { offset: end, text: `; ${spelled}${between}${value}` };
  if (/[{,][ \t]*["']?$/.test(before) && between.includes(':')) {
    const quote = /["']$/.exec(before)?.[0] ?? '';
    const json = `${quote}${shown}`.startsWith('"');
    const held = json ? quotedLike(text[valueStart], value) : value;
    return { offset: end, text: `, ${quote}${spelled}${between}${held}` };
  }
  return undefined;
}

/**
 * A parameter of another level, with its level, beside one at the top: `performance { raft_multiplier = 5 }`, or an object
 * in JSON. Undefined: the other one does not stand at the top, or not on a line of its own.
 */
export function insertBlock(
  text: string,
  anchor: Written,
  name: string,
  value: string,
): Insertion | undefined {
  const dot = name.indexOf('.');
  if (anchor.key.includes('.') || dot < 0) return undefined;
  const [level, own] = [name.slice(0, dot), name.slice(dot + 1)];
  const between = text.slice(spanInFile(anchor.keyOrigin).end, spanInFile(anchor.origin).start);
  const held = between.includes(':') ? `{ "${own}": ${value} }` : `{ ${own} = ${value} }`;
  // The block stands where the other one's value would.
  const found = insertBeside(text, anchor, level, '\u0000');
  if (found === undefined) return undefined;
  const plain = found.text.replace(/"\\u0000"|["']?\u0000["']?/, () => held);
  return { offset: found.offset, text: between.includes(':') ? plain : plain.replace(/\s*=\s*\{/, ' {') };
}

/**
 * The key of a new parameter as the file spells the one beside it: the last part of a dotted name, the whole name, or a
 * variable of the environment. Undefined: it stands at another level.
 */
function spelledLike(anchorName: string, shown: string, name: string): string | undefined {
  if (shown === anchorName) return name;
  if (anchorName.endsWith(`.${shown}`)) {
    const parent = anchorName.slice(0, -shown.length);
    const own = name.startsWith(parent) ? name.slice(parent.length) : undefined;
    return own?.includes('.') ? undefined : own;
  }
  if (shown.endsWith(`.${anchorName}`)) return `${shown.slice(0, -anchorName.length)}${name}`;
  if (same(shown) === same(anchorName)) {
    if (shown === shown.toUpperCase()) return upper(name);
    return shown.includes('-') ? name.replace(/_/g, '-') : name;
  }
  const [upperShown, upperName] = [upper(shown), upper(anchorName)];
  if (shown !== upperShown || !upperShown.endsWith(upperName)) return undefined;
  return `${shown.slice(0, upperShown.length - upperName.length)}${upper(name)}`;
}

function same(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function upper(name: string): string {
  return name.toUpperCase().replace(/[-.]/g, '_');
}

/** In JSON a text stands in quotes. */
function quotedLike(first: string | undefined, value: string): string {
  return first === '"' || !/^(?:-?\d+(?:\.\d+)?|true|false)$/.test(value) ? JSON.stringify(value) : value;
}

function lineEnd(text: string, from: number): number {
  const found = /\r?\n|$/.exec(text.slice(from));
  return from + (found?.index ?? 0);
}
