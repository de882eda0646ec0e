import type { Table } from '../../../schema/model.js';
import type { QueryBlock } from '../../../sql/ast/shape.js';
import type { WorkloadQuery } from '../../../workload/model.js';
import { intervalSeconds } from '../durations.js';

/** `connector` of a Flink table, in lower case; undefined for tables of a catalog. */
export function connectorOf(table: Table): string | undefined {
  return optionOf(table, 'connector')?.toLowerCase();
}

export function optionOf(table: Table, name: string): string | undefined {
  return table.options.find(option => option.name === name)?.value;
}

/** True for a table whose rows never end: a topic, a stream, the changes of a database. */
export function isUnbounded(table: Table): boolean {
  const connector = connectorOf(table);
  return connector !== undefined && (UNBOUNDED.has(connector) || connector.endsWith('-cdc'));
}

/** True for a source whose rows are changed and deleted later. */
export function isChangelog(table: Table): boolean {
  const connector = connectorOf(table);
  if (connector === undefined) return false;
  if (connector === 'upsert-kafka' || connector.endsWith('-cdc')) return true;
  const format = optionOf(table, 'format') ?? optionOf(table, 'value.format') ?? '';
  return CHANGE_FORMATS.test(format);
}

/** A sink that takes new rows alone: changes of rows that were written are refused. */
export function isAppendOnly(table: Table): boolean {
  const connector = connectorOf(table);
  if (connector === undefined || !APPEND_ONLY.has(connector)) return false;
  return !CHANGE_FORMATS.test(optionOf(table, 'format') ?? optionOf(table, 'value.format') ?? '');
}

/** `WATERMARK FOR ts AS ts - INTERVAL '5' SECOND`: the column, and how late rows may come. */
export function watermarkOf(
  table: Table,
): { readonly column: string; readonly delaySeconds: number | undefined } | undefined {
  const found = /^`?([\w.]+)`?\s+as\s+([\s\S]+)$/i.exec(optionOf(table, 'watermark') ?? '');
  if (!found) return undefined;
  const minus = /-\s*(interval\s+[\s\S]+)$/i.exec(found[2]!);
  return { column: found[1]!, delaySeconds: minus ? flinkInterval(minus[1]!) : 0 };
}

/** A column that is the time of processing. */
export function isProctime(table: Table, name: string): boolean {
  const column = table.columns.find(each => each.name === name);
  return /^\s*proctime\s*\(\s*\)/i.test(column?.generated?.expr.text ?? '');
}

/** Seconds of `INTERVAL '10' MINUTES`. */
export function flinkInterval(text: string): number | undefined {
  const found = /interval\s+'([\d.]+)'\s+(\w+)/i.exec(text);
  return found ? intervalSeconds(`${found[1]} ${found[2]!.toLowerCase()}`) : undefined;
}

/** A window of time that a query cuts its rows into. */
export interface TimeWindow {
  readonly kind: 'tumble' | 'hop' | 'cumulate' | 'session';
  /** As the query names it; undefined where the window stands in GROUP BY. */
  readonly table: string | undefined;
  readonly column: string;
  /** Until the next result: the length, of windows that overlap the step between two, of a session its gap. */
  readonly seconds: number | undefined;
  readonly start: number;
  readonly end: number;
}

/** Windows in a query's text: table functions, and the older functions in GROUP BY. Offsets are those of the text. */
export function windowsOf(text: string): TimeWindow[] {
  if (!/tumble|hop|cumulate|session/i.test(text)) return [];
  const result: TimeWindow[] = [];
  for (const found of text.matchAll(TABLE_FUNCTION)) {
    const rest = text.slice(
      found.index + found[0].length,
      text.indexOf(')', found.index + found[0].length) + 1,
    );
    // The first is the slide of HOP, the step of CUMULATE, the size of the others; an offset may follow.
    const [every] = /interval\s+'[\d.]+'\s+\w+/i.exec(rest) ?? [];
    result.push({
      kind: found[1]!.toLowerCase() as TimeWindow['kind'],
      table: found[2]!.replaceAll('`', ''),
      column: found[3]!,
      seconds: flinkInterval(every ?? ''),
      start: found.index,
      end: found.index + found[0].length,
    });
  }
  for (const found of text.matchAll(GROUP_FUNCTION)) {
    result.push({
      kind: found[1]!.toLowerCase() as TimeWindow['kind'],
      table: undefined,
      column: found[2]!,
      seconds: flinkInterval(found[3]!),
      start: found.index,
      end: found.index + found[0].length,
    });
  }
  return result;
}

/** Text of a query, from where it begins in its piece. */
export function queryText(query: WorkloadQuery): string {
  return query.unit.piece.text.slice(query.origin.span.start, query.origin.span.end);
}

/** True where GROUP BY is by a window: its function, or the columns that a window function adds. */
export function groupsByWindow(block: QueryBlock): boolean {
  return block.groupBy.some(
    value =>
      (value.kind === 'call' && /^(?:tumble|hop|session|cumulate)$/.test(value.name ?? '')) ||
      /(?:^|\.)`?window_(?:start|end|time)`?$/i.test(value.text.trim()),
  );
}

const UNBOUNDED = new Set([
  'kafka',
  'upsert-kafka',
  'kinesis',
  'pulsar',
  'upsert-pulsar',
  'rabbitmq',
  'datagen',
  'faker',
  'nexmark',
]);
const APPEND_ONLY = new Set(['kafka', 'kinesis', 'filesystem', 'firehose']);
const CHANGE_FORMATS = /^(?:debezium|canal|maxwell|ogg|changelog)/i;
const TABLE_FUNCTION =
  /\b(tumble|hop|cumulate|session)\s*\(\s*(?:data\s*=>\s*)?table\s+([\w.`]+)[\s\S]{0,200}?descriptor\s*\(\s*`?(\w+)`?\s*\)/gi;
const GROUP_FUNCTION = /\b(tumble|hop|session)\s*\(\s*(?:\w+\.)?`?(\w+)`?\s*,\s*(interval\s+'[^']*'\s+\w+)/gi;
