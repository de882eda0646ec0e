import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-same-port',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['group-replication'],
  summary: 'Group communication is given the port that clients use.',
  gains: 'None with the XCOM stack.',
  costs: 'The port is taken: the member cannot join. Seeds with that port are never reached.',
  fineWhen: 'group_replication_communication_stack=MYSQL, which uses the port of the server (since 8.0.27).',
  advice: 'Use a port of its own, 33061 by habit, in the local address and in all seeds.',
  sources: [
    {
      title: 'MySQL: group_replication_local_address',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_group_replication_local_address',
    },
  ],
  bad: [
    clusterExample(
      'group-replication',
      { 'db/my.cnf': '[mysqld]\nserver_id=1\nport=3306\ngroup_replication_local_address=10.0.0.1:3306\n' },
      '3306',
    ),
  ],
  good: [
    groupExample(3, []),
    clusterExample('group-replication', {
      'db/my.cnf':
        '[mysqld]\nserver_id=1\ngroup_replication_communication_stack=MYSQL\ngroup_replication_local_address=10.0.0.1:3306\n',
    }),
  ],
  check(cluster, context) {
    for (const { group, mysqld } of mysqlNodes(cluster)) {
      const address = group?.given('group_replication_local_address');
      if (
        group === undefined ||
        typeof address?.value !== 'string' ||
        group.text('group_replication_communication_stack') === 'MYSQL'
      )
        continue;
      if (group.isHidden('group_replication_communication_stack') || mysqld.isHidden('port')) continue;
      const port = /:(\d{1,5})$/.exec(address.value)?.[1];
      if (port === undefined || Number(port) !== mysqld.number('port')) continue;
      context.report({
        origin: address.written.origin,
        message: `Port ${port} is the one for clients: group communication cannot have it as well, and the member does not join. Use another, such as 33061, here and in all seeds.`,
      });
    }
  },
});
