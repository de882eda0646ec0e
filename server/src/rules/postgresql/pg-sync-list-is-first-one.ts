import { printStandbyNames } from '../../cluster/systems/postgres/standby-names.js';
import { postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-list-is-first-one',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A plain list in synchronous_standby_names waits for one standby, not for all.',
  gains: 'The short form of FIRST 1: commits go on while any standby of the list is there.',
  costs:
    'Only the first connected standby of the list has every acknowledged commit. Which one that is changes as they come and go; promoting another one may lose commits that clients were told of.',
  fineWhen:
    'One copy beside the primary is what is wanted, and a failover always picks the standby that was synchronous.',
  advice:
    'Write the number: `FIRST 2 (a, b)` for both, `ANY 1 (a, b)` for whichever is faster, or `FIRST 1 (a, b)` to say that one is meant.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
  ],
  bad: [
    postgresExample("synchronous_standby_names = 's1, s2'", ['', ''], 'waits for one'),
    postgresExample("synchronous_standby_names = 'node_a,node_b,node_c'", [], '3 standbys'),
  ],
  good: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (s1, s2)'", ['', '']),
    postgresExample("synchronous_standby_names = 's1'", ['', '']),
    postgresExample("synchronous_standby_names = 's1, s2'\nsynchronous_commit = local", ['', '']),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined || found.names.explicit || found.names.any || cluster.commit.count === 0) return;
    const names = found.names.names.map(({ name }) => name);
    if (new Set(names.map(name => name.toLowerCase())).size < 2) return;
    const { written } = found.setting;
    const fix = (method: 'first' | 'any', count: number, safe: boolean) => ({
      title: `Write ${method.toUpperCase()} ${count}`,
      edits: [valueEdit(written.origin, printStandbyNames(method, count, names))],
      safe,
    });
    context.report({
      origin: written.origin,
      message: `This list of ${names.length} standbys waits for one of them, the first that is connected (FIRST 1): whoever promotes another one may lose acknowledged commits. Write FIRST ${names.length} (…) to wait for all, or FIRST 1 (…) if one is meant.`,
      fixes: () => [fix('first', 1, true), fix('first', names.length, false), fix('any', 1, false)],
      tradeOff: () => ({
        gains: ['Commits go on while any of the listed standbys is connected.'],
        costs: [
          'One standby holds every acknowledged commit; the others may be behind.',
          'A standby that vanishes without a word is waited for until wal_sender_timeout.',
        ],
        advice: [`\`${printStandbyNames('any', 1, names)}\` does not wait for a particular one.`],
        numbers: [
          { label: 'standbys listed', value: String(names.length), from: 'synchronous_standby_names' },
          { label: 'standbys waited for', value: '1', from: 'FIRST 1 is what a plain list means' },
        ],
      }),
    });
  },
});
