import { mapEntries, numberOption, optionOrigin, tableOption } from '../lib/cql/table.js';
import { durationText } from '../lib/durations.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

/** Cassandra's default `max_hint_window`: for so long missed writes are kept for a node that is down. */
const HINT_WINDOW = 3 * 3600;

export default defineRule({
  id: 'low-gc-grace',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'Tombstones may be dropped before a node that was down has heard of them.',
  gains: 'Deleted and expired rows leave the disk sooner, and reads pass over fewer tombstones.',
  costs:
    'A node that was away for longer than `gc_grace_seconds` brings deleted rows back, unless a repair ran before. Hints live no longer than it either: below three hours, the default hint window, part of what a node missed is not replayed.',
  fineWhen:
    'Nothing is ever deleted or overwritten, rows only expire, and what a node misses during an outage may stay missing until the next repair; or ScyllaDB drops tombstones after a repair, as it does by default where a keyspace uses tablets.',
  advice:
    'Keep it above the hint window and above the time between repairs; the default is ten days. For rows that only expire, three hours is a common lower bound.',
  sources: [
    {
      title: 'Cassandra: tombstones, zombies and the grace period',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/tombstones.html',
    },
    {
      title: 'ScyllaDB: tombstone_gc, after a repair or after a time',
      url: 'https://docs.scylladb.com/manual/stable/cql/ddl.html#ddl-tombstones-gc',
    },
    {
      title: 'Cassandra: a hint expires with gc_grace_seconds',
      url: 'https://javadoc.io/static/org.apache.cassandra/cassandra-all/3.11.18/org/apache/cassandra/hints/Hint.html',
    },
    {
      title: 'The Last Pickle: hinted handoff and GC grace',
      url: 'https://thelastpickle.com/blog/2018/03/21/hinted-handoff-gc-grace-demystified.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.sessions (id uuid PRIMARY KEY, data text) WITH gc_grace_seconds = 0;',
      says: 'come back',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.sessions (id uuid PRIMARY KEY, data text) WITH default_time_to_live = 3600 AND gc_grace_seconds = 600;',
      says: '10 minutes',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE app.running (id uuid PRIMARY KEY, node text) WITH default_time_to_live = 300 AND gc_grace_seconds = 300;',
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.sessions (id uuid PRIMARY KEY, data text) WITH default_time_to_live = 3600 AND gc_grace_seconds = 10800;',
    },
    { dialect: 'cql', sql: 'CREATE TABLE m.sessions (id uuid PRIMARY KEY, data text);' },
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.sessions (id uuid PRIMARY KEY, data text) WITH gc_grace_seconds = 0 AND tombstone_gc = {'mode': 'repair'};",
    },
  ],
  check(table, context) {
    const grace = numberOption(table, 'gc_grace_seconds');
    if (grace === undefined || grace >= HINT_WINDOW) return;
    // ScyllaDB waits for a repair instead, or never drops them; then this setting counts for nothing.
    const mode = mapEntries(tableOption(table, 'tombstone_gc')?.value ?? '').get('mode');
    if (mode === 'repair' || mode === 'disabled') return;
    const lives = numberOption(table, 'default_time_to_live') ?? 0;
    const expires = lives > 0;
    // What was deleted has expired by itself before its tombstone may go.
    if (expires && lives <= grace) return;
    context.report({
      origin: optionOrigin(table, 'gc_grace_seconds'),
      severity: expires ? 'hint' : 'info',
      message: `${display(table, context.catalog)} drops tombstones ${grace === 0 ? 'at once' : `after ${durationText(grace)}`}: rows deleted while a node is down for longer come back with it, and hints for it expire as soon. Set gc_grace_seconds above the hint window of 3 hours${expires ? '' : ' and the time between repairs'}.`,
    });
  },
});
