import {
  CONFIGURATION,
  eachWritten,
  HOUR,
  hintWindow,
  isTrial,
  nodeFile,
  settingsOf,
  twins,
} from '../lib/cluster/cassandra.js';
import { durationText } from '../lib/durations.js';
import { defineRule } from '../rule.js';

const files = (window: string, table = ''): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.1\nmax_hint_window_in_ms: ${window}\n`),
  ...(table === '' ? {} : { 'schema.cql': table }),
});

export default defineRule({
  id: 'cassandra-hint-window',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra', 'scylla'],
  summary: 'The hint window is shorter than an outage, or longer than tables keep tombstones.',
  gains: 'A short window keeps hints small; a long one covers long outages without a repair.',
  costs:
    'What a node misses after the window is not kept: only a repair brings it. Hints for a table live no longer than its `gc_grace_seconds`, so a window above it promises what does not hold, and a deletion may be forgotten before its hint arrives.',
  fineWhen: 'A repair follows every outage.',
  advice:
    'Keep the window at some hours, below `gc_grace_seconds` of every table; repair after longer outages.',
  sources: [
    CONFIGURATION,
    {
      title: 'Cassandra: a hint expires with gc_grace_seconds',
      url: 'https://javadoc.io/static/org.apache.cassandra/cassandra-all/3.11.18/org/apache/cassandra/hints/Hint.html',
    },
  ],
  bad: [
    ...twins(files('600000'), '10 minutes'),
    ...twins(
      files(
        '86400000',
        'CREATE TABLE shop.carts (id uuid PRIMARY KEY, items int) WITH gc_grace_seconds = 43200;\n',
      ),
      'shop.carts',
    ),
  ],
  good: [
    ...twins(files('10800000')),
    ...twins(
      files(
        '86400000',
        'CREATE TABLE shop.carts (id uuid PRIMARY KEY, items int) WITH gc_grace_seconds = 864000;\n',
      ),
    ),
  ],
  check(cluster, context) {
    if (isTrial(cluster)) return;
    const name = cluster.system === 'scylla' ? 'max_hint_window_in_ms' : 'max_hint_window';
    eachWritten(cluster, name, (setting, _, settings) => {
      const window = hintWindow(settings);
      if (window === undefined || window <= 0) return;
      const text = durationText(window / 1000);
      const short = cluster.resources
        .filter(({ kind }) => kind === 'table')
        .flatMap(table => {
          const grace = settingsOf(cluster, table)?.given('gc_grace_seconds');
          return typeof grace?.value === 'number' && grace.value < window ? [{ table, grace }] : [];
        })[0];
      // Of tables below the default window the schema itself tells.
      if (short !== undefined && window > 3 * HOUR) {
        const value = short.grace.value as number;
        context.report({
          origin: setting.written.origin,
          message: `Hints are to be kept for ${text}, but those for ${short.table.name} expire with its gc_grace_seconds after ${durationText(value / 1000)}: what a node misses later is not replayed. Raise gc_grace_seconds or repair after such outages.`,
          related: [{ origin: short.grace.written.origin, message: short.table.name }],
        });
      } else if (window < HOUR) {
        context.report({
          origin: setting.written.origin,
          message: `Hints are kept for ${text} only: what a node misses in a longer outage is missing there until a repair. The default is 3 hours.`,
        });
      }
    });
  },
});
