import type { Column, Table, View } from '../../schema/model.js';
import type { TableOption } from '../../sql/ast/index.js';
import type { Origin } from '../../sql/reading.js';
import { argument, stringOf } from './calls.js';
import { intervalSeconds } from './durations.js';
import { holdsTime } from './partition-keys.js';
import { spreadsOf } from './spread.js';
import { columnOf } from './tables.js';

/** A span of time that a call or an option gives. Neither seconds nor units: a value that is not a constant. */
export interface Span {
  /** Where the time column is a time. */
  readonly seconds?: number;
  /** Where the time column is a number: in its own unit. */
  readonly units?: number;
  readonly text: string;
  readonly origin: Origin;
}

/** What Timescale is told about a table. */
export interface Hypertable {
  /** The column that chunks are made by. */
  readonly time: Column;
  /** The call or the option that makes it a hypertable. */
  readonly origin: Origin;
  /** As written; absent where Timescale's default holds. */
  readonly chunk?: Span;
  /** Seconds that a chunk covers, Timescale's 7 days where none is written; absent for numbers and unknown values. */
  readonly chunkSeconds?: number;
  /** Hash dimensions besides the time. */
  readonly hashes: readonly { readonly column: string; readonly origin: Origin }[];
  /** Switched on by an option; by default since 2.20 for a table made WITH (tsdb.hypertable). */
  readonly columnstore?: Columnstore;
  /** Policy that compresses chunks of this age. */
  readonly compressAfter?: Span;
  /** Policy that drops chunks of this age. */
  readonly dropAfter?: Span;
}

export interface Columnstore {
  readonly origin: Origin;
  /** Absent where Timescale chooses. */
  readonly segmentBy?: readonly string[];
  /** Columns alone, without their direction; absent where Timescale chooses. */
  readonly orderBy?: readonly string[];
  /** `compress_chunk_time_interval`: small chunks are rolled up into one. */
  readonly rollup: boolean;
  /** Comes with WITH (tsdb.hypertable), which since 2.23 makes a policy too. */
  readonly byDefault: boolean;
}

const CACHE = new WeakMap<Table, Hypertable | null>();

/** What a hypertable is told; undefined for other tables and where its time column is not known. */
export function hypertableOf(table: Table): Hypertable | undefined {
  if (table.extensionCalls.length === 0 && table.options.length === 0) return undefined;
  let known = CACHE.get(table);
  if (known === undefined) CACHE.set(table, (known = read(table) ?? null));
  return known ?? undefined;
}

/** An option of Timescale by any of its names, without its prefix: `segmentby`, `compress_segmentby`. */
export function timescaleOption(
  options: readonly TableOption[],
  ...names: readonly string[]
): TableOption | undefined {
  return last(options, option => {
    const name = PREFIXED.exec(option.name)?.[1]?.toLowerCase();
    return name !== undefined && names.includes(name);
  });
}

/** True where an option is switched on: a bare word or anything but false. */
export function isOn(option: TableOption | undefined): boolean {
  return option !== undefined && !/^'?(false|off|no|0|f|n)'?$/i.test(option.value);
}

/** True for a view that Timescale keeps up to date itself. */
export function isContinuous(view: View): boolean {
  return view.materialized && isOn(timescaleOption(view.options, 'continuous'));
}

/** The last call of a function on a relation that no later call of `undoing` takes back. */
export function lastCall(
  relation: Pick<Table | View, 'extensionCalls'>,
  functions: readonly string[],
  undoing: readonly string[] = [],
): Table['extensionCalls'][number] | undefined {
  const call = last(
    relation.extensionCalls,
    item => functions.includes(item.function) || undoing.includes(item.function),
  );
  return call && !undoing.includes(call.function) ? call : undefined;
}

/** A span written as an interval, or as a number: microseconds for a time column, else its own unit. */
export function spanOf(text: string, origin: Origin, time: Column): Span {
  const timed = holdsTime(time);
  const quoted = stringOf(text);
  const seconds = quoted === undefined ? undefined : intervalSeconds(quoted);
  if (seconds !== undefined) return { seconds, text, origin };
  const number = Number(
    /^(?:(?:bigint|integer|int)\s+)?'?(-?\d+)'?(?:::\w+)?$/i.exec(text)?.[1] ?? Number.NaN,
  );
  if (!Number.isFinite(number)) return { text, origin };
  return timed ? { seconds: number / 1e6, text, origin } : { units: number, text, origin };
}

/** Days, hours ... of the chunks of a hypertable whose interval nobody wrote. */
export const DEFAULT_CHUNK_SECONDS = 7 * 86_400;

