import { CONFIGURATION, eachWritten, isTrial, nodeFile, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const files = (on: boolean): Record<string, string> => ({
  'conf/cassandra.yaml': nodeFile(`listen_address: 10.0.0.1\nhinted_handoff_enabled: ${on}\n`),
});

export default defineRule({
  id: 'cassandra-hints-off',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'No hints are kept for nodes that are down.',
  gains: 'Coordinators keep no hints on disk, and a node that comes back is not flooded with them.',
  costs:
    'What a node misses while it restarts, or for as long as it is slow, is missing there until a read happens upon it or a repair runs. Reads at ONE return old rows meanwhile, and a second failure loses what only one replica had.',
  fineWhen: 'Repairs run often, and every read is at a quorum.',
  advice: 'Leave hints on, and bound them by `max_hint_window`.',
  sources: [CONFIGURATION],
  bad: [
    ...twins(files(false), 'until a repair'),
    ...twins(
      {
        'conf/cassandra.yaml': nodeFile(
          'listen_address: 10.0.0.1\nhinted_handoff_disabled_datacenters:\n  - us\n',
        ),
      },
      'nodes of us',
    ),
  ],
  good: twins(files(true)),
  check(cluster, context) {
    if (isTrial(cluster)) return;
    eachWritten(cluster, 'hinted_handoff_enabled', setting => {
      if (setting.value !== false) return;
      context.report({
        origin: setting.written.origin,
        message:
          'Without hints every restart of a node leaves rows missing on it until a repair, and reads at ONE return old ones meanwhile. Switch them on; max_hint_window bounds what they take.',
        fixes: [{ title: 'Set it to true', edits: [replace(setting.written.origin, 'true')], safe: false }],
      });
    });
    eachWritten(cluster, 'hinted_handoff_disabled_datacenters', ({ value, written }) => {
      if (!Array.isArray(value) || value.length === 0) return;
      context.report({
        origin: written.origin,
        message: `No hints are kept for nodes of ${value.slice(0, 4).join(', ')}: every restart there leaves rows missing until a repair, and a cut between the data centres does so on all of its nodes. Take them out of the list.`,
      });
    });
  },
});
