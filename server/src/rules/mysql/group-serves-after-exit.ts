import { duration, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

/** Pause between two tries to come back. */
const BETWEEN = 300_000;

export default defineRule({
  id: 'group-serves-after-exit',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'A member that has left the group goes on answering reads, of data that get older without bound.',
  gains: 'Reads that were connected to it go on.',
  costs:
    'READ_ONLY refuses writes alone. Clients and proxies that only ask whether the server answers get old rows for as long as nobody looks.',
  fineWhen: 'A router looks at the state of the member (MySQL Router does).',
  advice: 'OFFLINE_MODE, the default since 8.4, ends connections of users; ABORT_SERVER stops the server.',
  sources: [
    {
      title: 'MySQL: exit action',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-exit.html',
    },
    {
      title: 'MySQL: auto-rejoin',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-rejoin.html',
    },
  ],
  bad: [groupExample(1, ['group_replication_exit_state_action=READ_ONLY'], 'get older')],
  good: [groupExample(3, ['group_replication_exit_state_action=OFFLINE_MODE'])],
  check(cluster, context) {
    for (const { group, name } of mysqlNodes(cluster)) {
      const action = group?.given('group_replication_exit_state_action');
      if (group === undefined || action?.value !== 'READ_ONLY') continue;
      const tries = group.number('group_replication_autorejoin_tries') ?? 3;
      context.report({
        origin: action.written.origin,
        message: `READ_ONLY: when ${name} was expelled it goes on answering reads that get older, ${tries > 0 ? `while it tries to come back for about ${duration(tries * BETWEEN)} and without end after that` : 'without end'}. OFFLINE_MODE ends connections of users instead.`,
        fixes: [setTo(action.written, 'OFFLINE_MODE')],
      });
    }
  },
});
