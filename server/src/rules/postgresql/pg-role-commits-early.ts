import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-role-commits-early',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'A role or database does not wait for the disk or the standbys as the cluster does.',
  gains: 'Its commits are faster.',
  costs:
    'What it writes can be lost in a crash or a failover, though the cluster’s own settings say otherwise.',
  fineWhen: 'That is meant for this role: logs, metrics, things that can be made again.',
  advice: 'Say so beside it, and set it per transaction where only some writes can bear it.',
  sources: [
    {
      title: 'synchronous_commit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT',
    },
  ],
  bad: [
    clusterExample(
      'postgres',
      {
        'postgresql.conf': "synchronous_standby_names = 'ANY 1 (s1, s2)'\n",
        'roles.sql': 'ALTER ROLE app SET synchronous_commit TO off;',
      },
      'app',
    ),
    clusterExample(
      'postgres',
      {
        'postgresql.conf': 'synchronous_commit = on\n',
        'roles.sql': 'ALTER DATABASE shop SET synchronous_commit = off;',
      },
      'shop',
    ),
  ],
  good: [
    clusterExample('postgres', {
      'postgresql.conf': "synchronous_standby_names = 'ANY 1 (s1, s2)'\n",
      'roles.sql': 'ALTER ROLE app SET synchronous_commit TO remote_apply;',
    }),
    clusterExample('postgres', {
      'postgresql.conf': 'port = 5432\n',
      'roles.sql': 'ALTER ROLE app SET synchronous_commit TO local;',
    }),
  ],
  check(cluster, context) {
    for (const { kind, name, settings } of cluster.resources) {
      if (kind !== 'role' && kind !== 'database') continue;
      const setting = settings.postgres?.given('synchronous_commit');
      const value = setting?.value;
      if (setting === undefined || (value !== 'off' && !(value === 'local' && cluster.commit.count > 0)))
        continue;
      context.report({
        origin: setting.written.origin,
        message: `${kind === 'role' ? 'What' : 'What is written in'} ${name}${kind === 'role' ? ' writes' : ''} is acknowledged before ${value === 'off' ? 'it is on any disk' : 'a standby has it'}: ${value === 'off' ? 'a crash' : 'a failover'} may lose the newest of it, whatever the cluster’s own settings are.`,
      });
    }
  },
});
