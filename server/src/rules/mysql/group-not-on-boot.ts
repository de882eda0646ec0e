import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-not-on-boot',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'A member stays outside of the group after a restart.',
  gains: 'Somebody looks at it before it takes part again.',
  costs:
    'The group has one member less until then, and the next loss may cost the majority. Outside of the group the server is no secondary: unless super_read_only is set it takes writes.',
  fineWhen: 'While the group is set up, or where a tool (MySQL Shell, an operator) starts it.',
  advice: 'Set it to ON once the group runs.',
  sources: [
    {
      title: 'MySQL: group_replication_start_on_boot',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_group_replication_start_on_boot',
    },
  ],
  bad: [groupExample(1, ['group_replication_start_on_boot=OFF'], 'after a restart')],
  good: [groupExample(3, ['group_replication_start_on_boot=ON'])],
  check(cluster, context) {
    for (const { group, mysqld, name } of mysqlNodes(cluster)) {
      const setting = group?.given('group_replication_start_on_boot');
      if (setting?.value !== false) continue;
      const open = mysqld.flag('super_read_only') !== true;
      context.report({
        origin: setting.written.origin,
        message: `${name} stays out of the group after a restart until somebody starts it: the next loss may cost the majority${open ? ', and outside the group it takes writes' : ''}. Set it to ON once the group runs.`,
        fixes: [setTo(setting.written, 'ON')],
      });
    }
  },
});
