import type { Expr } from '../../sql/ast/index.js';

/**
 * One value of a partition bound, as far as it can be compared without the engine. `scale` tells numbers of
 * different kinds apart: plain numbers, moments, and what a function makes of a moment.
 */
export type BoundValue =
  | { readonly kind: 'min' }
  | { readonly kind: 'max' }
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly scale: string; readonly value: bigint }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown' };

/**
 * What the literals of one partition column stand for. `moment` is a date or time without a zone, so an offset in a
 * literal does not count; `zoned` one with; `any` a type that is not known, of which only equal texts are equal.
 */
export type BoundKind = 'number' | 'text' | 'moment' | 'zoned' | 'any';

/** Reads a bound's expression: numbers, dates and times, and functions of one such constant. */
export function boundValue(expr: Expr, kind: BoundKind = 'any'): BoundValue {
  return read(expr.text.trim(), kind);
}

/** The same for the text of a constant in a query. */
export function constantValue(text: string, kind: BoundKind = 'any'): BoundValue {
  return read(text.trim(), kind);
}

/** Negative, zero or positive as `a` stands before, at or behind `b`; undefined where only the engine knows. */
export function compareValues(a: BoundValue, b: BoundValue): number | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind === b.kind && a.kind !== 'number' && a.kind !== 'text') return 0;
  if (a.kind === 'min' || b.kind === 'max') return -1;
  if (a.kind === 'max' || b.kind === 'min') return 1;
  if (a.kind === 'number' && b.kind === 'number' && a.scale === b.scale) {
    return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  }
  // Texts sort by a collation, so only their equality is known.
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text ? 0 : undefined;
  return undefined;
}

/** Compares column by column; what follows MINVALUE or MAXVALUE does not count. */
export function compareBounds(a: readonly BoundValue[], b: readonly BoundValue[]): number | undefined {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareValues(a[i]!, b[i]!);
    if (order === undefined || order !== 0) return order;
    if (a[i]!.kind === 'min' || a[i]!.kind === 'max') return 0;
  }
  return 0;
}

/** The same for values that a list partition would take for one and the same. */
export function valueKey(value: BoundValue): string | undefined {
  switch (value.kind) {
    case 'number':
      return `${value.scale}:${value.value}`;
    case 'text':
      return `text:${value.text}`;
    case 'null':
      return 'null';
    default:
      return undefined;
  }
}

function read(text: string, kind: BoundKind): BoundValue {
  const bare = unwrap(text);
  if (/^minvalue$/i.test(bare)) return { kind: 'min' };
  if (/^maxvalue$/i.test(bare)) return { kind: 'max' };
  if (/^null$/i.test(bare)) return { kind: 'null' };
  if (kind === 'number' || kind === 'any') {
    const number = numberOf(bare);
    if (number) return number;
  }
  const quoted = quotedText(bare);
  if (quoted !== undefined) return ofString(quoted, kind);
  const call = /^([a-z_]+)\s*\((.*)\)$/is.exec(bare);
  return call && MONOTONIC.has(call[1]!.toLowerCase()) ? ofCall(call[1]!.toLowerCase(), call[2]!) : UNKNOWN;
}

function quotedText(bare: string): string | undefined {
  const match = /^(?:(?:date|timestamp|timestamptz)\s*)?N?'((?:[^']|'')*)'(?:::[\w\s().]+)?$/i.exec(bare);
  return match?.[1]?.replaceAll("''", "'");
}

function ofString(text: string, kind: BoundKind): BoundValue {
  switch (kind) {
    case 'number':
      return numberOf(text.trim()) ?? UNKNOWN;
    case 'moment':
    case 'zoned':
      return momentOf(text, kind) ?? UNKNOWN;
    default:
      return { kind: 'text', text };
  }
}

function ofCall(name: string, argument: string): BoundValue {
  const bare = unwrap(argument);
  const quoted = quotedText(bare);
  const value = quoted === undefined ? numberOf(bare) : momentOf(quoted, 'zoned');
  return value ? { ...value, scale: `${name}:${value.scale}` } : UNKNOWN;
}

/** Numbers in thousand millionths, so that the decimals which people write compare exactly. */
function numberOf(text: string): (BoundValue & { kind: 'number' }) | undefined {
  const match = /^([-+]?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const value = BigInt(match[2]!) * 1_000_000_000n + BigInt((match[3] ?? '').padEnd(9, '0'));
  return { kind: 'number', scale: '', value: match[1] === '-' ? -value : value };
}

const UNKNOWN: BoundValue = { kind: 'unknown' };

/** ISO dates and times in microseconds. Times with a zone are another scale: the session's zone is not known. */
function momentOf(text: string, kind: 'moment' | 'zoned'): (BoundValue & { kind: 'number' }) | undefined {
  const match =
    /^(\d{4})(-?)(\d{1,2})\2(\d{1,2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?\s*(Z|[-+]\d{2}(?::?\d{2})?)?)?$/.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, year, dash, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
  if (dash === '' && month!.length + day!.length !== 4) return undefined;
  const millis = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second);
  const micros = BigInt(millis) * 1000n + BigInt(fraction.padEnd(6, '0'));
  if (zone === undefined || kind === 'moment') return { kind: 'number', scale: 'moment', value: micros };
  return { kind: 'number', scale: 'zoned', value: micros - BigInt(zoneMinutes(zone)) * 60_000_000n };
}

function zoneMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes = '0'] = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone)!;
  return (sign === '-' ? -1 : 1) * (+hours! * 60 + +minutes);
}

function unwrap(text: string): string {
  const trimmed = text.trim();
  const inner = /^\((.*)\)$/s.exec(trimmed)?.[1];
  return inner !== undefined && !/[()]/.test(inner) ? unwrap(inner) : trimmed;
}

/** Functions of MySQL's partitioning that keep the order of their argument. */
const MONOTONIC = new Set(['to_days', 'to_seconds', 'unix_timestamp', 'year']);
