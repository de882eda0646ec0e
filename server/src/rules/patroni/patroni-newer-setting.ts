import { isOlder, printVersion } from '../../cluster/version.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-newer-setting',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A setting that this version of Patroni does not know yet: it is ignored.',
  gains: 'None until Patroni is upgraded.',
  costs:
    'Patroni passes over what it does not know without a word; failsafe_mode, failover_priority and the like then do nothing.',
  fineWhen: 'The upgrade comes first.',
  advice: 'Upgrade Patroni, or remove the setting.',
  sources: [PATRONI_PAGES.releases],
  bad: [nodeExample({ dcs: 'failsafe_mode: true', rest: '# Patroni 2.1.4' }, '3.0')],
  good: [
    nodeExample({ dcs: 'failsafe_mode: true', rest: '# Patroni 3.0.2' }),
    nodeExample({ dcs: 'failsafe_mode: true' }),
  ],
  check(cluster, context) {
    const version = cluster.versions.patroni?.version;
    if (version === undefined) return;
    const seen = new Set<string>();
    const all = [cluster.settings.patroni, ...cluster.members.map(({ settings }) => settings.patroni)];
    for (const settings of all) {
      for (const written of settings?.written ?? []) {
        const parameter = settings?.table.find(written.key);
        // Of the newer names the older ones are read as well.
        if (parameter?.since === undefined || !isOlder(version, parameter.since)) continue;
        const key = `${written.keyOrigin.unit.uri} ${written.keyOrigin.span.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        context.report({
          origin: written.keyOrigin,
          message: `${parameter.name} is known from Patroni ${parameter.since} on; ${printVersion(version)} passes over it without a word. Upgrade, or remove it.`,
        });
      }
    }
  },
});
