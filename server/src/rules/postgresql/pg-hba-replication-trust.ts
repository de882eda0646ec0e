import { isOlder } from '../../cluster/version.js';
import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { clusterExample } from '../lib/cluster/example.js';
import { replicationAccess } from '../lib/cluster/pg-hba.js';
import { postgresExample } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

/** The access rules of a container below `/etc`, where the image looks for none by itself. */
const CONTAINER = (names: string) => ({
  'compose.yml': `services:\n  db:\n    image: postgres:15\n    command: postgres -c config_file=/etc/pg/postgresql.conf${names}\n    volumes:\n      - ./pg/pg_hba.conf:/etc/pg/pg_hba.conf\n      - ./pg/postgresql.conf:/etc/pg/postgresql.conf\n`,
  'pg/postgresql.conf': 'wal_level = replica\nmax_wal_senders = 5\n',
  'pg/pg_hba.conf': 'host replication all 10.0.0.0/8 trust\n',
});

export default defineRule({
  id: 'pg-hba-replication-trust',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'Anybody on the network may copy the whole cluster without a password.',
  gains: 'Nothing to set up.',
  costs:
    'A replication connection reads everything: all databases, and the hashes of all passwords. `trust` asks for nothing.',
  fineWhen: 'The address is one machine that nobody else can reach.',
  advice: 'Use scram-sha-256 or a certificate, and hostssl.',
  sources: [{ title: 'pg_hba.conf', url: 'https://www.postgresql.org/docs/current/auth-pg-hba-conf.html' }],
  bad: [
    postgresExample('wal_level = replica', [], 'without a password', {
      'n1/pg_hba.conf': 'host replication all 10.0.0.0/8 trust\n',
    }),
    postgresExample('wal_level = replica', [''], 'without a password', {
      'n1/pg_hba.conf': 'host replication all 10.0.0.0/8 trust\n',
      'n2/pg_hba.conf': 'host replication all 10.0.0.0/8 trust\n',
    }),
    postgresExample('# PostgreSQL 9.6\nwal_level = replica', [], 'Use md5', {
      'n1/pg_hba.conf': 'host replication all 10.0.0.0/8 trust\n',
    }),
    clusterExample('postgres', CONTAINER(' -c hba_file=/etc/pg/pg_hba.conf'), 'without a password'),
  ],
  good: [
    // Nobody names this file to the server, which reads the one in its data folder.
    clusterExample('postgres', CONTAINER('')),
    // What was to be filled in matches nobody.
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf': 'host replication all $TRUSTED_NET trust\n',
    }),
    postgresExample('wal_level = replica', [], undefined, {
      'n1/pg_hba.conf':
        'hostssl replication repl 10.0.0.0/8 scram-sha-256\nlocal replication all trust\nhost replication all 127.0.0.1/32 trust\n',
    }),
  ],
  check(cluster, context) {
    const open = replicationAccess(cluster).filter(
      ({ line, isLocal }) =>
        line.method.text === 'trust' &&
        !isLocal &&
        // An address that nobody filled in matches nobody.
        !/^(?:\$|[@%<{]|__|[A-Z][A-Z0-9]*_[A-Z0-9_]+(?:\/|$))/.test(line.address?.text ?? ''),
    );
    const machines = [
      ...new Set(open.map(({ line }) => line.address?.text ?? '').filter(text => MACHINE.test(text))),
    ];
    const copies = open.map(({ line, at, settings }): Copy => {
      // Before 10 it is not known, and the file would not be read.
      const method = isOlder(settings.version, '10') ? 'md5' : 'scram-sha-256';
      const address = line.address?.text ?? 'there';
      // One machine that is named is another matter than a network.
      const isMachine = MACHINE.test(address);
      const from =
        isMachine && machines.length > 1
          ? `${machines.length} addresses (${machines.slice(0, 2).join(', ')}${machines.length > 2 ? ' …' : ''})`
          : address === 'all'
            ? 'anywhere'
            : address === 'samenet'
              ? 'its own networks (samenet)'
              : address;
      return {
        // Several networks in one file are one habit; the first is named.
        kind: isMachine ? 'machine' : 'network',
        report: {
          origin: at(line.method),
          ...(isMachine ? { severity: 'info' as const } : {}),
          message: `Whoever reaches this server from ${from} may copy all of its data over a replication connection without a password. Use ${method}${settings.version === undefined && method !== 'md5' ? ' (before PostgreSQL 10: md5)' : ''}, with hostssl.`,
          fixes: [
            {
              title: 'Ask for a password',
              edits: [{ origin: at(line.method), newText: method }],
              safe: false,
            },
          ],
        },
      };
    });
    reportCopies(context, copies);
  },
});

const MACHINE = /\/(?:32|128)$/;
