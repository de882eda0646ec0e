import { mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-open',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication'],
  summary: 'Whoever reaches the port may take part in group communication.',
  gains: 'New members need no change of the list.',
  costs:
    'The list of allowed addresses is the only thing that keeps strangers out while TLS is off: the port asks for no password.',
  fineWhen: 'A firewall admits the members alone, or TLS verifies them.',
  advice: 'List the networks of the members, and set group_replication_ssl_mode=VERIFY_IDENTITY.',
  sources: [
    {
      title: 'MySQL: IP address permissions of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-ip-address-permissions.html',
    },
  ],
  bad: [groupExample(1, ['group_replication_ip_allowlist=0.0.0.0/0'], '0.0.0.0/0')],
  good: [
    groupExample(3, ['group_replication_ip_allowlist=10.0.0.0/24']),
    groupExample(3, ['group_replication_ip_allowlist=0.0.0.0/0', 'group_replication_ssl_mode=VERIFY_CA']),
  ],
  check(cluster, context) {
    if (cluster.walls?.has(33061)) return;
    for (const { group } of mysqlNodes(cluster)) {
      const list = group?.given('group_replication_ip_allowlist');
      if (
        group === undefined ||
        list === undefined ||
        !/(?:^|,)\s*(?:0\.0\.0\.0|::)\/0/.test(String(list.written.raw ?? ''))
      )
        continue;
      if (
        group.isHidden('group_replication_ssl_mode') ||
        /^VERIFY/.test(group.text('group_replication_ssl_mode') ?? '')
      )
        continue;
      context.report({
        origin: list.written.origin,
        message: `${String(list.written.raw)} lets every address into group communication, which asks for no password: who reaches the port can read and disturb it. List the networks of the members, or verify them by TLS.`,
      });
    }
  },
});
