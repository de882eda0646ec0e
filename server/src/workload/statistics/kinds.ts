import { DAY } from '../figures.js';
import type { Known } from '../model.js';
import type { Row } from './table-text.js';

/** What an export says, before the exports of a project are put together. */
export interface Collected {
  table(schema: string, name: string): Record<string, Known<number>>;
  column(schema: string, table: string, name: string): ColumnRecord;
  statement(text: string, perSecond: number): void;
  known(value: number): Known<number>;
}

export interface ColumnRecord {
  readonly facts: Record<string, Known<number>>;
  /** Different values as a share of the rows, where the export says no more. */
  distinctShare?: Known<number>;
}

/** An export that is recognised by its columns. */
export interface ExportKind {
  /** Each has to be there. */
  readonly columns: readonly string[];
  /** One of these has to be there. */
  readonly oneOf?: readonly string[];
  read(row: Row, into: Collected): void;
}

/** In the order in which they are tried. */
export const EXPORTS: readonly ExportKind[] = [
  // pg_stats
  {
    columns: ['tablename', 'attname'],
    oneOf: ['n_distinct', 'null_frac', 'avg_width', 'correlation'],
    read(row, into) {
      const column = into.column(
        row.get('schemaname') ?? '',
        row.get('tablename') ?? '',
        row.get('attname') ?? '',
      );
      const { facts } = column;
      put(facts, 'nullFraction', number(row, 'null_frac'), into);
      put(facts, 'averageBytes', number(row, 'avg_width'), into);
      put(facts, 'correlation', number(row, 'correlation'), into);
      put(facts, 'topShare', number(row, 'top_share') ?? first(row.get('most_common_freqs')), into);
      const distinct = number(row, 'n_distinct') ?? 0;
      // Zero: not known. Negative: a share of the rows, which grows with them.
      if (distinct > 0) put(facts, 'distinct', distinct, into);
      else if (distinct < 0) column.distinctShare ??= into.known(-distinct);
    },
  },
  // pg_stat_user_tables, pg_class
  {
    columns: ['relname'],
    oneOf: ['n_live_tup', 'reltuples', 'table_bytes', 'n_tup_ins'],
    read(row, into) {
      const facts = into.table(row.get('schemaname') ?? row.get('nspname') ?? '', row.get('relname') ?? '');
      const estimate = number(row, 'reltuples');
      const live = number(row, 'n_live_tup');
      // -1: never analysed. Zero live rows beside a larger estimate: counters that were reset.
      const rows = live === undefined || (live === 0 && (estimate ?? 0) > 0) ? estimate : live;
      put(facts, 'rows', rows !== undefined && rows >= 0 ? rows : undefined, into);
      put(facts, 'bytes', number(row, 'table_bytes'), into);
      const period = periodOf(row);
      if (period === undefined) return;
      const [inserted, updated, deleted] = ['n_tup_ins', 'n_tup_upd', 'n_tup_del'].map(name =>
        number(row, name),
      );
      if (inserted !== undefined && updated !== undefined && deleted !== undefined) {
        put(facts, 'writesPerSecond', (inserted + updated + deleted) / period, into);
        if (inserted >= deleted) put(facts, 'growthPerDay', ((inserted - deleted) / period) * DAY, into);
      }
      const scans = [number(row, 'seq_scan'), number(row, 'idx_scan')];
      if (scans[0] !== undefined) put(facts, 'readsPerSecond', (scans[0] + (scans[1] ?? 0)) / period, into);
    },
  },
  // pg_stat_statements
  {
    columns: ['query', 'calls'],
    read(row, into) {
      const period = periodOf(row);
      const calls = number(row, 'calls');
      const text = row.get('query');
      if (period !== undefined && calls !== undefined && text !== undefined)
        into.statement(text, calls / period);
    },
  },
  // performance_schema.events_statements_summary_by_digest
  {
    columns: ['digest_text', 'count_star'],
    read(row, into) {
      const period = between(row.get('first_seen'), row.get('exported_at'));
      const calls = number(row, 'count_star');
      const text = row.get('digest_text');
      if (period !== undefined && calls !== undefined && text !== undefined)
        into.statement(text, calls / period);
    },
  },
  // performance_schema.table_io_waits_summary_by_table
  {
    columns: ['object_name', 'count_write'],
    read(row, into) {
      const period = periodOf(row);
      const writes = number(row, 'count_write');
      if (period === undefined || writes === undefined) return;
      put(
        into.table(row.get('object_schema') ?? '', row.get('object_name') ?? ''),
        'writesPerSecond',
        writes / period,
        into,
      );
    },
  },
  // information_schema.STATISTICS of MySQL
  {
    columns: ['table_name', 'column_name', 'cardinality'],
    read(row, into) {
      const cardinality = number(row, 'cardinality');
      // Of later columns it counts combinations.
      if (cardinality === undefined || (number(row, 'seq_in_index') ?? 1) !== 1) return;
      const { facts } = into.column(
        row.get('table_schema') ?? '',
        row.get('table_name') ?? '',
        row.get('column_name') ?? '',
      );
      put(facts, 'distinct', cardinality, into);
    },
  },
  // information_schema.TABLES of MySQL
  {
    columns: ['table_name', 'table_rows'],
    read(row, into) {
      const facts = into.table(row.get('table_schema') ?? '', row.get('table_name') ?? '');
      put(facts, 'rows', number(row, 'table_rows'), into);
      put(facts, 'bytes', number(row, 'data_length'), into);
    },
  },
];

function put(
  facts: Record<string, Known<number>>,
  field: string,
  value: number | undefined,
  into: Collected,
): void {
  if (value !== undefined) facts[field] ??= into.known(value);
}

function number(row: Row, column: string): number | undefined {
  const text = row.get(column);
  if (text === undefined) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** First element of an array as PostgreSQL prints it: `{0.5,0.25}`. */
function first(array: string | undefined): number | undefined {
  const value = Number(/^\{([\d.eE+-]+)/.exec(array ?? '')?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** Seconds over which the counters of a row have counted; undefined where the export does not say. */
function periodOf(row: Row): number | undefined {
  const uptime = number(row, 'uptime');
  if (uptime !== undefined) return uptime > 0 ? uptime : undefined;
  return between(row.get('stats_reset'), row.get('exported_at'));
}

function between(from: string | undefined, to: string | undefined): number | undefined {
  const seconds = (time(to) - time(from)) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/** `2026-05-01 10:00:00.5+02`; without a zone both ends of a period have the same. */
function time(text: string | undefined): number {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(
    text?.trim() ?? '',
  );
  if (match === null) return Number.NaN;
  const zone =
    match[4] === undefined || match[4] === 'Z'
      ? 'Z'
      : /^[+-]\d\d$/.test(match[4])
        ? `${match[4]}:00`
        : match[4].replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return Date.parse(`${match[1]}T${match[2]}${(match[3] ?? '').slice(0, 4)}${zone}`);
}