function read(table: Table): Hypertable | undefined {
  const spread = spreadsOf(table).find(item => item.by === 'Timescale');
  const time = spread && columnOf(table, spread.columns[0]!);
  if (!spread || !time) return undefined;
  const chunk = chunkOf(table, time);
  const columnstore = columnstoreOf(table);
  const compress = policy(
    table,
    time,
    ['add_compression_policy', 'add_columnstore_policy'],
    COMPRESS_REMOVED,
    ['compress_after', 'after'],
  );
  const drop = policy(table, time, ['add_retention_policy'], ['remove_retention_policy'], ['drop_after']);
  const chunkSeconds = chunk ? chunk.seconds : holdsTime(time) ? DEFAULT_CHUNK_SECONDS : undefined;
  return {
    time,
    origin: spread.origin,
    hashes: hashesOf(table, spread.columns.slice(1)),
    ...(chunk && { chunk }),
    ...(chunkSeconds !== undefined && { chunkSeconds }),
    ...(columnstore && { columnstore }),
    ...(compress && { compressAfter: compress }),
    ...(drop && { dropAfter: drop }),
  };
}

function chunkOf(table: Table, time: Column): Span | undefined {
  const set = last(table.extensionCalls, call => call.function === 'set_chunk_time_interval');
  const setTo = set && argument(set.args, 1, 'chunk_time_interval');
  if (setTo !== undefined) return spanOf(setTo, set!.origin, time);
  for (const call of table.extensionCalls) {
    if (call.function !== 'create_hypertable') continue;
    const range = call.args.map(arg => BY_RANGE.exec(arg.text)?.[1]).find(text => text !== undefined);
    const text = range ?? argument(call.args, 6, 'chunk_time_interval');
    if (text !== undefined && !/^null$/i.test(text)) return spanOf(text.trim(), call.origin, time);
  }
  const option = timescaleOption(table.options, 'chunk_interval', 'chunk_time_interval');
  const place = table.origins[0];
  if (!option || !place) return undefined;
  const origin = { unit: place.unit, span: option.span };
  const text = /^-?\d+$/.test(option.value) ? option.value : `'${option.value}'`;
  return spanOf(text, origin, time);
}

function hashesOf(table: Table, columns: readonly string[]): Hypertable['hashes'] {
  return columns.flatMap(column => {
    const call = table.extensionCalls.find(item => item.args.some(arg => arg.text.includes(`'${column}'`)));
    if (!call || call.args.some(arg => new RegExp(`by_range\\(\\s*'${column}'`).test(arg.text))) return [];
    // An interval makes it a second range.
    if (argument(call.args, 3, 'chunk_time_interval') && call.function === 'add_dimension') return [];
    return [{ column, origin: call.origin }];
  });
}

function columnstoreOf(table: Table): Columnstore | undefined {
  const { options } = table;
  const switched = timescaleOption(options, 'compress', 'enable_columnstore', 'columnstore');
  const made = timescaleOption(options, 'hypertable');
  const segment = timescaleOption(options, 'segmentby', 'compress_segmentby');
  const order = timescaleOption(options, 'orderby', 'compress_orderby');
  const cause = switched ?? segment ?? order ?? made;
  if (!cause || (switched && !isOn(switched))) return undefined;
  const unit = table.origins.find(origin => holds(origin, cause))?.unit ?? table.origins[0]?.unit;
  if (!unit) return undefined;
  return {
    origin: { unit, span: (segment ?? order ?? cause).span },
    rollup: timescaleOption(options, 'compress_chunk_time_interval', 'compress_chunk_interval') !== undefined,
    byDefault: made !== undefined,
    ...(segment && { segmentBy: names(segment.value) }),
    ...(order && { orderBy: names(order.value) }),
  };
}

/** The statement that wrote an option: the piece whose text at the option's place holds its name. */
function holds(origin: Origin, option: TableOption): boolean {
  const text = origin.unit.piece.text.slice(option.span.start, option.span.end).toLowerCase();
  return text.includes(option.name.slice(option.name.indexOf('.') + 1).toLowerCase());
}

/** Columns of `device_id, measured_at DESC NULLS LAST`; quotes taken off, others folded. */
function names(list: string): string[] {
  return list
    .split(',')
    .map(item => /^\s*(?:"([^"]+)"|([\w$]+))/.exec(item))
    .flatMap(match => match?.[1] ?? match?.[2]?.toLowerCase() ?? []);
}

function policy(
  table: Table,
  time: Column,
  functions: readonly string[],
  undoing: readonly string[],
  argumentNames: readonly string[],
): Span | undefined {
  const call = lastCall(table, functions, undoing);
  if (!call) return undefined;
  const named = argumentNames.map(name => argument(call.args, -1, name)).find(text => text !== undefined);
  const text = named ?? argument(call.args, 1, '');
  return text === undefined ? { text: '', origin: call.origin } : spanOf(text, call.origin, time);
}

function last<T>(items: readonly T[], fits: (item: T) => boolean): T | undefined {
  for (let i = items.length - 1; i >= 0; i--) if (fits(items[i]!)) return items[i];
  return undefined;
}

const PREFIXED = /^(?:tsdb|timescaledb)\.(\w+)$/i;
const BY_RANGE =
  /^(?:dimension\s*(?:=>|:=)\s*)?by_range\s*\(\s*(?:column_name\s*(?:=>|:=)\s*)?'[^']+'\s*,\s*(?:partition_interval\s*(?:=>|:=)\s*)?(.+)\)$/is;
const COMPRESS_REMOVED = ['remove_compression_policy', 'remove_columnstore_policy'];
