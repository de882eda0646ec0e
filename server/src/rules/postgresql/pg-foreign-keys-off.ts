import { clusterExample } from '../lib/cluster/example.js';
import type { Given } from '../lib/cluster/postgres.js';
import { givenIn } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-foreign-keys-off',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Foreign keys and ordinary triggers are switched off for good.',
  gains: 'Loading and replication run without triggers.',
  costs:
    'session_replication_role = replica makes every session write rows that no foreign key checks; they stay when it is switched back.',
  fineWhen: 'A role that does nothing but apply changes that were checked elsewhere.',
  advice: 'Set it in the session that loads, and nowhere else.',
  sources: [
    {
      title: 'session_replication_role',
      url: 'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE',
    },
  ],
  bad: [
    clusterExample('postgres', { 'postgresql.conf': 'session_replication_role = replica\n' }, 'foreign key'),
    clusterExample(
      'postgres',
      {
        'postgresql.conf': 'port = 5432\n',
        'init.sql': 'ALTER DATABASE app SET session_replication_role = replica;',
      },
      'foreign key',
    ),
  ],
  good: [
    clusterExample('postgres', { 'postgresql.conf': 'session_replication_role = origin\n' }),
    clusterExample('postgres', {
      'postgresql.conf': 'port = 5432\n',
      'init.sql': 'ALTER ROLE replicator SET session_replication_role = replica;',
    }),
  ],
  check(cluster, context) {
    const report = (setting: Given, where: string) =>
      context.report({
        origin: setting.written.origin,
        message: `${where} writes rows that no foreign key and no ordinary trigger checks, and they stay so. Set it in the session that loads data, not here.`,
      });
    for (const { setting } of givenIn(cluster, 'session_replication_role')) {
      if (setting.effective === 'replica') report(setting, 'Every session');
    }
    for (const { kind, name, settings } of cluster.resources) {
      const setting = settings.postgres?.given('session_replication_role');
      if (setting?.effective !== 'replica') continue;
      if (kind === 'database') report(setting, `Every session in ${name}`);
      else if (kind === 'role' && !/repl|apply|sync|load|import|etl/i.test(name))
        report(setting, `The role ${name}`);
    }
  },
});
