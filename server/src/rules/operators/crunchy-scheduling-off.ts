import { crunchyExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'crunchy-scheduling-off',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['crunchy'],
  summary: 'disableDefaultPodScheduling, and nothing else keeps the pods apart: they may share one machine.',
  gains: 'The pods go where the scheduler likes.',
  costs:
    'The operator spreads pods over machines and zones by itself; without that a machine may take all copies with it.',
  fineWhen: 'A test on one machine.',
  advice: 'Leave it out, or write topologySpreadConstraints or affinity for each set of instances.',
  sources: [
    OPERATOR_PAGES.crunchy,
    {
      title: 'Crunchy: topology.go',
      url: 'https://github.com/CrunchyData/postgres-operator/blob/main/internal/controller/postgrescluster/topology.go',
    },
  ],
  bad: [crunchyExample('disableDefaultPodScheduling: true', 'one machine')],
  good: [crunchyExample('disableDefaultPodScheduling: false'), crunchyExample('port: 5432')],
  check(cluster, context) {
    const own = cluster.settings.crunchy;
    const off = own?.raw('disableDefaultPodScheduling');
    if (off?.raw !== true || (!cluster.open && cluster.members.length < 2)) return;
    // Rules of one's own stand in the list of instances.
    if (/\b(?:affinity|topologySpreadConstraints)[ \t]*:/.test(off.origin.unit.piece.text)) return;
    context.report({
      origin: off.origin,
      message: `The operator no longer spreads the ${cluster.open ? '' : `${cluster.members.length} `}pods, and nothing else here does: they may run on one machine, whose loss takes every copy. Leave it out, or write topologySpreadConstraints.`,
    });
  },
});
