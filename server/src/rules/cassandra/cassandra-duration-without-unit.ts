import { NEW_IN_4_1 } from '../../cluster/systems/cassandra/parameters.js';
import { cameFrom, nodeFile, nodesOf, one } from '../lib/cluster/cassandra.js';
import { insertAt, replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-duration-without-unit',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cassandra'],
  summary: 'A duration or size without a unit: the node does not start.',
  gains: 'None.',
  costs:
    'The names without units of version 4.1 take values with units: `3h`, `10000ms`, `32MiB`. A bare number is refused, and so is a unit in another case.',
  fineWhen: 'Never.',
  advice: 'Write the unit that the old name had.',
  sources: [
    {
      title: 'Cassandra: how durations are read',
      url: 'https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/config/DurationSpec.java',
    },
  ],
  bad: [
    ...one(
      { 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nmax_hint_window: 10800000\n') },
      'unit',
    ),
    ...one(
      { 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\ncommitlog_segment_size: 32\n') },
      'MiB',
    ),
  ],
  good: one({
    'conf/cassandra.yaml': nodeFile(
      'listen_address: 10.0.0.1\nmax_hint_window: 3h\ncommitlog_segment_size: 32MiB\n',
    ),
  }),
  check(cluster, context) {
    for (const { settings } of nodesOf(cluster)) {
      if (cameFrom(settings) !== 'file') continue;
      for (const each of settings.written) {
        if (!NEW_IN_4_1.has(each.key) || !/^[1-9]\d*$/.test(String(each.raw ?? ''))) continue;
        const type = settings.table.find(each.key)?.type;
        if (type?.kind !== 'duration' && type?.kind !== 'bytes') continue;
        const unit =
          type.kind === 'duration'
            ? (type.unit ?? 'ms')
            : type.unitBytes === 1024
              ? 'KiB'
              : type.unitBytes === 2 ** 20
                ? 'MiB'
                : 'B';
        context.report({
          origin: each.origin,
          message: `${each.key} takes a value with a unit since version 4.1, such as ${String(each.raw)}${unit}: a bare number is refused, and the node does not start.`,
          fixes: [
            {
              title: `Write ${String(each.raw)}${unit}, the unit of the old name`,
              edits: [
                /^["']/.test(each.origin.unit.piece.text.slice(each.origin.span.start))
                  ? replace(each.origin, `${String(each.raw)}${unit}`)
                  : insertAt(each.origin.unit, each.origin.span.end, unit),
              ],
              safe: false,
            },
          ],
        });
      }
    }
  },
});
