import { isStandbyCluster } from '../../cluster/systems/patroni/effective.js';
import { lineAfter } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-standby-without-slot',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'A standby cluster streams without a slot on the remote side and has no archive to fall back to.',
  gains: 'The remote cluster keeps no WAL for this one.',
  costs:
    'When the link is away for longer than the remote primary keeps its WAL (wal_keep_size, 128 MB under Patroni), this cluster cannot go on and must be copied anew, over that same link.',
  fineWhen: 'The remote side keeps WAL for as long as the link may be away.',
  advice:
    'Name a slot with primary_slot_name and make it permanent on the remote side, or set restore_command.',
  sources: [
    PATRONI_PAGES.dynamic,
    {
      title: 'Patroni: standby cluster',
      url: 'https://patroni.readthedocs.io/en/latest/standby_cluster.html',
    },
  ],
  bad: [
    nodeExample(
      { dcs: 'ttl: 30\nstandby_cluster:\n  host: db.east.example\n  port: 5432' },
      'primary_slot_name',
    ),
  ],
  good: [
    nodeExample({ dcs: 'standby_cluster:\n  host: db.east.example\n  primary_slot_name: west' }),
    nodeExample({
      dcs: "standby_cluster:\n  host: db.east.example\n  restore_command: 'wal-g wal-fetch %f %p'",
    }),
    nodeExample({ dcs: 'standby_cluster:\n  host: {{ host }}' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const host = settings?.given('standby_cluster.host');
    if (settings === undefined || host === undefined || !isStandbyCluster(settings)) return;
    if (cluster.system !== 'patroni') return;
    if (settings.given('standby_cluster.primary_slot_name') !== undefined) return;
    if (settings.given('standby_cluster.restore_command') !== undefined) return;
    if (typeof host.written.raw !== 'string' || host.written.raw === '') return;
    context.report({
      origin: host.written.origin,
      message: `The standby cluster streams from ${host.written.raw.slice(0, 60)} without a slot: when the link is away for longer than WAL is kept there, everything has to be copied anew. Name a permanent slot with primary_slot_name, or set restore_command.`,
      fixes: () => {
        const edit = lineAfter(
          host.written,
          `primary_slot_name: ${cluster.name.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`,
        );
        return edit === undefined
          ? []
          : [{ title: 'Name a slot, to be made permanent on the remote side', edits: [edit], safe: false }];
      },
    });
  },
});
