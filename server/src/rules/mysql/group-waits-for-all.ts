import { duration, mysqlNodes } from '../lib/cluster/mysql.js';
import { groupExample } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const SILENCE = 5000;

export default defineRule({
  id: 'group-waits-for-all',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['group-replication'],
  summary: 'Each commit waits until every member has applied it: a slow or silent one stops all writes.',
  gains: 'After a commit every member answers with it.',
  costs:
    'Writes go at the pace of the slowest member. One that falls silent blocks all commits until it is expelled.',
  fineWhen: 'Few writes, and reads on any member that must be up to date.',
  advice: 'BEFORE puts the wait on those reads that need it instead.',
  sources: [
    {
      title: 'MySQL: configuring transaction consistency guarantees',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-configuring-consistency-guarantees.html',
    },
  ],
  bad: [groupExample(1, ['group_replication_consistency=AFTER'], '10 s')],
  good: [groupExample(3, ['group_replication_consistency=BEFORE'])],
  check(cluster, context) {
    for (const { group } of mysqlNodes(cluster)) {
      const level = group?.given('group_replication_consistency');
      if (group === undefined || (level?.value !== 'AFTER' && level?.value !== 'BEFORE_AND_AFTER')) continue;
      const expel = group.number('group_replication_member_expel_timeout') ?? 0;
      context.report({
        origin: level.written.origin,
        message: `${String(level.value)}: each commit waits until every member has applied it. One that falls silent stops all writes for about ${duration(SILENCE + expel)}, until it is expelled (5 s of silence, ${duration(expel)} of suspicion).`,
        tradeOff: () => ({
          gains: ['A read on any member sees what was committed before.'],
          costs: ['Commits at the pace of the slowest member; a silent one stops all of them.'],
          breakEven:
            'Where reads that must be current are more than the writes: else BEFORE on those reads costs less.',
          advice: ['BEFORE for single sessions keeps writes free.'],
          numbers: [
            { label: 'silence', value: duration(SILENCE), from: 'fixed' },
            { label: 'suspicion', value: duration(expel), from: 'group_replication_member_expel_timeout' },
          ],
        }),
      });
    }
  },
});
