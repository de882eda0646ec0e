import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-bootstrap-once',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'off',
  engines: ['patroni'],
  summary: 'bootstrap.dcs counts only when the cluster is made; later changes of it have no effect.',
  gains: 'A new cluster starts with the right values.',
  costs: 'Whoever edits the section of a running cluster changes nothing, and does not notice.',
  fineWhen: 'The file makes new clusters.',
  advice: 'Use `patronictl edit-config`, and keep its result in a file of its own.',
  sources: [PATRONI_PAGES.local],
  bad: [nodeExample({ dcs: 'ttl: 30' }, 'edit-config')],
  good: [nodeExample({ postgresql: 'parameters:\n  work_mem: 4MB' })],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { settings } of cluster.members) {
      const written = settings.patroni?.written.find(({ key }) => key.startsWith('bootstrap.dcs.'));
      if (written === undefined || seen.has(written.keyOrigin.unit.uri)) continue;
      seen.add(written.keyOrigin.unit.uri);
      context.report({
        origin: written.keyOrigin,
        message:
          'What stands below bootstrap.dcs is written into the DCS once, when the cluster is made. Changes of it in a running cluster have no effect: use `patronictl edit-config`.',
      });
    }
  },
});
