import { isOlder } from '../../cluster/version.js';
import { isSelfManaged, postgresExample, primaryOf, standbysOf, valueEdit } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-standby-below-primary',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['postgres'],
  summary: 'A standby has less of a parameter than its primary.',
  gains: 'None.',
  costs:
    'A hot standby refuses to start with fewer connections, workers, senders, locks or prepared transactions than the primary, and one that runs stops replaying when the primary is raised.',
  fineWhen: 'hot_standby is off there.',
  advice: 'Raise the value on the standbys first, then on the primary; lower it on the primary first.',
  sources: [
    {
      title: 'Administrator’s overview of hot standby',
      url: 'https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN',
    },
  ],
  bad: [
    postgresExample('max_connections = 300', ['max_connections = 100'], 'does not start'),
    postgresExample('max_worker_processes = 32', ['hot_standby = on'], '8 (its default)'),
  ],
  good: [
    postgresExample('max_connections = 300', ['max_connections = 300']),
    postgresExample('max_connections = 100', ['max_connections = 300']),
    postgresExample('# PostgreSQL 11\nmax_wal_senders = 10', ['# PostgreSQL 11\nmax_wal_senders = 2']),
    postgresExample('max_connections = 300', ['max_connections = 100\nhot_standby = off']),
  ],
  check(cluster, context) {
    if (!isSelfManaged(cluster)) return;
    const primary = primaryOf(cluster);
    const upper = primary?.settings.postgres;
    if (upper === undefined || primary?.configured !== true) return;
    for (const member of standbysOf(cluster)) {
      const own = member.settings.postgres;
      if (own === undefined || !member.configured || own.flag('hot_standby') === false) continue;
      for (const name of FLOORS) {
        // Only since 12 the log says how many senders there are.
        if (name === 'max_wal_senders' && isOlder(own.version ?? upper.version, '12')) continue;
        const there = upper.number(name);
        const here = own.number(name);
        const given = own.given(name);
        if (there === undefined || here === undefined || here >= there) continue;
        // What no file says may be said by one that is not here.
        const severity = given === undefined ? ('hint' as const) : ('error' as const);
        // A copy made by pg_basebackup has the primary's own file, unless it has one here.
        if (given === undefined && !/(?:^|\/)postgresql\.conf$/i.test(member.origin.unit.uri)) continue;
        const raised = upper.given(name)?.written.origin;
        context.report({
          origin: given?.written.origin ?? own.given('primary_conninfo')?.written.origin ?? member.origin,
          severity,
          message: `${serverName(member, 'the standby', 'beginning')} does not start as a hot standby: its ${name} is ${here}${given === undefined ? ' (its default)' : ''} and that of ${serverName(primary, 'the primary')} is ${there}. Raise it here to ${there} at least, before the primary.`,
          ...(raised === undefined
            ? {}
            : { related: [{ origin: raised, message: `${there} on the primary` }] }),
          ...(given === undefined
            ? {}
            : {
                fixes: [
                  {
                    title: `Raise it to ${there}`,
                    edits: [valueEdit(given.written.origin, String(there))],
                    safe: false,
                  },
                ],
              }),
        });
      }
    }
  },
});

const FLOORS = [
  'max_connections',
  'max_prepared_transactions',
  'max_locks_per_transaction',
  'max_wal_senders',
  'max_worker_processes',
] as const;
