import { printStandbyNames } from '../../cluster/systems/postgres/standby-names.js';
import { postgresExample, standbysOf, valueEdit } from '../lib/cluster/postgres.js';
import { writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-blocks-on-one-loss',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'The loss of one standby stops all writes.',
  gains:
    'Every acknowledged commit is on all of these standbys, so any of them can be promoted without loss.',
  costs: 'As soon as one of them is down, restarted or cut off, every commit waits until it is back.',
  fineWhen:
    'No write is better than one that could be lost, and somebody is called at once when writes stop.',
  advice:
    'List one standby more than commits wait for, or let a manager (Patroni, repmgr, pg_auto_failover) take the names away when a standby is gone.',
  sources: [
    {
      title: 'Planning for high availability',
      url: 'https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION',
    },
  ],
  bad: [
    postgresExample("synchronous_standby_names = 'FIRST 2 (s1, s2)'", ['', ''], 'one of 2'),
    postgresExample("synchronous_standby_names = '*'", [''], 'only standby'),
    postgresExample("synchronous_standby_names = 's1'", [], 'only standby'),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'", ['', '']),
    postgresExample("synchronous_standby_names = '*'", ['', '']),
    postgresExample("synchronous_standby_names = 's1'\nsynchronous_commit = local", ['']),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined || cluster.commit.count === 0) return;
    const { names } = found;
    const shown = standbysOf(cluster).length;
    const distinct = new Set(names.names.map(({ name }) => name.toLowerCase())).size;
    // Several standbys may go by one name: all of them count.
    const listed = names.any ? shown : Math.max(distinct, cluster.commit.of?.length ?? 0);
    if (listed === 0 || (names.any && cluster.open) || names.count !== listed) return;
    context.report({
      origin: found.setting.written.origin,
      message:
        listed === 1
          ? `Commits wait for the only standby that ${names.any ? 'the files show' : 'is listed'}: while it is down or restarting, every write waits without end. List a second one (ANY 1 (a, b)), or have a manager that goes on without it.`
          : `Commits wait for ${listed === 2 ? 'both' : `all ${listed}`} standbys that ${names.any ? 'the files show' : 'are listed'}: the loss of one of ${listed} stops every write. Wait for ${listed - 1} of them (ANY ${listed - 1} (…)), or list one more.`,
      ...(listed > 1 && !names.any
        ? {
            fixes: [
              {
                title: `Wait for any ${listed - 1} of them`,
                edits: [
                  valueEdit(
                    found.setting.written.origin,
                    printStandbyNames(
                      'any',
                      listed - 1,
                      names.names.map(({ name }) => name),
                    ),
                  ),
                ],
                safe: false,
              },
            ],
          }
        : {}),
      tradeOff: () => ({
        gains: [`Each acknowledged commit is on ${listed + 1} servers.`],
        costs: ['Writes are up only while the primary and every one of these standbys are.'],
        breakEven: 'Where each server is up 99.9 % of the time, writes are up about '.concat(
          `${(100 * 0.999 ** (listed + 1)).toFixed(2)} % of it.`,
        ),
        advice: ['One standby more than is waited for takes the loss of one.'],
        numbers: [
          { label: 'waited for', value: String(names.count), from: 'synchronous_standby_names' },
          { label: 'standbys', value: String(listed), from: names.any ? 'the files' : 'the list' },
        ],
      }),
    });
  },
});
