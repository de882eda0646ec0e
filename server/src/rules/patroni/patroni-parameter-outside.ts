import { PATRONI_SETS } from '../../cluster/systems/patroni/controlled.js';
import { POSTGRES_PARAMETERS } from '../../cluster/systems/postgres/parameters.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-parameter-outside',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'A parameter of PostgreSQL stands below `postgresql` instead of `postgresql.parameters`: nobody reads it.',
  gains: 'None.',
  costs:
    'Patroni writes only what stands below `parameters` into postgresql.conf; the server runs with its default.',
  fineWhen: 'Never.',
  advice: 'Move it below `parameters`.',
  sources: [PATRONI_PAGES.dynamic, PATRONI_PAGES.local],
  bad: [
    nodeExample(
      { dcs: "postgresql:\n  use_pg_rewind: true\n  synchronous_commit: 'on'" },
      'synchronous_commit',
    ),
    nodeExample({ postgresql: 'wal_keep_size: 1GB' }, 'wal_keep_size'),
  ],
  good: [
    nodeExample({ dcs: "postgresql:\n  use_pg_rewind: true\n  parameters:\n    synchronous_commit: 'on'" }),
    nodeExample({ postgresql: 'create_replica_methods: [basebackup]\nbasebackup:\n  max-rate: 100M' }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'patroni') return;
    const seen = new Set<string>();
    for (const written of cluster.members.flatMap(({ settings }) => settings.patroni?.written ?? [])) {
      const name = /^postgresql\.([a-z_]+)$/.exec(written.key)?.[1];
      if (name === undefined || PATRONI_SETS.has(name) || POSTGRES_PARAMETERS.find(name) === undefined)
        continue;
      const key = `${written.keyOrigin.unit.uri} ${written.keyOrigin.span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      context.report({
        origin: written.keyOrigin,
        message: `${name} stands below postgresql, where Patroni does not look for parameters of the server: it has no effect. Move it below postgresql.parameters.`,
        tag: 'unnecessary',
      });
    }
  },
});
