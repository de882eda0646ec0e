import { lineRemoved } from '../lib/cluster/lines.js';
import { crunchyExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

const FIELDS: Readonly<Record<string, string>> = {
  'local.ttl': 'patroni.leaderLeaseDurationSeconds',
  'local.loop_wait': 'patroni.syncPeriodSeconds',
};

export default defineRule({
  id: 'crunchy-overwritten-setting',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['crunchy'],
  summary: 'ttl, loop_wait or use_pg_rewind below dynamicConfiguration: the operator overwrites them.',
  gains: 'None: they never count.',
  costs:
    'The operator writes ttl from leaderLeaseDurationSeconds (30), loop_wait from syncPeriodSeconds (10), and switches use_pg_rewind on. A failover takes as long as those say, whatever stands here.',
  fineWhen: 'Never.',
  advice: 'Set the fields of the resource.',
  sources: [OPERATOR_PAGES.crunchy],
  bad: [
    crunchyExample(
      'patroni:\n  dynamicConfiguration:\n    ttl: 60\n    synchronous_mode: true',
      'leaderLeaseDurationSeconds',
    ),
    crunchyExample(
      'patroni:\n  dynamicConfiguration:\n    postgresql:\n      use_pg_rewind: false\n      use_slots: true',
      'use_pg_rewind',
    ),
  ],
  good: [
    crunchyExample(
      'patroni:\n  leaderLeaseDurationSeconds: 60\n  dynamicConfiguration:\n    synchronous_mode: true',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    for (const written of settings?.written ?? []) {
      if (!written.key.startsWith('local.')) continue;
      const name = written.key.slice('local.'.length);
      const field = FIELDS[written.key];
      const own = field === undefined ? undefined : cluster.settings.crunchy?.number(field);
      context.report({
        origin: written.keyOrigin,
        message:
          field === undefined
            ? `The operator always switches ${name.replace('postgresql.', '')} on: what stands here never counts. Remove it.`
            : `The operator writes ${name} from ${field}${own === undefined ? '' : ` (${own / 1000} s)`}: what stands here never counts. Set that field instead.`,
        tag: 'unnecessary',
        fixes: () => {
          const edit = lineRemoved(written);
          return edit === undefined ? [] : [{ title: `Remove ${name}`, edits: [edit], safe: false }];
        },
      });
    }
  },
});
