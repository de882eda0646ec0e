import { CODE, eachWritten, nodeFile, one } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cassandra-phi-out-of-range',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cassandra'],
  summary: 'phi_convict_threshold is outside of what a node accepts.',
  gains: 'None.',
  costs: 'A node takes 5 to 16 and does not start with anything else.',
  fineWhen: 'Never.',
  advice: 'Use 8; 10 to 12 over networks whose delay changes much.',
  sources: [CODE],
  bad: one(
    { 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nphi_convict_threshold: 20\n') },
    '5 to 16',
  ),
  good: one({ 'conf/cassandra.yaml': nodeFile('listen_address: 10.0.0.1\nphi_convict_threshold: 12\n') }),
  check(cluster, context) {
    eachWritten(cluster, 'phi_convict_threshold', ({ value, written }) => {
      if (typeof value !== 'number' || (value >= 5 && value <= 16)) return;
      const nearest = value < 5 ? '8' : '12';
      context.report({
        origin: written.origin,
        message: `phi_convict_threshold must be 5 to 16, not ${value}: the node does not start. 8 is the default; 12 bears more delay before a node is called down.`,
        fixes: [{ title: `Set it to ${nearest}`, edits: [replace(written.origin, nearest)], safe: false }],
      });
    });
  },
});
