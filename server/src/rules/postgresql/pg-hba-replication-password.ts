import { replicationAccess } from '../lib/cluster/pg-hba.js';
import { postgresExample } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-hba-replication-password',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The password of replication goes over the network in the clear, or as an md5 hash.',
  gains: 'Old clients can log in.',
  costs:
    '`password` sends it as it is; md5 can be broken, is deprecated since 18, and its hash is as good as the password. Whoever has it can copy the whole cluster.',
  fineWhen: 'The connection is encrypted all the same, or does not leave the machine.',
  advice: 'Use scram-sha-256, with hostssl.',
  sources: [
    { title: 'pg_hba.conf', url: 'https://www.postgresql.org/docs/current/auth-pg-hba-conf.html' },
    { title: 'Password authentication', url: 'https://www.postgresql.org/docs/current/auth-password.html' },
  ],
  bad: [
    postgresExample('wal_level = replica', [], 'clear', {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 password\n',
    }),
    postgresExample('wal_level = replica', [], 'md5', {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 md5\n',
    }),
  ],
  good: [
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf':
        'hostssl replication repl 10.0.0.0/8 password\nhost replication repl 127.0.0.1/32 md5\n',
    }),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { line, at, isLocal } of replicationAccess(cluster)) {
      if (isLocal || line.type.text === 'hostssl' || line.type.text === 'hostgssenc') continue;
      const { text } = line.method;
      if (text !== 'password' && text !== 'md5') continue;
      // One a file will do.
      const key = `${line.origin.unit.uri} ${text}`;
      if (seen.has(key)) continue;
      seen.add(key);
      context.report({
        origin: at(line.method),
        severity: text === 'password' ? 'warning' : 'info',
        message:
          text === 'password'
            ? 'The password of the replication user goes over the network in the clear, and with it anybody can copy all data. Use scram-sha-256, and hostssl.'
            : 'md5 is deprecated and weak, and the replication user may copy all data. Use scram-sha-256 (its password must be set anew once), and hostssl.',
        fixes: [
          {
            title: 'Use scram-sha-256',
            edits: [{ origin: at(line.method), newText: 'scram-sha-256' }],
            safe: false,
          },
        ],
      });
    }
  },
});
