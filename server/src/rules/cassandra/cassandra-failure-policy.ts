import { CONFIGURATION, eachWritten, isTrial, nodeFile, one } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-failure-policy',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra'],
  summary: 'A node goes on when its disk or its commit log fails.',
  gains: 'The node keeps answering for what it can still read.',
  costs:
    'With `commit_failure_policy: ignore` a node goes on when its log cannot be written: what it acknowledges meanwhile may be in no log on disk, and is lost when the process ends. With `disk_failure_policy: ignore` the node stays in the ring and answers with errors; with `best_effort` it answers without the tables of the lost disk, so reads at ONE miss rows and deleted ones return.',
  fineWhen: 'Never in a cluster whose data matters.',
  advice: 'Use `stop` or `die`: the other replicas take over.',
  sources: [CONFIGURATION],
  bad: [
    ...one(
      { 'cassandra.yaml': nodeFile('listen_address: 10.0.0.1\ncommit_failure_policy: ignore\n') },
      'in no log',
    ),
    ...one(
      { 'cassandra.yaml': nodeFile('listen_address: 10.0.0.1\ndisk_failure_policy: best_effort\n') },
      'deleted ones',
    ),
  ],
  good: one({
    'cassandra.yaml': nodeFile(
      'listen_address: 10.0.0.1\ncommit_failure_policy: stop\ndisk_failure_policy: die\n',
    ),
  }),
  check(cluster, context) {
    if (isTrial(cluster)) return;
    const report = (name: string, values: Readonly<Record<string, string>>) => {
      eachWritten(cluster, name, ({ value, written }) => {
        const says = typeof value === 'string' ? values[value] : undefined;
        if (says === undefined) return;
        context.report({
          origin: written.origin,
          message: says,
          fixes: [{ title: 'Set it to stop', edits: [replace(written.origin, 'stop')], safe: false }],
        });
      });
    };
    report('commit_failure_policy', {
      ignore:
        'The node goes on when its commit log cannot be written: what it acknowledges meanwhile may be in no log on disk, and is lost when the process ends. Use stop or die: other replicas take over.',
    });
    report('disk_failure_policy', {
      ignore:
        'A node whose disk fails stays in the ring and answers with errors, so requests go on failing there. Use stop or die: other replicas take over.',
      best_effort:
        'A node whose disk fails goes on without its tables: reads at ONE miss rows, and deleted ones may return. Use stop or die: other replicas take over.',
    });
  },
});
