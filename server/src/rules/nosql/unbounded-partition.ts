import type { Column, Table } from '../../schema/model.js';
import { partitionSize } from '../lib/cql/size.js';
import { PARTITION_FORMULA, PARTITION_GUIDANCE, SCYLLA_LARGE_PARTITIONS } from '../lib/cql/sources.js';
import { clusteringKey, isBucket, partitionKey, timeEvidence } from '../lib/cql/table.js';
import { insertAt, replace } from '../lib/edits.js';
import { display, newName, sqlName, tuple, wordsOf } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'unbounded-partition',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'Rows are ordered by time inside a partition, and nothing ends the partition.',
  gains: 'All that one entity ever did is read from one partition, in order, without naming a period.',
  costs:
    'The partition grows as long as rows come. Above some 100 MB or 100,000 values, compaction, repair and reads of it take longer and longer; the partition lives on the same few nodes for ever, and no node that is added takes a share of it.',
  fineWhen: 'The rows per entity are few by nature, are deleted again, or each INSERT has a TTL of its own.',
  advice:
    'Add a bucket to the partition key, as large as one bucket of the busiest entity stays below 100 MB: the day for a device or a log, the month or year for one person. Or let rows expire with `default_time_to_live`.',
  sources: [PARTITION_GUIDANCE, PARTITION_FORMULA, SCYLLA_LARGE_PARTITIONS],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, at timestamp, value double, PRIMARY KEY (device, at)) WITH CLUSTERING ORDER BY (at DESC);',
      says: 'device',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.log (\n  tenant text,\n  service text,\n  id timeuuid,\n  line text,\n  PRIMARY KEY ((tenant, service), id)\n);',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.audit (account uuid, created_at bigint, what text, PRIMARY KEY (account, created_at));',
      says: 'by its name',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.orders_by_user (user_id uuid, at timestamp, total decimal, PRIMARY KEY (user_id, at));',
      says: 'add the year or month',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE videos_by_source (source_id text, published_at timestamp, video_id text, PRIMARY KEY (source_id, published_at, video_id));',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, day date, at timestamp, value double, PRIMARY KEY ((device, day), at));',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, at timestamp, value double, PRIMARY KEY (device, at)) WITH default_time_to_live = 86400;',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.lines (invoice uuid, line int, added timestamp, PRIMARY KEY (invoice, line));',
    },
  ],
  check(table, context) {
    if (table.columnsIncomplete || table.kind !== 'table') return;
    const [time] = clusteringKey(table);
    const evidence = time && timeEvidence(time);
    const partition = partitionKey(table);
    if (!time || !evidence || partition.length === 0 || partition.some(isBucket)) return;
    // Templates (`${ttl}`) say that something is set, too.
    if (table.options.some(({ name, value }) => name === 'default_time_to_live' && value !== '0')) return;
    // Where the size is known, wide-partition says what it is.
    if (partitionSize(table, context.workload.factsOf(table))) return;
    const machine = comesFromMachines(table, partition);
    if (!machine && isMadeByHand(table)) return;
    const names = tuple(partition.map(column => column.name));
    context.report({
      origin: table.primaryKey?.origins[0] ?? table.nameOrigin,
      severity: evidence === 'type' && machine ? 'info' : 'hint',
      message: `Each partition of ${display(table, context.catalog)} seems to hold all rows of one ${names} for ever: \`${time.name}\` ${evidence === 'type' ? 'orders them by time' : `is a time by its ${time.type?.base === 'timeuuid' ? 'type' : 'name'}`}, and neither a bucket nor a TTL ends it. ${machine ? 'Add a bucket such as the day to the partition key' : 'If one makes more than some 100,000, add the year or month to the partition key'}.`,
      fixes: () => fixes(table, time, machine ? 'day' : 'month', context),
    });
  },
});

/** What machines write is much; of anything else, by the day, most partitions would hold a row or none. */
function comesFromMachines(table: Table, partition: readonly Column[]): boolean {
  const words = partition.flatMap(column => wordsOf(column.name));
  if (words.some(word => PERSONS.has(word))) return false;
  return [...words, ...wordsOf(table.name)].some(word => MACHINES.test(word));
}

/** `user_videos`, `repair_run_by_unit`: nobody makes so many of them that a partition grows too large. */
function isMadeByHand({ name }: Table): boolean {
  const words = wordsOf(name);
  const by = words.indexOf('by');
  return SLOW.test((by > 0 ? words[by - 1] : words.at(-1)) ?? '');
}

const SLOW =
  /^(?:videos?|uploads?|albums?|playlists?|runs?|repairs?|invoices?|contracts?|subscriptions?|accounts?|profiles?|address(?:es)?|projects?|documents?|releases?|deployments?|schedules?)$/;

const MACHINES =
  /^(?:devices?|sensors?|meters?|machines?|vehicles?|hosts?|probes?|events?|logs?|metrics?|readings?|measurements?|samples?|telemetry|ticks?|quotes?|pings?|clicks?|impressions?|traces?|spans?|audits?)$/;

const PERSONS = new Set(
  'user users person member customer patient student employee player author friend follower subscriber username userid'.split(
    ' ',
  ),
);

function fixes(table: Table, time: Column, period: 'day' | 'month', context: RuleContext): Fix[] {
  const key = table.primaryKey?.origins[0];
  const parts = table.partitioning?.parts;
  const before = time.origins[0];
  if (!key || !parts || !before || context.roleOf(key) === 'migration' || before.unit !== key.unit) return [];
  const { text } = key.unit.piece;
  const start = parts[0]!.span.start;
  const end = parts.at(-1)!.span.end;
  if (!text.slice(key.span.start, start).includes('(')) return [];
  const wrapped = /\(\s*\($/.test(text.slice(key.span.start, start).trimEnd());
  const taken = new Set(table.columns.map(column => column.name));
  const bucket = [period, `${period}_bucket`, newName(time.name, period)].find(name => !taken.has(name));
  if (bucket === undefined) return [];
  const written = text.slice(start, end);
  const name = sqlName(bucket, 'cql');
  const changed = wrapped ? `${written}, ${name}` : `(${written}, ${name})`;
  const line = /\n[ \t]*$/.exec(text.slice(0, before.span.start))?.[0] ?? ' ';
  return [
    {
      title: `Add the ${period} to the partition key of ${table.name}`,
      safe: false,
      edits: [
        insertAt(before.unit, before.span.start, `${name} date,${line}`),
        replace({ unit: key.unit, span: { start, end } }, changed),
      ],
    },
  ];
}
