import { isOptionFile, mysqlNodes, setTo, withLine } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-several-primaries',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication'],
  summary: 'Every member takes writes, and what cannot be certified across members is not refused.',
  gains: 'Clients may write to any member, and no election is needed when one is lost.',
  costs:
    'Changes by cascading foreign keys are not certified, so that members may come to differ or stop; SERIALIZABLE is not kept across members. Of two transactions that change one row the later one is rolled back at commit.',
  fineWhen: 'No table has cascading keys and nobody uses SERIALIZABLE.',
  advice:
    'Switch group_replication_enforce_update_everywhere_checks on, which refuses both; or use one primary.',
  sources: [
    {
      title: 'MySQL: multi-primary mode',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-multi-primary-mode.html',
    },
    {
      title: 'MySQL: limitations of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-limitations.html',
    },
  ],
  bad: [groupExample(1, ['group_replication_single_primary_mode=OFF'], 'cascading')],
  good: [
    groupExample(3, []),
    groupExample(3, [
      'group_replication_single_primary_mode=OFF',
      'group_replication_enforce_update_everywhere_checks=ON',
    ]),
  ],
  check(cluster, context) {
    for (const { group } of mysqlNodes(cluster)) {
      const single = group?.given('group_replication_single_primary_mode');
      if (group === undefined || single?.value !== false) continue;
      const checks = group.get('group_replication_enforce_update_everywhere_checks');
      if (checks?.effective !== false) continue;
      const line = 'group_replication_enforce_update_everywhere_checks=ON';
      context.report({
        origin: checks.written?.origin ?? single.written.origin,
        message:
          'Every member takes writes and enforce_update_everywhere_checks is off: changes by cascading foreign keys are not compared with those of other members, and SERIALIZABLE is not kept. Switch the checks on, which refuses both.',
        fixes:
          checks.written !== undefined
            ? [setTo(checks.written, 'ON')]
            : isOptionFile(single.written.keyOrigin)
              ? [withLine(single.written, line)]
              : [],
      });
    }
  },
});
