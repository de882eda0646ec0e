import { replicationAccess, sendsMd5 } from '../lib/cluster/pg-hba.js';
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
    '`password` sends it as it is. Before 14, or with password_encryption = md5, md5 can be broken, and its hash is as good as the password. Whoever has it can copy the whole cluster.',
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
    postgresExample('# PostgreSQL 13\nwal_level = replica', [], 'md5', {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 md5\n',
    }),
  ],
  good: [
    postgresExample('# PostgreSQL 9.6\nwal_level = replica', [], undefined, {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 md5\n',
    }),
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf':
        'hostssl replication repl 10.0.0.0/8 password\nhost replication repl 127.0.0.1/32 md5\n',
    }),
    postgresExample('# PostgreSQL 16\nwal_level = replica', [], undefined, {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 md5\n',
    }),
    postgresExample('# PostgreSQL 13\npassword_encryption = scram-sha-256', [], undefined, {
      'n1/pg_hba.conf': 'host replication repl 10.0.0.0/8 md5\n',
    }),
  ],
  check(cluster, context) {
    for (const method of ['password', 'md5']) {
      const all = replicationAccess(cluster).filter(
        ({ line, isLocal, settings }) =>
          !isLocal &&
          line.method.text === method &&
          line.type.text !== 'hostssl' &&
          line.type.text !== 'hostgssenc' &&
          (method === 'password' || sendsMd5(settings)),
      );
      // Copies of one file for each server are one matter.
      const [first, ...others] = all;
      if (first === undefined) continue;
      const { line, at } = first;
      context.report({
        origin: at(line.method),
        severity: method === 'password' ? 'warning' : 'info',
        message:
          method === 'password'
            ? 'The password of the replication user goes over the network in the clear, and with it anybody can copy all data. Use scram-sha-256, and hostssl.'
            : 'The hash of the replication password is an md5 one, which is weak and as good as the password, and the replication user may copy all data. Use scram-sha-256 (set password_encryption, and the password anew once), and hostssl.',
        ...(others.length > 0
          ? { related: others.map(each => ({ origin: each.at(each.line.method), message: 'the same here' })) }
          : {}),
        fixes: [
          {
            title: 'Use scram-sha-256',
            edits: all.map(each => ({ origin: each.at(each.line.method), newText: 'scram-sha-256' })),
            safe: false,
          },
        ],
      });
    }
  },
});
