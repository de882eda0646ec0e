import { HIDDEN } from '../../documents/templates.js';
import type { ScalarNode } from '../../documents/tree.js';
import type { Span } from '../../text/span.js';

/**
 * Where each character of a YAML scalar's value stands in the file: quotes, escapes, folding and the indentation of
 * block scalars are counted out. Undefined where the two cannot be laid side by side.
 * @param text The file's text.
 * @returns For each index of the value, and for its end, the offset in the file.
 */
export function offsetsOf(text: string, node: ScalarNode, value: string): readonly number[] | undefined {
  const { start, end } = node.span;
  const first = text[start];
  if (first === '|' || first === '>') return blockOffsets(text, node.span, value);
  const quoted = first === '"' || first === "'";
  return laidOut(
    text,
    quoted ? start + 1 : start,
    quoted ? end - 1 : end,
    value,
    first === '"' ? '"' : first === "'" ? "'" : '',
    0,
  );
}

function blockOffsets(text: string, { start, end }: Span, value: string): readonly number[] | undefined {
  const head = /^[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?\r?\n/.exec(text.slice(start, Math.min(end, start + 400)));
  if (!head) return undefined;
  const from = start + head[0].length;
  const told = /[1-9]/.exec(head[0].split('#')[0]!)?.[0];
  const firstLine = /^(?:[ \t]*\r?\n)*( *)(?=\S)/.exec(text.slice(from, end));
  if (told !== undefined && firstLine) {
    // The indicator counts from the parent's indentation, which the first line's own spaces hide.
    const own = /^[ ]*/.exec(value.replace(/^\n+/, ''))?.[0].length ?? 0;
    return laidOut(text, from, end, value, '', Math.max(0, firstLine[1]!.length - own));
  }
  return laidOut(text, from, end, value, '', firstLine?.[1]?.length ?? 0);
}

function laidOut(
  text: string,
  start: number,
  end: number,
  value: string,
  quote: string,
  indent: number,
): readonly number[] | undefined {
  const offsets: number[] = [];
  let at = skipIndent(text, start, end, indent);
  for (let i = 0; i < value.length; i++) {
    const wanted = value[i]!;
    if (wanted === '\n' || wanted === ' ' || wanted === '\t' || wanted === '\r') {
      offsets.push(Math.min(at, end));
      if (text[at] === '\r' && text[at + 1] === '\n') at++;
      if (text[at] === '\\' && quote === '"') at += 2;
      else if (/\s/.test(text[at] ?? '')) at++;
      if (wanted === '\n' && indent > 0) at = skipIndent(text, at, end, indent);
      continue;
    }
    while (at < end && /\s/.test(text[at]!)) at++;
    if (quote === '"' && text[at] === '\\' && (text[at + 1] === '\n' || text[at + 1] === '\r')) {
      at++;
      while (at < end && /\s/.test(text[at]!)) at++;
    }
    if (at >= end) return undefined;
    offsets.push(at);
    if (text[at] === wanted && !(quote === '"' && wanted === '\\'))
      at += quote === "'" && wanted === "'" ? 2 : 1;
    else if (wanted === HIDDEN) at++;
    else if (quote === '"' && text[at] === '\\') at += escapeLength(text[at + 1] ?? '');
    else return undefined;
  }
  offsets.push(Math.min(Math.max(at, start), end));
  return offsets;
}

function skipIndent(text: string, at: number, end: number, indent: number): number {
  let n = 0;
  while (n < indent && at + n < end && text[at + n] === ' ') n++;
  return at + n;
}

function escapeLength(after: string): number {
  return after === 'x' ? 4 : after === 'u' ? 6 : after === 'U' ? 10 : 2;
}

/** Text of a span of the value, in the file. The whole scalar where it cannot be told. */
export function spanIn(
  node: ScalarNode,
  offsets: readonly number[] | undefined,
  from: number,
  to: number,
): Span {
  const start = offsets?.[from];
  if (start === undefined) return node.span;
  const last = to > from ? offsets![to - 1] : undefined;
  return { start, end: last === undefined ? start : last + 1 };
}
