import { majority, tolerance } from '../../cluster/quorum.js';
import { ETCD, MONGODB, ZOOKEEPER } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-tolerated-failures',
  engines: ['etcd', 'mongodb', 'zookeeper'],
  summary: 'A comment or document says that the cluster survives the loss of more members than it does.',
  costs:
    'Elections and writes need a majority of all voters, those that are down counted in. 4 members survive the loss of one, like 3; 5 that of two.',
  advice: 'Reckon with n - (floor(n / 2) + 1), and take odd numbers.',
  sources: [
    { title: 'etcd: failure tolerance', url: 'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance' },
    {
      title: 'MongoDB: fault tolerance of replica sets',
      url: 'https://www.mongodb.com/docs/manual/core/replica-set-architectures/#consider-fault-tolerance',
    },
  ],
  bad: [
    clusterExample('zookeeper', { ...ZOOKEEPER, 'README.md': 'Four servers can lose two.\n' }, '1'),
    clusterExample('etcd', { ...ETCD, 'README.md': '4 members tolerate two failures.\n' }, '1'),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'With three nodes we can lose two.\n' }, '1'),
  ],
  good: [
    clusterExample('zookeeper', { ...ZOOKEEPER, 'README.md': 'Four servers can lose one.\n' }),
    clusterExample('etcd', {
      ...ETCD,
      'README.md': '5 members tolerate 2 failures. 4 members do not tolerate two.\n',
    }),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'With three nodes we can lose one.\n' }),
  ],
  check: checkClaim('claim-tolerated-failures', (_, claim) => {
    const [n, lost] = claim.numbers as [number, number];
    if (n < 1 || lost <= tolerance(n)) return undefined;
    return `${quoted(claim)}: ${n} voters need ${majority(n)} for a majority, so they survive the loss of ${tolerance(n)}. With ${lost} gone there is no leader and no write: plan for ${2 * lost + 1} voters, or change the sentence.`;
  }),
});
