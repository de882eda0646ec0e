import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-bootstrap',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication'],
  summary: 'A member starts a new group whenever it starts.',
  gains: 'The first member of a new group comes up by itself.',
  costs:
    'When it restarts while the others run, it makes a second group under the same name and takes writes: split brain. What it acknowledged then cannot be merged.',
  fineWhen: 'Never in a file.',
  advice:
    'Leave it OFF. For the very first start: SET GLOBAL … = ON, START GROUP_REPLICATION, SET GLOBAL … = OFF.',
  sources: [
    {
      title: 'MySQL: bootstrapping the group',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-bootstrap.html',
    },
  ],
  bad: [
    groupExample(1, ['group_replication_bootstrap_group=ON'], 'second group'),
    groupExample(1, ['loose-group_replication_bootstrap_group = 1'], 'second group'),
  ],
  good: [groupExample(3, ['group_replication_bootstrap_group=OFF'])],
  check(cluster, context) {
    for (const { group, name } of mysqlNodes(cluster)) {
      const setting = group?.given('group_replication_bootstrap_group');
      if (setting?.value !== true) continue;
      const boots = group!.flag('group_replication_start_on_boot') !== false;
      context.report({
        origin: setting.written.origin,
        message: `group_replication_bootstrap_group stays ON: ${boots ? `when ${name} restarts` : `when ${name} is started in the group`} while others run, it makes a second group of that name and takes writes as well (split brain). Leave it OFF, and set it for the first start alone.`,
        fixes: [setTo(setting.written, 'OFF')],
      });
    }
  },
});
