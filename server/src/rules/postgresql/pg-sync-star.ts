import { printStandbyNames } from '../../cluster/systems/postgres/standby-names.js';
import { postgresExample, standbysOf, valueEdit } from '../lib/cluster/postgres.js';
import { nameOfStandby, writtenNames } from '../lib/cluster/standby-names.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-sync-star',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Any connection that streams may acknowledge commits.',
  gains: 'No list to keep: standbys may come and go.',
  costs:
    'pg_receivewal, a logical subscriber or a standby in another region can be the one that acknowledges, and none of these can take over. Which of several it is, is not determined.',
  fineWhen: 'Only standbys that may be promoted ever connect.',
  advice: 'List the standbys that may take over by name.',
  sources: [
    {
      title: 'synchronous_standby_names',
      url: 'https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-SYNCHRONOUS-STANDBY-NAMES',
    },
    { title: 'pg_receivewal', url: 'https://www.postgresql.org/docs/current/app-pgreceivewal.html' },
  ],
  bad: [postgresExample("synchronous_standby_names = '*'", ['', ''], 'by name')],
  good: [
    postgresExample("synchronous_standby_names = 'ANY 1 (s1, s2)'", ['', '']),
    postgresExample("synchronous_standby_names = '*'", ['']),
  ],
  check(cluster, context) {
    const found = writtenNames(cluster);
    if (found === undefined || !found.names.any || cluster.commit.count === 0) return;
    const standbys = standbysOf(cluster);
    if (standbys.length === 1 && !cluster.open) return;
    const names = standbys.map(nameOfStandby);
    const list = names.flatMap(name => (name === undefined || name === 'walreceiver' ? [] : [name]));
    const complete = list.length === standbys.length && new Set(list).size === list.length && !cluster.open;
    context.report({
      origin: found.setting.written.origin,
      message: `\`*\` lets any streaming connection acknowledge commits, pg_receivewal and logical subscribers among them, which cannot take over. List by name the standbys that can.`,
      ...(complete
        ? {
            fixes: [
              {
                title: 'List the standbys of these files',
                edits: [
                  valueEdit(
                    found.setting.written.origin,
                    printStandbyNames('any', Math.min(found.names.count, list.length - 1), list),
                  ),
                ],
                safe: false,
              },
            ],
          }
        : {}),
    });
  },
});
