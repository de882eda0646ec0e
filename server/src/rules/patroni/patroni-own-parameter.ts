import type { Member } from '../../cluster/model.js';
import { PATRONI_SETS } from '../../cluster/systems/patroni/controlled.js';
import { clusterExample } from '../lib/cluster/example.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { isSynchronous, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-own-parameter',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A parameter of PostgreSQL that Patroni sets itself is written, with another value.',
  gains: 'None: Patroni overwrites it.',
  costs:
    'Addresses, port, cluster_name, hot_standby and the connection to the leader are worked out by Patroni; with synchronous_mode it keeps synchronous_standby_names as well. The written value never counts.',
  fineWhen: 'Never.',
  advice:
    'Remove it. Addresses go into postgresql.listen; the synchronous standbys follow from synchronous_mode and synchronous_node_count.',
  sources: [PATRONI_PAGES.rules, PATRONI_PAGES.modes],
  bad: [
    nodeExample(
      {
        dcs: "synchronous_mode: true\npostgresql:\n  parameters:\n    synchronous_standby_names: 'ANY 1 (a, b)'",
      },
      'synchronous_standby_names',
    ),
    nodeExample(
      { postgresql: "parameters:\n  primary_conninfo: 'host=10.0.0.9'\n  work_mem: 4MB" },
      'primary_conninfo',
    ),
    nodeExample({ dcs: "postgresql:\n  parameters:\n    hot_standby: 'off'" }, 'hot_standby'),
  ],
  good: [
    clusterExample('patroni', {
      'patroni.yml.j2':
        "scope: main\nname: n1\netcd3:\n  hosts: etcd:2379\npostgresql:\n  listen: '{{ address }}:5432'\n  parameters:\n    port: 5432\n",
    }),
    nodeExample({ dcs: "postgresql:\n  parameters:\n    hot_standby: 'on'\n    wal_level: replica" }),
    nodeExample({ dcs: "postgresql:\n  parameters:\n    synchronous_standby_names: '*'" }),
  ],
  check(cluster, context) {
    const shared = cluster.settings.patroni;
    if (shared === undefined) return;
    const seen = new Set<string>();
    for (const member of cluster.members) {
      const postgres = member.settings.postgres;
      for (const written of postgres?.written ?? []) {
        const name = written.key.toLowerCase();
        const instead =
          name === 'synchronous_standby_names'
            ? isSynchronous(shared) === true
              ? 'the nodes that are in step'
              : undefined
            : PATRONI_SETS.get(name);
        if (instead === undefined || written.raw === undefined) continue;
        if (name === 'hot_standby' && postgres?.get(name)?.value === true) continue;
        if (name === 'recovery_target_timeline' && written.raw === 'latest') continue;
        if (name === 'cluster_name' && written.raw === postgres?.get(name)?.effective) continue;
        if (name === 'port' && isListened(member, String(written.raw))) continue;
        const key = `${written.origin.unit.uri} ${written.origin.span.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        context.report({
          origin: written.keyOrigin,
          message: `Patroni sets ${name} itself, to ${instead}: what is written here never counts. Remove it.`,
          // What is written there mostly says the same as `listen`.
          ...(name === 'port' || name === 'listen_addresses' ? { severity: 'info' as const } : {}),
          tag: 'unnecessary',
          fixes: () => {
            const edit = lineRemoved(written);
            return edit === undefined ? [] : [{ title: `Remove ${name}`, edits: [edit], safe: false }];
          },
        });
      }
    }
  },
});

/** True where `listen` ends in the same port, which a template before it does not hide. */
function isListened({ settings }: Member, port: string): boolean {
  const listen = settings.patroni?.written.find(({ key }) => key === 'postgresql.listen');
  if (listen === undefined) return false;
  const { unit, span } = listen.origin;
  return unit.piece.text
    .slice(span.start, span.end)
    .replace(/["'\s]+$/, '')
    .endsWith(`:${port}`);
}
