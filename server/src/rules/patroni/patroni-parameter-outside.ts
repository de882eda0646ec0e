import { PATRONI_SETS } from '../../cluster/systems/patroni/controlled.js';
import { POSTGRES_PARAMETERS } from '../../cluster/systems/postgres/parameters.js';
import type { Origin } from '../../sql/reading.js';
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
    const found = new Map<string, { readonly name: string; readonly origin: Origin }>();
    for (const { key, keyOrigin } of cluster.members.flatMap(
      ({ settings }) => settings.patroni?.written ?? [],
    )) {
      const name = /^postgresql\.([a-z_]+)$/.exec(key)?.[1];
      if (name === undefined || PATRONI_SETS.has(name) || POSTGRES_PARAMETERS.find(name) === undefined)
        continue;
      const place = `${keyOrigin.unit.uri} ${keyOrigin.span.start}`;
      if (!found.has(place)) found.set(place, { name, origin: keyOrigin });
    }
    const [first, ...others] = found.values();
    if (first === undefined) return;
    const names = [...new Set([first, ...others].map(({ name }) => name))];
    const one = names.length === 1;
    const list = one
      ? names[0]!
      : `${names.slice(0, -1).slice(0, 4).join(', ')} and ${names.length > 5 ? `${names.length - 4} more` : names.at(-1)}`;
    context.report({
      origin: first.origin,
      message: `${list} ${one ? 'stands' : 'stand'} below postgresql, where Patroni does not look for parameters of the server, and ${one ? 'has' : 'have'} no effect. Move ${one ? 'it' : 'them'} below postgresql.parameters.`,
      tag: 'unnecessary',
      related: others
        .slice(0, 20)
        .map(({ name, origin }) => ({ origin, message: `${name} has no effect here.` })),
    });
  },
});
