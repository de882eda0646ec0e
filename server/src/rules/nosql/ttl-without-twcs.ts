import { TWCS } from '../lib/cql/sources.js';
import {
  clusteringKey,
  compactionOf,
  numberOption,
  optionOrigin,
  tableOption,
  timeEvidence,
} from '../lib/cql/table.js';
import { durationText } from '../lib/durations.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ttl-without-twcs',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ['cql'],
  summary: 'A time series expires, and its compaction does not go by time.',
  gains: 'One compaction strategy for all tables; late rows and updates of old rows do no harm.',
  costs:
    'Expired rows are thrown away only where compaction happens to meet them, mixed into files with rows that still live: disk is freed late, and reads pass over tombstones. Time windows let whole files go at once.',
  fineWhen: 'The table is small, rows are updated long after they came, or many come late.',
  advice:
    'Use `TimeWindowCompactionStrategy` with windows of a thirtieth to a twentieth of the TTL, or the unified strategy of Cassandra 5.',
  sources: [
    TWCS,
    {
      title: 'Cassandra: unified compaction, for time series too',
      url: 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/compaction/ucs.html',
    },
  ],
  bad: [
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.readings (device uuid, day date, at timestamp, value double, PRIMARY KEY ((device, day), at)) WITH default_time_to_live = 2592000;',
      says: '30 days',
    },
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.readings (device uuid, at timeuuid, value double, PRIMARY KEY (device, at)) WITH default_time_to_live = 86400 AND compaction = {'class': 'LeveledCompactionStrategy'};",
      says: 'Leveled',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.readings (device uuid, at timeuuid, value double, PRIMARY KEY (device, at)) WITH default_time_to_live = 86400 AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': 1};",
    },
    {
      dialect: 'cql',
      sql: 'CREATE TABLE m.sessions (id uuid PRIMARY KEY, started timestamp) WITH default_time_to_live = 86400;',
    },
  ],
  check(table, context) {
    const ttl = numberOption(table, 'default_time_to_live');
    if (!ttl || clusteringKey(table).every(column => !timeEvidence(column))) return;
    const compaction = compactionOf(table);
    if (compaction ? !GENERAL.has(compaction.name) : tableOption(table, 'compaction')) return;
    const window = windowFor(ttl);
    context.report({
      origin: optionOrigin(table, compaction ? 'compaction' : 'default_time_to_live'),
      message: `Rows of ${display(table, context.catalog)} expire after ${durationText(ttl)}, but ${compaction ? compaction.name : 'the default compaction'} mixes old rows with new ones: disk is freed late. TimeWindowCompactionStrategy with windows of about ${window} drops whole files.`,
    });
  },
});

/** A round window that gives 20 to 30 of them, at least one minute. */
function windowFor(ttl: number): string {
  const wanted = Math.max(60, ttl / 25);
  const unit = wanted >= 86_400 ? 86_400 : wanted >= 3600 ? 3600 : 60;
  return durationText(Math.max(1, Math.round(wanted / unit)) * unit);
}

/** Those that know nothing of time; unified and incremental compaction have other means. */
const GENERAL = new Set(['SizeTieredCompactionStrategy', 'LeveledCompactionStrategy']);
