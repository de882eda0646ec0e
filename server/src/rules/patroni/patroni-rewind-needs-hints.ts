import { isAtLeast } from '../../cluster/version.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-rewind-needs-hints',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'use_pg_rewind with wal_log_hints off and no data checksums: pg_rewind refuses.',
  gains: 'Without hints less WAL is written.',
  costs:
    'A former leader that went another way cannot be rewound and has to be copied anew; until then a node, and perhaps the synchronous standby, is missing. Patroni switches wal_log_hints on by itself; since 4.0 it can be switched off.',
  fineWhen: 'The cluster was made with data checksums after all, as initdb of PostgreSQL 18 does by itself.',
  advice: 'Leave wal_log_hints on, or make the cluster with data checksums.',
  sources: [
    PATRONI_PAGES.dynamic,
    { title: 'PostgreSQL: pg_rewind', url: 'https://www.postgresql.org/docs/current/app-pgrewind.html' },
  ],
  bad: [
    nodeExample(
      {
        dcs: "postgresql:\n  use_pg_rewind: true\n  parameters:\n    wal_log_hints: 'off'",
        rest: '# PostgreSQL 16',
      },
      'pg_rewind refuses',
    ),
  ],
  good: [
    nodeExample({ dcs: 'postgresql:\n  use_pg_rewind: true', rest: '# PostgreSQL 16' }),
    nodeExample({ dcs: "postgresql:\n  use_pg_rewind: true\n  parameters:\n    wal_log_hints: 'off'" }),
    nodeExample({
      dcs: "postgresql:\n  use_pg_rewind: true\n  parameters:\n    wal_log_hints: 'off'",
      rest: '# Patroni 3.3.0, PostgreSQL 16',
    }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const postgres = cluster.settings.postgres;
    const hints = postgres?.given('wal_log_hints');
    if (settings === undefined || hints?.value !== false) return;
    if (settings.flag('postgresql.use_pg_rewind') !== true || !isAtLeast(settings.version, '4.0')) return;
    const checksums = cluster.members.some(member =>
      member.settings.patroni?.written.some(
        ({ key, raw }) => key === 'bootstrap.initdb' && Array.isArray(raw) && raw.includes('data-checksums'),
      ),
    );
    const never = cluster.members.some(member =>
      member.settings.patroni?.written.some(
        ({ key, raw }) =>
          key === 'bootstrap.initdb' && Array.isArray(raw) && raw.includes('no-data-checksums'),
      ),
    );
    const custom = cluster.members.some(
      member => member.settings.patroni?.given('bootstrap.method') !== undefined,
    );
    // Of lists with maps nothing is told here.
    const unread = cluster.members.some(member =>
      member.settings.patroni?.written.some(
        ({ key, raw }) => key === 'bootstrap.initdb' && raw === undefined,
      ),
    );
    if (checksums || custom || unread) return;
    if (!never && isAtLeast(postgres?.version, '18')) return;
    context.report({
      origin: hints.written.origin,
      message:
        'use_pg_rewind is on, but wal_log_hints is off and initdb makes no data checksums: pg_rewind refuses, and a former leader has to be copied anew. Leave wal_log_hints on.',
      fixes: [{ title: 'Switch wal_log_hints on', edits: [valueEdit(hints.written, "'on'")], safe: false }],
    });
  },
});
