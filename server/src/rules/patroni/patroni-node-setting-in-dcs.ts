import type { Written } from '../../cluster/settings.js';
import { PATRONI_LOCAL } from '../../cluster/systems/patroni/parameters/index.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-node-setting-in-dcs',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'A setting of a single node stands in the dynamic configuration, where Patroni does not look for it.',
  gains: 'None: it has no effect there.',
  costs:
    'Tags, watchdog, addresses, passwords and the DCS are read from the file of each node. In the dynamic configuration they are passed over: nofailover keeps nobody out, and the watchdog stays automatic.',
  fineWhen: 'Never.',
  advice: "Move it into each node's file, at the left margin.",
  sources: [PATRONI_PAGES.config, PATRONI_PAGES.rules],
  bad: [
    nodeExample({ dcs: 'ttl: 30\nwatchdog:\n  mode: required' }, 'watchdog'),
    nodeExample({ dcs: 'ttl: 30\ntags:\n  nofailover: true\n  nosync: true' }, 'tags'),
    nodeExample({ dcs: 'ttl: 30\ntags:\n  nosync: false' }, 'tags'),
  ],
  good: [nodeExample({ dcs: 'ttl: 30', rest: 'tags:\n  nofailover: false\nwatchdog:\n  mode: required' })],
  check(cluster, context) {
    if (cluster.system !== 'patroni') return;
    const dynamic = cluster.settings.patroni?.written ?? [];
    const seen = new Set<string>();
    for (const written of dynamic) {
      if (!written.key.startsWith('ignored.')) continue;
      const key = written.key.slice('ignored.'.length);
      const section = key
        .split('.')
        .slice(0, key.startsWith('postgresql.') ? 2 : 1)
        .join('.');
      if (seen.has(section)) continue;
      seen.add(section);
      const keys = dynamic.filter(each => `${each.key}.`.startsWith(`ignored.${section}.`));
      context.report({
        origin: written.keyOrigin,
        // What the node does by itself is not lost.
        ...(keys.every(isDefault) ? { severity: 'hint' as const } : {}),
        message: `Patroni reads ${section} from each node's own file and passes over it in the dynamic configuration: it has no effect here. Move it there, at the left margin${section.startsWith('postgresql.') ? ' below postgresql' : ''}.`,
        tag: 'unnecessary',
      });
    }
  },
});

/** True where the value is what holds anyway: `nosync: false`. */
function isDefault({ key, raw }: Written): boolean {
  return raw !== undefined && PATRONI_LOCAL.find(key.slice('ignored.'.length))?.default === raw;
}
