import { arbitratorsOf } from '../lib/cluster/ndb.js';
import { ndbExample } from '../lib/cluster/ndb-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'ndb-no-arbitration',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['ndb'],
  summary: 'Nobody decides between two halves of the cluster.',
  gains: 'The cluster needs no third machine.',
  costs:
    'With Arbitration=Disabled two halves that each hold all data both go on (split brain). Ranks of 0 on all nodes that could decide do the same.',
  fineWhen: 'Arbitration=WaitExternal, where other software decides.',
  advice: 'Leave Arbitration at its default, with a management node on a third machine.',
  sources: [
    {
      title: 'MySQL NDB Cluster: Arbitration',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/mysql-cluster-ndbd-definition.html#ndbparam-ndbd-arbitration',
    },
  ],
  bad: [
    ndbExample(['NoOfReplicas=2', 'Arbitration=Disabled'], ['a', 'b'], ['m'], 'both go on'),
    ndbExample(['NoOfReplicas=2'], ['a', 'b'], ['m'], 'arbitration is disabled', ['ArbitrationRank=0']),
  ],
  good: [ndbExample(['NoOfReplicas=2'], ['a', 'b'], ['m'])],
  check(cluster, context) {
    const settings = cluster.settings.ndb;
    if (cluster.system !== 'ndb' || (settings?.number('NoOfReplicas') ?? 2) < 2) return;
    const arbitration = settings?.given('Arbitration');
    if (arbitration?.value === 'Disabled') {
      context.report({
        origin: arbitration.written.origin,
        message:
          'Arbitration=Disabled: when the cluster is cut into two halves that each hold all data, both go on and take writes (split brain). Leave it at Default, with a management node on a third machine.',
      });
      return;
    }
    const ranked = cluster.members
      .map(({ settings: own }) => own.ndb?.given('ArbitrationRank'))
      .find(rank => rank?.value === 0);
    if (ranked === undefined || arbitration !== undefined || arbitratorsOf(cluster).length > 0) return;
    context.report({
      origin: ranked.written.origin,
      message:
        'No node has an ArbitrationRank above 0, so arbitration is disabled: when a cut leaves two halves that each hold all data, both go on and take writes (split brain). Give a node on a third machine rank 1.',
    });
  },
});
