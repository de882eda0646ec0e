import { isOlder } from '../../cluster/version.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const RESERVED = '__patroni_strict_sync_replica_placeholder__';

export default defineRule({
  id: 'patroni-reserved-name',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A node has the name that Patroni keeps for strict mode without standbys: it does not start.',
  gains: 'None.',
  costs:
    'A node of that name would count as a synchronous standby where none is meant to, so Patroni refuses it.',
  fineWhen: 'Never.',
  advice: 'Give the node another name.',
  sources: [PATRONI_PAGES.modes],
  bad: [nodeExample({ name: RESERVED }, 'reserved')],
  good: [nodeExample({ name: 'placeholder' })],
  check(cluster, context) {
    // Versions up to 4.1.4 put a star there.
    if (isOlder(cluster.versions.patroni?.version, '4.1.5')) return;
    for (const { settings } of cluster.members) {
      const name = settings.patroni?.given('name');
      if (name?.value !== RESERVED) continue;
      context.report({
        origin: name.written.origin,
        message: `This name is reserved: strict mode puts it into synchronous_standby_names where no standby is there. Patroni newer than 4.1.4 does not start with it. Give the node another name.`,
      });
    }
  },
});
