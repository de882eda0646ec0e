import type { Condition, Value } from '../../sql/ast/shape.js';

/**
 * A test of a date inside a function, written as one of the column itself: `date_trunc('month', at) = '2024-05-01'` as
 * `at >= '2024-05-01' AND at < '2024-06-01'`. Undefined where it is not one of the known forms or would not say the
 * same.
 */
export function asRange(condition: Condition, wrapper: Value): string | undefined {
  if (condition.kind !== 'compare' || condition.negated) return undefined;
  const swapped = condition.right === wrapper;
  if (!swapped && condition.left !== wrapper) return undefined;
  const other = swapped ? condition.left : condition.right;
  const operator = swapped ? (FLIPPED[condition.operator] ?? condition.operator) : condition.operator;
  const bucket = bucketOf(wrapper);
  const start = bucket && constantStart(other, bucket.unit);
  return bucket && start ? range(bucket.column, operator, start, next(start, bucket.unit)) : undefined;
}

type Unit = 'year' | 'month' | 'day';

/** The column, and the unit to whose beginning the function cuts it. */
function bucketOf(wrapper: Value): { readonly column: string; readonly unit: Unit } | undefined {
  const text = wrapper.text.trim();
  for (const [pattern, unit] of FORMS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const groups = match.slice(1);
    if (unit !== undefined) return { column: groups[0]!, unit };
    return { column: groups[1]!, unit: groups[0]!.toLowerCase() as Unit };
  }
  return undefined;
}

const COLUMN = String.raw`((?:[\w$]+\.)*[\w$]+)`;
const FORMS: readonly (readonly [RegExp, Unit | undefined])[] = [
  [new RegExp(String.raw`^date_trunc\s*\(\s*'(year|month|day)'\s*,\s*${COLUMN}\s*\)$`, 'i'), undefined],
  [new RegExp(String.raw`^${COLUMN}\s*::\s*date$`, 'i'), 'day'],
  [new RegExp(String.raw`^cast\s*\(\s*${COLUMN}\s+as\s+date\s*\)$`, 'i'), 'day'],
  [new RegExp(String.raw`^date\s*\(\s*${COLUMN}\s*\)$`, 'i'), 'day'],
  [new RegExp(String.raw`^year\s*\(\s*${COLUMN}\s*\)$`, 'i'), 'year'],
  [new RegExp(String.raw`^extract\s*\(\s*year\s+from\s+${COLUMN}\s*\)$`, 'i'), 'year'],
  [new RegExp(String.raw`^date_part\s*\(\s*'year'\s*,\s*${COLUMN}\s*\)$`, 'i'), 'year'],
];

/** Where the constant begins, if it stands at the beginning of a unit: only then do both forms agree. */
function constantStart(value: Value, unit: Unit): string | undefined {
  const inner = value.kind === 'cast' ? value.args?.[0] : value;
  if (inner?.kind !== 'constant') return undefined;
  if (unit === 'year' && typeof inner.constant === 'number') return year(inner.constant);
  const match = DATE.exec(String(inner.constant));
  if (!match) return undefined;
  const [, y, m, d] = match;
  if (unit !== 'day' && d !== '01') return undefined;
  if (unit === 'year' && m !== '01') return undefined;
  return `${y}-${m}-${d}`;
}

function year(value: number): string | undefined {
  return Number.isInteger(value) && value >= 1000 && value <= 9998 ? `${value}-01-01` : undefined;
}

function next(start: string, unit: Unit): string {
  const [y = 0, m = 1, d = 1] = start.split('-').map(Number);
  const moment = Date.UTC(
    y + (unit === 'year' ? 1 : 0),
    m - 1 + (unit === 'month' ? 1 : 0),
    d + (unit === 'day' ? 1 : 0),
  );
  return new Date(moment).toISOString().slice(0, 10);
}

function range(column: string, operator: string, start: string, end: string): string | undefined {
  switch (operator) {
    case '=':
      return `${column} >= '${start}' AND ${column} < '${end}'`;
    case '>=':
      return `${column} >= '${start}'`;
    case '<':
      return `${column} < '${start}'`;
    case '>':
      return `${column} >= '${end}'`;
    case '<=':
      return `${column} < '${end}'`;
    default:
      return undefined;
  }
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$/;
const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
