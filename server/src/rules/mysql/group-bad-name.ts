import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const UUID = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;

export default defineRule({
  id: 'group-bad-name',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['group-replication'],
  summary: 'The name of the group is no UUID.',
  gains: 'None.',
  costs: 'The server refuses the variable: identifiers of transactions are made from it.',
  fineWhen: 'A placeholder that something fills in.',
  advice: 'Make one with SELECT UUID(), and give it to all members.',
  sources: [
    {
      title: 'MySQL: group_replication_group_name',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_group_replication_group_name',
    },
  ],
  bad: [
    clusterExample(
      'group-replication',
      { 'db/my.cnf': '[mysqld]\nserver_id=1\ngroup_replication_group_name=shop\n' },
      'no UUID',
    ),
  ],
  good: [groupExample(3, [])],
  check(cluster, context) {
    for (const { group } of mysqlNodes(cluster)) {
      const name = group?.given('group_replication_group_name');
      if (typeof name?.value !== 'string' || UUID.test(name.value)) continue;
      context.report({
        origin: name.written.origin,
        message: `${name.value === '' ? 'An empty text' : name.value.slice(0, 60)} is no UUID: the server refuses group_replication_group_name. Make one with SELECT UUID() and give it to all members.`,
      });
    }
  },
});
