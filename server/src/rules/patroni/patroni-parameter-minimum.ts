import { PASSED } from '../../cluster/systems/patroni/controlled.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-parameter-minimum',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'A parameter of PostgreSQL is below the least that Patroni takes, which passes its default instead.',
  gains: 'None: the small value does not count.',
  costs:
    'Patroni checks what must be the same on all nodes: max_connections below 25, max_wal_senders below 3, max_replication_slots below 4 and others are thrown away with a warning in the log, and the default is passed. The server runs with more connections, and more memory, than the file says.',
  fineWhen: 'Never; write what counts.',
  advice: 'Write the least that is taken, or more.',
  sources: [PATRONI_PAGES.rules, PATRONI_PAGES.config],
  bad: [nodeExample({ dcs: "postgresql:\n  parameters:\n    max_connections: '10'" }, 'passes 100')],
  good: [nodeExample({ dcs: 'postgresql:\n  parameters:\n    max_connections: 25\n    max_wal_senders: 5' })],
  check(cluster, context) {
    const postgres = cluster.settings.postgres;
    for (const [name, { value, least }] of Object.entries(PASSED)) {
      if (least === undefined) continue;
      const given = postgres?.given(name);
      if (given === undefined || typeof given.value !== 'number' || given.value >= least) continue;
      const size = name === 'wal_keep_size';
      const shown = (number: unknown) => (size ? `${Number(number) / 2 ** 20}MB` : String(number));
      context.report({
        origin: given.written.origin,
        message: `Patroni takes no ${name} below ${shown(least)} and passes ${shown(value)} instead of ${shown(given.value)}. Write ${shown(least)} or more.`,
        fixes: [
          {
            title: `Write ${shown(least)}`,
            edits: [valueEdit(given.written, size ? `'${shown(least)}'` : String(least))],
            safe: false,
          },
        ],
      });
    }
  },
});
