import { duration, mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const SILENCE = 5000;
const LONG = 30_000;

export default defineRule({
  id: 'group-slow-expel',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'A dead primary is replaced late.',
  gains: 'Members that pause or are cut off for that long stay in the group.',
  costs:
    'A new primary is elected when the old one is expelled: until then there are no writes. Memory for messages grows meanwhile.',
  fineWhen: 'Long pauses are common and short outages of writes are not worth an election.',
  advice:
    'Keep it near the default of 5 s; size group_replication_message_cache_size for the time that is chosen.',
  sources: [
    {
      title: 'MySQL: expel timeout',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-expel.html',
    },
  ],
  bad: [groupExample(1, ['group_replication_member_expel_timeout=60'], '1.1 min')],
  good: [groupExample(3, ['group_replication_member_expel_timeout=5'])],
  check(cluster, context) {
    for (const { group } of mysqlNodes(cluster)) {
      const timeout = group?.given('group_replication_member_expel_timeout');
      if (typeof timeout?.value !== 'number' || timeout.value < LONG) continue;
      context.report({
        origin: timeout.written.origin,
        message: `When the primary dies there are no writes for about ${duration(SILENCE + timeout.value)}: it is suspected after 5 s of silence and expelled ${duration(timeout.value)} later, and only then is another one elected. The default is 5 s.`,
      });
    }
  },
});
