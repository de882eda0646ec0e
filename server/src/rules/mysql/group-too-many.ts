import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const MOST = 9;

export default defineRule({
  id: 'group-too-many',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['group-replication'],
  summary: 'A group takes nine members at most.',
  gains: 'None.',
  costs: 'The tenth member is refused when it tries to join.',
  fineWhen: 'Never.',
  advice: 'Let further servers follow the group by the binary log.',
  sources: [
    {
      title: 'MySQL: limitations of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-limitations.html',
    },
  ],
  bad: [groupExample(11, [], '11 members')],
  good: [groupExample(9, [])],
  check(cluster, context) {
    if (cluster.system !== 'group-replication' || cluster.members.length <= MOST) return;
    context.report({
      origin: cluster.origin,
      message: `${cluster.members.length} members: a group takes ${MOST} at most, and refuses those that come later. Let the others follow it by the binary log.`,
    });
  },
});
