import type { Condition, Value } from '../../../sql/ast/shape.js';
import type { Dialect } from '../../../sql/dialect.js';
import { isMysqlLike } from '../engines.js';

type Compare = Extract<Condition, { kind: 'compare' }>;

/** A test that says the same of a bare column, where there is one that is the same for every value. */
export function bareTest(
  condition: Condition,
  wrapper: Value,
  kind: string,
  dialect: Dialect,
): string | undefined {
  if (condition.kind !== 'compare' || condition.negated) return undefined;
  const turned = condition.right === wrapper;
  const operator = turned ? TURNED[condition.operator] : condition.operator;
  const value = turned ? condition.left : condition.right;
  if (operator === undefined || !OPERATORS.has(operator)) return undefined;
  return (
    ofMoment(wrapper, operator, value, kind, dialect) ??
    ofSum(wrapper, operator, value, kind) ??
    ofDefault(wrapper, operator, value) ??
    ofBeginning(wrapper, operator, value, dialect)
  );
}

/** The bare column inside of a call, a cast or a sum, where there is exactly one. */
export function innerColumn(wrapper: Value): Value | undefined {
  const columns = (wrapper.args ?? []).filter(arg => arg.kind === 'column');
  const others = (wrapper.args ?? []).filter(arg => arg.kind !== 'column' && arg.kind !== 'constant');
  return columns.length === 1 && others.length === 0 ? columns[0] : undefined;
}

const TURNED: Readonly<Record<Compare['operator'], string>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};
const OPERATORS = new Set(Object.keys(TURNED));

/** `date(at) = '2024-01-31'`, `year(at) = 2024`, `date_trunc('month', at) = '2024-01-01'`: a span of time. */
function ofMoment(
  wrapper: Value,
  operator: string,
  value: Value,
  kind: string,
  dialect: Dialect,
): string | undefined {
  if (kind !== 'timestamp' && kind !== 'timestamptz' && kind !== 'date') return undefined;
  const column = innerColumn(wrapper);
  const unit = unitOf(wrapper);
  if (!column || !unit) return undefined;
  const start = startOf(unit.part, unit.number, value);
  if (!start) return undefined;
  const [from, to] = [start, next(start, unit.part)].map(date => literal(date, dialect));
  const c = column.text;
  switch (operator) {
    case '=':
      return `${c} >= ${from} AND ${c} < ${to}`;
    case '>=':
    case '<':
      return `${c} ${operator} ${from}`;
    default:
      return `${c} ${operator === '>' ? '>=' : '<'} ${to}`;
  }
}

/** SQL Server reads a day with dashes by the language of the session where the column is a datetime. */
function literal(date: Date, dialect: Dialect): string {
  const text = date.toISOString().slice(0, 10);
  return `'${dialect === 'tsql' ? text.replaceAll('-', '') : text}'`;
}

type Part = 'day' | 'month' | 'year';

function unitOf(wrapper: Value): { part: Part; number: boolean } | undefined {
  const { kind, name, args = [] } = wrapper;
  if (kind === 'cast') return name === 'date' ? { part: 'day', number: false } : undefined;
  if (kind !== 'call') return undefined;
  if (name === 'date' && args.length === 1) return { part: 'day', number: false };
  if (name === 'year' && args.length === 1) return { part: 'year', number: true };
  const unit = args[0]?.constant;
  if ((name === 'extract' || name === 'date_part') && String(unit).toLowerCase() === 'year')
    return { part: 'year', number: true };
  if (name === 'date_trunc' && (unit === 'day' || unit === 'month' || unit === 'year') && args.length === 2)
    return { part: unit, number: false };
  return undefined;
}

/** The first day of the span that the constant stands for; undefined where it is none, or not the first. */
function startOf(part: Part, number: boolean, value: Value): Date | undefined {
  if (value.kind !== 'constant') return undefined;
  if (number) {
    const year = Number(value.constant);
    return Number.isInteger(year) && year > 999 && year < 9999 ? new Date(Date.UTC(year, 0, 1)) : undefined;
  }
  const match = /^(\d{4})-(\d\d)-(\d\d)( 00:00:00)?$/.exec(String(value.constant));
  if (!match) return undefined;
  const date = new Date(Date.UTC(+match[1]!, +match[2]! - 1, +match[3]!));
  if (date.toISOString().slice(0, 10) !== match[0].slice(0, 10)) return undefined;
  if (part !== 'day' && date.getUTCDate() !== 1) return undefined;
  return part === 'year' && date.getUTCMonth() !== 0 ? undefined : date;
}

function next(date: Date, part: Part): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (part === 'year') return new Date(Date.UTC(year + 1, 0, 1));
  return part === 'month' ? new Date(Date.UTC(year, month + 1, 1)) : new Date(Date.UTC(year, month, day + 1));
}

/** `age + 1 > 18` in whole numbers. */
function ofSum(wrapper: Value, operator: string, value: Value, kind: string): string | undefined {
  if (wrapper.kind !== 'arithmetic' || kind !== 'integer' || wrapper.args?.length !== 2) return undefined;
  const [left, right] = wrapper.args;
  const limit = value.constant;
  if (!left || !right || value.kind !== 'constant' || !isWhole(limit)) return undefined;
  if (wrapper.name === '+' && left.kind === 'column' && isWhole(right.constant))
    return `${left.text} ${operator} ${limit - right.constant}`;
  if (wrapper.name === '+' && right.kind === 'column' && isWhole(left.constant))
    return `${right.text} ${operator} ${limit - left.constant}`;
  if (wrapper.name === '-' && left.kind === 'column' && isWhole(right.constant))
    return `${left.text} ${operator} ${limit + right.constant}`;
  return undefined;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1_000_000_000;
}

/** `coalesce(c, 'a') = 'b'` can only be true where `c` is `'b'`. */
function ofDefault(wrapper: Value, operator: string, value: Value): string | undefined {
  if (wrapper.kind !== 'call' || operator !== '=' || !DEFAULTS.has(wrapper.name ?? '')) return undefined;
  const [column, other] = wrapper.args ?? [];
  if (wrapper.args?.length !== 2 || column?.kind !== 'column' || other?.kind !== 'constant') return undefined;
  if (value.kind !== 'constant' || value.constant === null || other.constant === null) return undefined;
  // Texts that differ may still be equal under a collation; numbers are not.
  if (typeof value.constant !== 'number' || typeof other.constant !== 'number') return undefined;
  return value.constant === other.constant ? undefined : `${column.text} = ${value.text}`;
}

const DEFAULTS = new Set(['coalesce', 'ifnull', 'isnull', 'nvl']);

/** `left(c, 3) = 'abc'`: elsewhere LIKE tells letters apart in another way, or needs an index of its own. */
function ofBeginning(wrapper: Value, operator: string, value: Value, dialect: Dialect): string | undefined {
  if (!isMysqlLike(dialect) || wrapper.kind !== 'call' || operator !== '=') return undefined;
  const [column, first, length] = wrapper.args ?? [];
  const count =
    wrapper.name === 'left'
      ? first?.constant
      : /^substr(ing)?$/.test(wrapper.name ?? '') && first?.constant === 1
        ? length?.constant
        : undefined;
  const text = value.constant;
  if (column?.kind !== 'column' || typeof text !== 'string' || typeof count !== 'number') return undefined;
  if (text.length !== count || /[%_\\'\s]/.test(text)) return undefined;
  return `${column.text} LIKE '${text}%'`;
}
