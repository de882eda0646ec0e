import type { Settings } from '../../cluster/settings.js';
import { isOlder } from '../../cluster/version.js';
import { knowsDefaults, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-eventual-reads',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'Nothing waits: secondaries answer old rows, and a new primary answers before it has caught up.',
  gains: 'No transaction waits for another member.',
  costs:
    'A commit returns when a majority has the transaction, not when it is applied. Reads on secondaries may miss it; after a failover the new primary serves clients while it still applies what was acknowledged before.',
  fineWhen: 'Clients read where they write, and old rows after a failover do no harm.',
  advice:
    'Use BEFORE_ON_PRIMARY_FAILOVER (the default since 8.4); BEFORE in sessions that must see what was committed anywhere.',
  sources: [
    {
      title: 'MySQL: configuring transaction consistency guarantees',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-configuring-consistency-guarantees.html',
    },
    {
      title: 'MySQL 8.4 release notes: changed defaults',
      url: 'https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html',
    },
  ],
  bad: [
    groupExample(1, ['group_replication_consistency=EVENTUAL'], 'EVENTUAL'),
    groupExample(3, [], 'Before 8.4'),
  ],
  good: [
    groupExample(3, [], undefined, '5.7.17'),
    groupExample(3, [], undefined, '8.4.2'),
    groupExample(3, ['group_replication_consistency=BEFORE_ON_PRIMARY_FAILOVER']),
  ],
  check(cluster, context) {
    if (cluster.system !== 'group-replication') return;
    for (const node of mysqlNodes(cluster)) {
      const { group, version } = node;
      const level = group?.get('group_replication_consistency');
      if (
        level === undefined ||
        level.effective !== 'EVENTUAL' ||
        group!.isHidden('group_replication_consistency')
      )
        continue;
      if (level.written === undefined) {
        // The variable came with 8.0.14: an older server has nothing to set.
        if (isOlder(version, '8.0.14')) continue;
        if (!knowsDefaults(node) || !isOlder(version, '8.4.0') || cluster.members.length < 2) continue;
        // Where all members are primaries none becomes one.
        if (hasSeveralPrimaries(group!)) continue;
        context.report({
          origin: cluster.origin,
          message:
            'Before 8.4 a group waits for nothing unless told to (EVENTUAL): after a failover the new primary answers while it still applies what was acknowledged before. Set BEFORE_ON_PRIMARY_FAILOVER.',
        });
        return;
      }
      if (hasSeveralPrimaries(group!)) {
        context.report({
          origin: level.written.origin,
          message:
            'EVENTUAL waits for nothing: a read on one member may miss what another has acknowledged. BEFORE makes it wait until it has that, in the sessions that need it.',
        });
        continue;
      }
      context.report({
        origin: level.written.origin,
        message:
          'EVENTUAL waits for nothing: a new primary answers while it still applies what was acknowledged before the failover, and secondaries answer old rows. BEFORE_ON_PRIMARY_FAILOVER ends the first, BEFORE both.',
        fixes: [setTo(level.written, 'BEFORE_ON_PRIMARY_FAILOVER')],
      });
    }
  },
});

/** True where it may not have one primary alone. */
function hasSeveralPrimaries(group: Settings): boolean {
  const name = 'group_replication_single_primary_mode';
  return group.isHidden(name) || group.flag(name) === false;
}
