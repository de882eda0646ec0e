import { mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-checks-single',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['group-replication'],
  summary: 'Checks for several primaries in a group with one: it does not start.',
  gains: 'None.',
  costs: 'START GROUP_REPLICATION fails: the two exclude each other.',
  fineWhen: 'Never.',
  advice: 'Switch the checks off, or single_primary_mode.',
  sources: [
    {
      title: 'MySQL: group_replication_enforce_update_everywhere_checks',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-system-variables.html#sysvar_group_replication_enforce_update_everywhere_checks',
    },
  ],
  bad: [groupExample(1, ['group_replication_enforce_update_everywhere_checks=ON'], 'one primary')],
  good: [groupExample(3, ['group_replication_enforce_update_everywhere_checks=OFF'])],
  check(cluster, context) {
    for (const { group } of mysqlNodes(cluster)) {
      const checks = group?.given('group_replication_enforce_update_everywhere_checks');
      if (
        group === undefined ||
        checks?.value !== true ||
        group.flag('group_replication_single_primary_mode') !== true
      )
        continue;
      context.report({
        origin: checks.written.origin,
        message:
          'enforce_update_everywhere_checks is for several primaries, and this group has one primary (single_primary_mode): Group Replication does not start with both. Switch one of them off.',
        fixes: [setTo(checks.written, 'OFF')],
      });
    }
  },
});
