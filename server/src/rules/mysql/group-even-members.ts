import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'group-even-members',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['group-replication'],
  summary: 'A group of an even number of members: an equal split stops both halves.',
  gains: 'One more server that answers reads.',
  costs:
    'A majority of n members is n/2 rounded down plus one: of four, three. As many may fail as with three, and a cut into two halves leaves neither a majority: both take no more writes until somebody forces a membership.',
  fineWhen: 'For the time of a change of members.',
  advice:
    'Run three, five or seven members, in at least three places. Weights change who becomes primary, not the majority.',
  sources: [
    {
      title: 'MySQL: responses to failure and network partitioning',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-responses-failure-partition.html',
    },
    {
      title: 'MySQL: fault tolerance of Group Replication',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-fault-tolerance.html',
    },
  ],
  bad: [groupExample(4, [], '3 of 4')],
  good: [groupExample(3, [])],
  check(cluster, context) {
    const n = cluster.members.length;
    if (cluster.system !== 'group-replication' || cluster.open || n < 2 || n % 2 !== 0) return;
    const seeds = cluster.members
      .map(({ settings }) => settings['group-replication']?.given('group_replication_group_seeds'))
      .find(Boolean);
    context.report({
      origin: seeds?.written.origin ?? cluster.origin,
      message: `A group of ${n} needs ${n / 2 + 1} of ${n} members: ${n === 2 ? 'when either one crashes, the other takes no more writes' : `it survives ${n / 2 - 1}, like ${n - 1} members, and a cut into two halves stops both`}. Run ${n + 1}, or ${n === 2 ? 'replicate to the second' : n - 1}.`,
      tradeOff: () => ({
        gains: ['One more copy and one more server for reads.'],
        costs: [
          `${n / 2 + 1} of ${n} have to answer, so ${n / 2 - 1} may be missing: as many as of ${n - 1}.`,
        ],
        advice: ['Three members in three places survive the loss of any place.'],
        numbers: [{ label: 'members', value: String(n), from: 'files and seeds' }],
      }),
    });
  },
});
