import type { Table } from '../../schema/model.js';
import { TWCS } from '../lib/cql/sources.js';
import {
  clusteringKey,
  compactionOf,
  isBucket,
  numberOption,
  optionOrigin,
  tableOption,
  timeEvidence,
} from '../lib/cql/table.js';
import { durationText } from '../lib/durations.js';
import { display } from '../lib/naming.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'twcs-windows',
  subject: 'nosql',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ['cql'],
  summary: 'The windows of time window compaction do not suit how long rows live.',
  gains: 'Short windows free disk soon after rows expire; long ones make few files.',
  costs:
    'Each window that has ended stays one file per node and table for as long as its rows live: with hundreds of windows, reads over time open as many files, and ScyllaDB refuses a table with more than 50. With very few, an expired row waits long for the last row of its window. Without a default TTL, nothing may ever be dropped at all.',
  fineWhen: 'Writes bring their own TTL, and reads name a short period.',
  advice: 'Let the TTL cover 20 to 30 windows.',
  sources: [
    TWCS,
    {
      title: 'ScyllaDB: twcs_max_window_count (50), restrict_twcs_without_default_ttl',
      url: 'https://docs.scylladb.com/manual/stable/reference/configuration-parameters.html',
    },
  ],
  options: {
    maximum: { type: 'number', default: 50, description: 'Windows at once that are not too many.' },
  },
  bad: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.readings (device uuid, at timestamp, value double, PRIMARY KEY (device, at)) WITH default_time_to_live = 7776000 AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': '1'};",
      says: '2,160 windows',
    },
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.readings (device uuid, day date, at timestamp, value double, PRIMARY KEY ((device, day), at)) WITH compaction = {'class': 'TimeWindowCompactionStrategy'};",
      says: 'no default_time_to_live',
    },
  ],
  good: [
    {
      dialect: 'cql',
      sql: "CREATE TABLE m.readings (device uuid, at timestamp, value double, PRIMARY KEY (device, at)) WITH default_time_to_live = 7776000 AND compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'DAYS', 'compaction_window_size': 3};",
    },
  ],
  check(table, context) {
    const window = windowSeconds(table);
    if (window === undefined) return;
    const name = display(table, context.catalog);
    const origin = optionOrigin(table, 'compaction');
    const ttl = numberOption(table, 'default_time_to_live');
    if (!ttl) {
      const template = tableOption(table, 'default_time_to_live')?.value;
      if (template !== undefined && template !== '0') return;
      // What is no series has windows by mistake, and rows that are to stay.
      if (clusteringKey(table).every(column => !timeEvidence(column) && !isBucket(column))) return;
      context.report({
        origin,
        severity: 'hint',
        message: `${name} compacts by time windows and has no default_time_to_live: unless each write brings a TTL, no window is ever dropped. Set default_time_to_live, or compact by another strategy where rows are to stay.`,
      });
      return;
    }
    const windows = Math.ceil(ttl / window);
    if (windows <= (context.options.maximum as number)) return;
    context.report({
      origin,
      message: `Rows of ${name} live for ${durationText(ttl)} in windows of ${durationText(window)}: ${windows.toLocaleString('en-US')} windows, each at least one file per node, are there at once. Windows of about ${durationText(Math.ceil(ttl / 25 / window) * window)} give some 25.`,
    });
  },
});

function windowSeconds(table: Table): number | undefined {
  const compaction = compactionOf(table);
  if (compaction?.name !== 'TimeWindowCompactionStrategy') return undefined;
  const size = Number(compaction.options.get('compaction_window_size') ?? 1);
  const unit = UNITS[(compaction.options.get('compaction_window_unit') ?? 'DAYS').toUpperCase()];
  return unit !== undefined && size > 0 ? size * unit : undefined;
}

const UNITS: Readonly<Record<string, number>> = { MINUTES: 60, HOURS: 3600, DAYS: 86_400 };
