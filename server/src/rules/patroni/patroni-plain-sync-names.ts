import { PLAIN_SYNC_SINCE } from '../../cluster/systems/patroni/effective.js';
import { isOlder } from '../../cluster/version.js';
import { isSynchronous, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-plain-sync-names',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    "PostgreSQL's own synchronous_standby_names with synchronous_mode off: a failover may promote a node without the writes.",
  gains: 'Commits wait for standbys although Patroni takes no part in it.',
  costs:
    'Patroni does not know which standbys are synchronous, and promotes any that is within maximum_lag_on_failover. When the leader and the standby that had a write are lost together, or that standby is slower in the race, an acknowledged write is gone. Versions from 1.2 to 3.3.1 do not even take the list.',
  fineWhen: 'The list names receivers outside of the cluster, such as pg_receivewal.',
  advice: 'Use synchronous_mode (on or quorum) with synchronous_node_count, and remove the list.',
  sources: [PATRONI_PAGES.modes, PATRONI_PAGES.releases],
  bad: [
    nodeExample(
      { dcs: "postgresql:\n  parameters:\n    synchronous_standby_names: 'ANY 1 (shop2, shop3)'" },
      'promotes',
    ),
    nodeExample(
      { dcs: "postgresql:\n  parameters:\n    synchronous_standby_names: '*'", rest: '# Patroni 3.0.2' },
      'does not take',
    ),
  ],
  good: [
    nodeExample({ dcs: "synchronous_mode: true\npostgresql:\n  parameters:\n    synchronous_commit: 'on'" }),
    nodeExample({ dcs: "postgresql:\n  parameters:\n    synchronous_standby_names: ''" }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    if (settings === undefined || isSynchronous(settings) !== false) return;
    const seen = new Set<string>();
    for (const member of cluster.members) {
      const names = member.settings.postgres?.given('synchronous_standby_names');
      if (typeof names?.written.raw !== 'string' || names.written.raw.trim() === '') continue;
      const key = `${names.written.origin.unit.uri} ${names.written.origin.span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const version = settings.version;
      context.report({
        origin: names.written.origin,
        message:
          isOlder(version, PLAIN_SYNC_SINCE) && !isOlder(version, '1.2')
            ? `Patroni before ${PLAIN_SYNC_SINCE} does not take synchronous_standby_names from its settings: with synchronous_mode off nothing is synchronous. Use synchronous_mode: true.`
            : 'Patroni does not know which standbys this makes synchronous, and promotes any that lags little: an acknowledged write may be lost in a failover. Use synchronous_mode with synchronous_node_count instead.',
      });
    }
  },
});
