import { cameFrom, clusterLevel, nodesOf, one, REPAIR } from '../lib/cluster/cassandra.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

const cluster = (reaper: string): Record<string, string> => ({
  'cluster.yaml': `apiVersion: k8ssandra.io/v1alpha1\nkind: K8ssandraCluster\nmetadata:\n  name: shop\nspec:\n${reaper}  cassandra:\n    serverVersion: "4.1.8"\n    datacenters:\n      - metadata:\n          name: eu\n        size: 3\n`,
});

export default defineRule({
  id: 'cassandra-no-repair',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cassandra'],
  summary: 'A K8ssandraCluster of several nodes has no Reaper: nothing repairs it by itself.',
  gains: 'Repairs take disk and network.',
  costs:
    'Hints and read repair do what they can; only a repair makes sure that a replica has what it missed. Without one within `gc_grace_seconds` (ten days by default) deleted rows come back after an outage, and rows that two replicas missed are lost with the third.',
  fineWhen: 'Repairs are started by other means.',
  advice: 'Add `reaper: {}` to the cluster, or start `nodetool repair` from a schedule.',
  sources: [REPAIR],
  bad: one(cluster(''), 'gc_grace_seconds'),
  good: one(cluster('  reaper: {}\n')),
  check(each, context) {
    const nodes = nodesOf(each);
    if (isTrialFile(each.origin, context.clusters)) return;
    if (nodes.length < 3 || !each.origin.unit.piece.text.includes('K8ssandraCluster')) return;
    if (nodes.some(({ settings }) => cameFrom(settings) !== 'operator')) return;
    if (clusterLevel(each)?.raw('reaper') || clusterLevel(each)?.raw('reaper.scheduleDaysBetween')) return;
    context.report({
      origin: each.origin,
      message: `Nothing here repairs the ${nodes.length} nodes: a replica that missed a deletion brings the row back after gc_grace_seconds (10 days), and what it missed longer than the hint window stays missing. Add reaper to the cluster, or a schedule of repairs.`,
    });
  },
});
