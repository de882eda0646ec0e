import type { Origin } from '../../sql/reading.js';
import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { replicationAccess, sendsMd5 } from '../lib/cluster/pg-hba.js';
import { postgresExample } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-hba-replication-everywhere',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Replication connections are taken from any address.',
  gains: 'Standbys may come from anywhere.',
  costs: 'The one account that can copy the whole cluster can be tried from the whole network.',
  fineWhen: 'A firewall lets only the standbys through.',
  advice: 'Name the standbys’ addresses or their network.',
  sources: [{ title: 'pg_hba.conf', url: 'https://www.postgresql.org/docs/current/auth-pg-hba-conf.html' }],
  bad: [
    postgresExample('wal_level = replica', [], 'any address', {
      'n1/pg_hba.conf': 'hostssl replication repl 0.0.0.0/0 scram-sha-256\n',
    }),
    postgresExample('wal_level = replica', [], 'any address', {
      'n1/Dockerfile':
        'FROM postgres:16\nCOPY ./pg_hba.conf /etc/postgresql/pg_hba.conf\nCMD ["postgres", "-c", "hba_file=/etc/postgresql/pg_hba.conf"]\n',
      'n1/pg_hba.conf': 'hostssl replication repl 0.0.0.0/0 scram-sha-256\n',
    }),
  ],
  good: [
    // Put where the server does not look: it reads the rules of its data folder.
    postgresExample('wal_level = replica', [], undefined, {
      'n1/Dockerfile':
        'FROM postgres:16\nCOPY ./postgresql.conf /etc/postgresql/postgresql.conf\nCOPY ./pg_hba.conf /etc/postgresql/pg_hba.conf\nCMD ["postgres", "-c", "config_file=/etc/postgresql/postgresql.conf"]\n',
      'n1/pg_hba.conf': 'hostssl replication repl 0.0.0.0/0 scram-sha-256\n',
    }),
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf':
        '# restrict the address in production\nhost replication all 0.0.0.0/0 scram-sha-256\n',
    }),
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf':
        'hostssl replication repl 10.1.2.0/24 scram-sha-256\nhost replication repl 0.0.0.0/0 reject\n',
    }),
  ],
  check(cluster, context) {
    const copies: Copy[] = [];
    for (const { line, at, settings } of replicationAccess(cluster)) {
      const address = line.address?.text;
      if (address === undefined || !/^(?:all|0\.0\.0\.0(?:\/0)?|::(?:\/0)|::0\/0)$/i.test(address)) continue;
      // The rules on methods say more.
      const { text } = line.method;
      if (['reject', 'trust', 'password', 'cert'].includes(text) || (text === 'md5' && sendsMd5(settings)))
        continue;
      // Pods have no addresses that could be named.
      if (isMarked(line.origin) || /^kind:[ \t]*\w/m.test(line.origin.unit.piece.text)) continue;
      copies.push({
        kind: 'open',
        report: {
          origin: at(line.address!),
          message:
            'The account that may copy all data is let in from any address. Name the network of the standbys.',
        },
      });
    }
    reportCopies(context, copies);
  },
});

/** True where the comment above says that this is to be narrowed before it counts. */
function isMarked({ unit, span }: Origin): boolean {
  const before = unit.piece.text.slice(0, span.start).split('\n').slice(-4, -1);
  return (
    before.some(line => /^\s*#.*\b(?:restrict|narrow|production|replace|adjust)/i.test(line)) ||
    /^\s*#.*\b(?:docker|compose|overlay|internal|private) network\b/im.test(unit.piece.text)
  );
}
