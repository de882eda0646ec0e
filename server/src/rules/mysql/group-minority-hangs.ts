import type { Cluster } from '../../cluster/model.js';
import { isOlder } from '../../cluster/version.js';
import { isOptionFile, mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-minority-hangs',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'Members without a majority stay where they are: writers hang there and readers see old rows.',
  gains: 'They go on by themselves when the cut ends, without joining anew.',
  costs:
    'A client that was connected to the minority side writes, and waits without an end and without an error. Reads are answered from what was there before.',
  fineWhen: 'Cuts are short, and clients have timeouts of their own.',
  advice:
    'Give it some seconds more than cuts usually take; set it before a cut, as a change during one has no effect.',
  sources: [
    {
      title: 'MySQL: responses to failure and network partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-partition.html',
    },
  ],
  bad: [
    groupExample(3, [], 'unless set'),
    groupExample(1, ['group_replication_unreachable_majority_timeout=0'], 'without an end'),
  ],
  good: [
    groupExample(3, ['group_replication_unreachable_majority_timeout=30']),
    groupExample(2, []),
    groupExample(3, [], undefined, '5.7.17'),
  ],
  check(cluster, context) {
    const nodes = mysqlNodes(cluster);
    let said = false;
    for (const { group } of nodes) {
      const timeout = group?.given('group_replication_unreachable_majority_timeout');
      if (timeout?.value !== 0 || said) continue;
      said = true;
      context.report({
        origin: timeout.written.origin,
        message:
          'With 0 a member that is cut off from the majority waits without an end: writers there hang without an error, and readers see rows that get older. A timeout rolls their transactions back and takes the exit action.',
      });
    }
    const silent = nodes.every(
      ({ group }) => group?.given('group_replication_unreachable_majority_timeout') === undefined,
    );
    if (
      cluster.system !== 'group-replication' ||
      !silent ||
      // It came with 5.7.19: who has an older server could not set it.
      isOlder(cluster.versions.mysql?.version, '5.7.19') ||
      nodes.some(({ group }) => isOlder(group?.version, '5.7.19')) ||
      nodes.length < 3 ||
      !isOptionFile(cluster.origin)
    )
      return;
    // Templates for one group say it once.
    const name = groupNameOf(cluster);
    const alike =
      name === undefined ? undefined : context.clusters.find(other => groupNameOf(other) === name);
    if (alike !== undefined && alike !== cluster) return;
    context.report({
      origin: cluster.origin,
      message:
        'group_replication_unreachable_majority_timeout is 0 unless set: a member that is cut off from the majority waits without an end, writers there hang without an error and readers see rows that get older.',
    });
  },
});

/** As written: a template has one text for all that are made of it. */
function groupNameOf(cluster: Cluster): string | undefined {
  const [node] = mysqlNodes(cluster);
  const written = node?.group?.raw('group_replication_group_name');
  if (written === undefined) return undefined;
  const { unit, span } = written.origin;
  return unit.piece.text.slice(span.start, span.end);
}
