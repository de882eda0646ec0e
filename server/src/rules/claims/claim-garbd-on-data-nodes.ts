import { GALERA, galeraOf } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, dataMembers, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-garbd-on-data-nodes',
  engines: ['galera'],
  summary:
    'A document tells to run an arbitrator on each of the two data nodes; the loss of one still stops the other.',
  costs:
    'Two nodes with an arbitrator each are four votes on two machines. The loss of one machine leaves two of four, which is not more than half: the other node stops. An arbitrator helps only on a third machine.',
  advice: 'Run one garbd on a third machine, best in a third site.',
  sources: [
    {
      title: 'Galera: arbitrator',
      url: 'https://galeracluster.com/library/documentation/arbitrator.html',
    },
    {
      title: 'Galera: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
  ],
  bad: [
    clusterExample('galera', { ...galeraOf(2), 'README.md': 'Run garbd on both data nodes.\n' }, '2 of 4'),
  ],
  good: [
    clusterExample('galera', { ...galeraOf(2), 'README.md': 'Do not run garbd on both data nodes.\n' }),
    clusterExample('galera', { ...GALERA, 'README.md': 'Run garbd on a fourth host.\n' }),
  ],
  check: checkClaim('claim-garbd-on-data-nodes', (cluster, claim) => {
    const nodes = dataMembers(cluster).length;
    if (cluster.open || nodes !== 2) return undefined;
    return `${quoted(claim)}: two nodes and two arbitrators on two machines are 4 votes, and the loss of one machine leaves 2 of 4, which is no majority. Run one arbitrator on a third machine.`;
  }),
});
