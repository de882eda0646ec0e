import { CODE, cameFrom, nodeFile, nodesOf, one } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const file = (lines: string): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.1\n${lines}`),
});

export default defineRule({
  id: 'cassandra-commitlog-sync-conflict',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cassandra'],
  summary: 'Settings of the commit log that contradict each other: the node does not start.',
  gains: 'None.',
  costs:
    '`commitlog_sync_period` belongs to `periodic` alone, and `commitlog_sync_group_window` to `group`, which needs it. Other combinations are refused at the start.',
  fineWhen: 'Never.',
  advice: 'Take the setting of the other way out.',
  sources: [CODE],
  bad: [
    ...one(file('commitlog_sync: batch\ncommitlog_sync_period: 10000ms\n'), 'batch'),
    ...one(file('commitlog_sync: group\n'), 'commitlog_sync_group_window'),
  ],
  good: [
    ...one(file('commitlog_sync: periodic\ncommitlog_sync_period: 10000ms\n')),
    ...one(file('commitlog_sync: batch\n')),
    ...one(file('commitlog_sync: group\ncommitlog_sync_group_window: 1000ms\n')),
  ],
  check(cluster, context) {
    for (const { settings } of nodesOf(cluster)) {
      if (cameFrom(settings) !== 'file') continue;
      const sync = settings.given('commitlog_sync');
      const period = settings.given('commitlog_sync_period');
      const window = settings.given('commitlog_sync_group_window');
      if (sync === undefined) continue;
      if ((sync.value === 'batch' || sync.value === 'group') && (period?.value ?? 0) !== 0) {
        context.report({
          origin: period!.written.keyOrigin,
          message: `commitlog_sync is ${String(sync.value)}, which takes no period: the node does not start. Take ${period!.written.key} out.`,
          related: [{ origin: sync.written.origin, message: 'commitlog_sync is set here.' }],
        });
      } else if (sync.value === 'group' && window === undefined) {
        context.report({
          origin: sync.written.origin,
          message:
            'commitlog_sync: group needs commitlog_sync_group_window, such as 1000ms: the node does not start without it.',
        });
      }
    }
  },
});
