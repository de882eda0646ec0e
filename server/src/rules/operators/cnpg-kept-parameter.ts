import { CNPG_KEEPS } from '../../cluster/systems/cloudnativepg/parameters.js';
import { lineRemoved } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

const INSTEAD: Readonly<Record<string, string>> = {
  synchronous_standby_names: 'write postgresql.synchronous',
  archive_command: 'write backup or a plugin',
  archive_mode: 'write backup or a plugin',
  shared_preload_libraries: 'write postgresql.shared_preload_libraries',
  recovery_min_apply_delay: 'write replica.minApplyDelay of a replica cluster',
};

export default defineRule({
  id: 'cnpg-kept-parameter',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cloudnativepg'],
  summary: 'A parameter that the operator keeps to itself: it refuses the manifest.',
  gains: 'None.',
  costs:
    'Replication, archiving, addresses and TLS are set by the operator; a manifest that sets them is not accepted.',
  fineWhen: 'Never.',
  advice: 'Use the field of the resource that stands for it.',
  sources: [
    {
      title: 'CloudNativePG: fixed parameters',
      url: 'https://cloudnative-pg.io/documentation/current/postgresql_conf/',
    },
    OPERATOR_PAGES.webhook,
  ],
  bad: [
    cnpgExample(
      "instances: 3\npostgresql:\n  parameters:\n    synchronous_standby_names: 'ANY 1 (*)'\n    work_mem: 4MB",
      'postgresql.synchronous',
    ),
  ],
  good: [cnpgExample('instances: 3\npostgresql:\n  parameters:\n    work_mem: 4MB')],
  check(cluster, context) {
    for (const written of cluster.settings.postgres?.written ?? []) {
      const name = written.key;
      if (!CNPG_KEEPS.has(name)) continue;
      const instead = INSTEAD[name];
      context.report({
        origin: written.keyOrigin,
        message: `The operator sets ${name} itself and refuses a manifest that does: ${instead ?? 'remove it'}.`,
        fixes: () => {
          const edit = lineRemoved(written);
          return edit === undefined ? [] : [{ title: `Remove ${name}`, edits: [edit], safe: false }];
        },
      });
    }
  },
});
