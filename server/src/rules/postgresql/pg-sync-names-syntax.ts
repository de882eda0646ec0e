import { readStandbyNames } from '../../cluster/systems/postgres/standby-names.js';
import { givenIn, postgresExample, valueEdit } from '../lib/cluster/postgres.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-names-syntax',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['postgres'],
  summary: 'synchronous_standby_names does not follow its grammar.',
  gains: 'None.',
  costs: 'The server refuses the value: it does not start, or keeps the old value at a reload.',
  fineWhen: 'Never.',
  advice:
    'Put names with other characters than letters, digits and underscores in double quotes: `"node-1"`.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
    {
      title: 'Its scanner',
      url: 'https://github.com/postgres/postgres/blob/master/src/backend/replication/syncrep_scanner.l',
    },
  ],
  bad: [
    postgresExample("synchronous_standby_names = 'FIRST 1 (node-1, node-2)'", [], 'double quotes'),
    postgresExample("synchronous_standby_names = 'ANY 0 (a, b)'", [], 'asks for no standby'),
  ],
  good: [
    postgresExample('synchronous_standby_names = \'FIRST 1 ("node-1", "node-2")\'', []),
    postgresExample("synchronous_standby_names = ''", []),
  ],
  check(cluster, context) {
    for (const { setting } of givenIn(cluster, 'synchronous_standby_names')) {
      if (typeof setting.value !== 'string') continue;
      const read = readStandbyNames(setting.value);
      if (read?.problem === undefined) continue;
      const quoted = setting.value.replace(
        /(^|[\s,(])(?!(?:FIRST|ANY)\s)([\w.-]*[.-][\w.-]*)(?=$|[\s,)])/gi,
        (_, before: string, name: string) => `${before}"${name}"`,
      );
      const fixable = quoted !== setting.value && readStandbyNames(quoted)?.names !== undefined;
      context.report({
        origin: setting.written.origin,
        message: fixable
          ? 'PostgreSQL refuses this list and does not start: a name with `-` or `.` must stand in double quotes.'
          : `PostgreSQL refuses this value and does not start: it ${read.problem}.`,
        ...(fixable
          ? {
              fixes: [
                {
                  title: 'Put the names in double quotes',
                  edits: [valueEdit(setting.written.origin, quoted)],
                  safe: true,
                },
              ],
            }
          : {}),
      });
    }
  },
});
