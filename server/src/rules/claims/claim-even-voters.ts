import { tolerance } from '../../cluster/quorum.js';
import { CONSUL, ETCD, ETCD_OF_THREE, MONGODB, ZOOKEEPER } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted, votesOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-even-voters',
  engines: ['etcd', 'mongodb', 'zookeeper', 'consul'],
  summary: 'A comment or document gives better fault tolerance as the reason for an even number of voters.',
  costs:
    'One voter more than an odd number raises the majority by one as well: as many may be missing as before, one more can fail, and a split into halves stops both.',
  advice: 'Take one voter less, or one more.',
  sources: [
    {
      title: 'etcd: why an odd number of cluster members',
      url: 'https://etcd.io/docs/v3.5/faq/#why-an-odd-number-of-cluster-members',
    },
    {
      title: 'MongoDB: deploy an odd number of members',
      url: 'https://www.mongodb.com/docs/manual/core/replica-set-architectures/#deploy-an-odd-number-of-members',
    },
  ],
  bad: [
    clusterExample(
      'zookeeper',
      { ...ZOOKEEPER, 'README.md': 'Six servers for better fault tolerance.\n' },
      'like 3',
    ),
    clusterExample(
      'consul',
      { ...CONSUL, 'README.md': 'Six servers for better fault tolerance.\n' },
      'like 3',
    ),
    clusterExample('etcd', { ...ETCD, 'README.md': 'Four nodes for better fault tolerance.\n' }, 'like 3'),
    clusterExample(
      'mongodb',
      { ...MONGODB, 'README.md': 'The fourth member gives higher availability.\n' },
      'like 3',
    ),
  ],
  good: [
    clusterExample('zookeeper', {
      ...ZOOKEEPER,
      'README.md': 'Four servers do not improve the fault tolerance.\n',
    }),
    clusterExample('consul', {
      ...CONSUL,
      'README.md': 'Four servers do not improve the fault tolerance.\n',
    }),
    clusterExample('etcd', { ...ETCD, 'README.md': 'Four nodes do not give better fault tolerance.\n' }),
    clusterExample('etcd', { ...ETCD_OF_THREE, 'README.md': 'Four nodes for better fault tolerance.\n' }),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'We keep four members while one moves.\n' }),
  ],
  check: checkClaim('claim-even-voters', (cluster, claim) => {
    const votes = votesOf(cluster);
    if (votes === undefined || votes < 2 || votes % 2 === 1) return undefined;
    return `${quoted(claim)}: ${votes} voters survive the loss of ${tolerance(votes)}, like ${votes - 1}, and a split into halves stops both. Take ${votes - 1} or ${votes + 1}, or change the sentence.`;
  }),
});
