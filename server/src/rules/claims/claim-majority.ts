import { majority } from '../../cluster/quorum.js';
import { CONSUL, ETCD, GALERA, MONGODB, SENTINEL, ZOOKEEPER } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-majority',
  engines: ['etcd', 'sentinel', 'galera', 'mongodb', 'zookeeper', 'consul'],
  summary: 'A comment or document names the wrong number for a majority.',
  costs:
    'A majority is more than half: 3 of 4, 4 of 6. Were half enough, both halves of a split cluster would go on. Who reckons with less expects the cluster to run when it stands still.',
  advice: 'Reckon with floor(n / 2) + 1.',
  sources: [
    { title: 'etcd: failure tolerance', url: 'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance' },
    {
      title: 'Redis Sentinel: a majority authorizes the failover',
      url: 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/',
    },
  ],
  bad: [
    clusterExample('zookeeper', { ...ZOOKEEPER, 'README.md': 'With 4 servers the majority is 2.\n' }, 'is 3'),
    clusterExample('consul', { ...CONSUL, 'README.md': 'With 4 servers the majority is 2.\n' }, 'is 3'),
    clusterExample('etcd', { ...ETCD, 'README.md': 'With 4 nodes the majority is 2.\n' }, 'is 3'),
    clusterExample('sentinel', { ...SENTINEL, 'README.md': '4 sentinels, majority = 2.\n' }, 'is 3'),
    clusterExample('galera', { ...GALERA, 'README.md': 'Cluster size 6, majority is 2\n' }, 'is 4'),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'A majority of four members is two.\n' }, 'is 3'),
  ],
  good: [
    clusterExample('zookeeper', { ...ZOOKEEPER, 'README.md': 'The majority of 4 is 3.\n' }),
    clusterExample('consul', { ...CONSUL, 'README.md': 'The majority of 4 is 3.\n' }),
    clusterExample('etcd', { ...ETCD, 'README.md': 'With 5 nodes the majority is 3.\n' }),
    clusterExample('sentinel', {
      ...SENTINEL,
      'README.md': 'Quorum 2 of 4 sentinels; the majority of 4 is 3.\n',
    }),
    clusterExample('galera', { ...GALERA, 'README.md': 'A majority of 6 is not 3.\n' }),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'Three members: majority 2 of 3.\n' }),
  ],
  check: checkClaim('claim-majority', (cluster, claim) => {
    const [n, told] = claim.numbers as [number, number];
    // What Sentinel calls its quorum is set freely.
    if (/quorum/.test(claim.words.text.toLowerCase()) && cluster.systems.has('sentinel')) return undefined;
    if (n < 2 || told < 1 || told > n || told === majority(n)) return undefined;
    const half = told * 2 <= n ? `, and with ${told} two parts of a split cluster could both go on` : '';
    return `${quoted(claim)}: a majority of ${n} is ${majority(n)}, more than half${half}. ${majority(n)} members must be up, ${n - majority(n)} may be missing: change the sentence, and what was planned by it.`;
  }),
});
