import type { Table } from '../../schema/model.js';
import type { KeyPart } from '../../sql/ast/index.js';
import { DAY, formatCount, formatDuration, YEAR } from '../../workload/figures.js';
import { display, wordsOf } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'partition-key-cardinality',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['clickhouse'],
  summary: 'A ClickHouse table is partitioned so finely that it breaks into very many parts.',
  gains: 'Old or single values go by dropping a partition.',
  costs:
    'Parts are never merged across partitions: each insert makes one per partition it touches, merges cannot reduce them, and inserts fail with "too many parts". Queries open every part that is not left out.',
  fineWhen: 'A TTL or a job keeps only some weeks of days, and each insert touches one or two partitions.',
  advice:
    'Partition by month (`toYYYYMM(at)`) or not at all; put ids and names first in ORDER BY. Keep partitions to some hundreds.',
  sources: [
    {
      title: 'ClickHouse: choosing a partitioning key',
      url: 'https://clickhouse.com/docs/concepts/best-practices/partitioning-keys',
    },
    {
      title: 'ClickHouse: custom partitioning key',
      url: 'https://clickhouse.com/docs/en/engines/table-engines/mergetree-family/custom-partitioning-key',
    },
  ],
  bad: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (user_id UInt64, at DateTime) ENGINE = MergeTree PARTITION BY user_id ORDER BY at;',
      says: 'user_id',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (id UInt64, at DateTime) ENGINE = MergeTree PARTITION BY toStartOfHour(at) ORDER BY (id, at);',
      says: '8,760',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (id UInt64, at DateTime) ENGINE = MergeTree PARTITION BY toYYYYMMDD(at) ORDER BY (id, at);',
      says: 'no TTL',
    },
  ],
  good: [
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (id UInt64, at DateTime) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (id, at);',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (id UInt64, at DateTime) ENGINE = MergeTree PARTITION BY toDate(at) ORDER BY (id, at) TTL at + INTERVAL 30 DAY;',
    },
    {
      dialect: 'clickhouse',
      sql: 'CREATE TABLE events (shard UInt8, id UInt64) ENGINE = MergeTree PARTITION BY intHash32(id) % 16 ORDER BY id;',
    },
  ],
  check(table, context) {
    const origin = table.partitioning?.origins[0];
    if (!origin || (table.kind !== 'table' && table.kind !== 'partitioned table')) return;
    for (const part of partsOf(table.partitioning!.parts)) {
      const found = judge(table, part, context);
      if (!found) continue;
      context.report({
        origin,
        severity: found.severity,
        message: `${display(table, context.catalog)} is partitioned by ${part.column ?? part.text}, ${found.what}. ${found.advice}`,
      });
      return;
    }
  },
});

interface Part {
  readonly text: string;
  readonly column?: string;
  readonly call?: string;
  readonly columns: readonly string[];
}

/** A tuple's elements one by one. */
function partsOf(parts: readonly KeyPart[]): Part[] {
  return parts.map(part => ({
    text: part.column?.value ?? part.expr?.text ?? '',
    columns: part.column ? [part.column.value] : (part.expr?.columns ?? []),
    ...(part.column
      ? { column: part.column.value }
      : part.expr?.form === 'column'
        ? { column: part.expr.columns[0]! }
        : {}),
    ...(part.expr?.form === 'call' &&
      part.expr.functions.length === 1 && { call: part.expr.functions[0]!.toLowerCase() }),
  }));
}

function judge(
  table: Table,
  part: Part,
  context: RuleContext,
): { severity: 'warning' | 'info'; what: string; advice: string } | undefined {
  const step = part.call === undefined ? bareTime(table, part) : STEPS[part.call];
  if (step !== undefined) {
    if (step > DAY) return undefined;
    const kept = ttlSeconds(table) ?? context.workload.factsOf(table).retentionSeconds?.value;
    const count = (kept ?? YEAR) / step;
    if (kept === undefined && step === DAY) {
      return isLog(table)
        ? undefined
        : {
            severity: 'info',
            what: 'one partition a day, and no TTL says how many are kept: 365 more each year',
            advice: 'Partition by month (toYYYYMM), or add a TTL.',
          };
    }
    if (count <= 1000) return undefined;
    return {
      severity: 'warning',
      what: `which makes ${formatCount(count)} partitions ${kept === undefined ? 'a year' : `in the ${formatDuration(kept)} that rows are kept`}: parts are never merged across them, and inserts end with "too many parts"`,
      advice: 'Partition by month (toYYYYMM).',
    };
  }
  if (part.column === undefined) return undefined;
  const distinct = context.workload.factsOf(table).columns.get(part.column)?.distinct;
  if (distinct ? distinct.value <= 1000 : !seemsMany(table, part.column)) return undefined;
  return {
    severity: 'warning',
    what: distinct
      ? `which has ${formatCount(distinct.value)} values (${distinct.source}): as many partitions, whose parts are never merged`
      : 'which seems to have a value for each of many things: as many partitions, whose parts are never merged',
    advice: 'Leave it out of PARTITION BY and put it first in ORDER BY.',
  };
}

function bareTime(table: Table, part: Part): number | undefined {
  const base = part.column === undefined ? undefined : columnLike(table, part.column)?.type?.base;
  return base === 'date' || base === 'date32' ? DAY : base?.startsWith('datetime') ? 1 : undefined;
}

/** An id, a name, a UUID: other than a `tenant_id` of a few, which nothing here can tell, so only by type and name. */
function seemsMany(table: Table, name: string): boolean {
  const base = columnLike(table, name)?.type?.base ?? '';
  if (base === 'uuid') return true;
  const words = wordsOf(name);
  const last = words[words.length - 1];
  if (!/^u?int(32|64|128|256)$|^string$/.test(base)) return false;
  return last === 'id' && MANY.has(words[words.length - 2] ?? '');
}

const MANY = new Set([
  'user',
  'customer',
  'session',
  'order',
  'device',
  'event',
  'request',
  'trace',
  'account',
  'visitor',
]);

/** Logs and traces are where the makers themselves partition by day. */
function isLog(table: Table): boolean {
  return wordsOf(table.name).some(word => /^(logs?|traces?|spans?|metrics?)$/.test(word));
}

function ttlSeconds(table: Table): number | undefined {
  const text = table.options.find(({ name }) => name === 'ttl')?.value ?? '';
  const match = TTL.exec(text);
  const unit = UNITS[(match?.[2] ?? match?.[3] ?? '').toLowerCase()];
  return match && unit !== undefined ? Number(match[1] ?? match[4]) * unit : undefined;
}

const TTL = /\+\s*(?:INTERVAL\s+(\d+)\s+(\w+?)S?\b|toInterval(\w+)\s*\(\s*(\d+)\s*\))/i;
const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: DAY,
  week: 7 * DAY,
  month: 30 * DAY,
  quarter: 91 * DAY,
  year: YEAR,
};

/** Seconds that a value of the function covers. */
const STEPS: Readonly<Record<string, number>> = {
  todate: DAY,
  date: DAY,
  toyyyymmdd: DAY,
  tostartofday: DAY,
  tostartofhour: 3600,
  tostartofminute: 60,
  tostartoffifteenminutes: 900,
  tostartoffiveminutes: 300,
  toyyyymmddhhmmss: 1,
  tounixtimestamp: 1,
  tomonday: 7 * DAY,
  tostartofweek: 7 * DAY,
  toyyyymm: 30 * DAY,
  tostartofmonth: 30 * DAY,
  tostartofquarter: 91 * DAY,
  toyear: YEAR,
  tostartofyear: YEAR,
};
