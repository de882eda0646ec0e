import { majority } from '../../cluster/quorum.js';
import { ETCD, ETCD_OF_THREE, MONGODB } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted, votesOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-majority-formula',
  engines: ['etcd', 'mongodb'],
  summary: 'A comment or document takes half of the votes, ceil(n / 2), for a majority of an even number.',
  costs:
    'For an odd number both formulas agree. For an even one ceil(n / 2) is half, which both sides of a split have; the cluster needs one more, and stands still where the text says that it runs.',
  advice: 'Write floor(n / 2) + 1, and prefer odd numbers of voters.',
  sources: [
    { title: 'etcd: failure tolerance', url: 'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance' },
  ],
  bad: [
    clusterExample('etcd', { ...ETCD, 'README.md': 'The quorum is ceil(N/2).\n' }, '3 of 4'),
    clusterExample(
      'mongodb',
      { ...MONGODB, 'README.md': 'A majority is at least half of the members.\n' },
      '3 of 4',
    ),
  ],
  good: [
    clusterExample('etcd', { ...ETCD_OF_THREE, 'README.md': 'The quorum is ceil(N/2).\n' }),
    clusterExample('etcd', { ...ETCD, 'README.md': 'The quorum is ceil(N/2)+1, not ceil(N/2).\n' }),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'A majority is more than half of the members.\n' }),
  ],
  check: checkClaim('claim-majority-formula', (cluster, claim) => {
    const votes = votesOf(cluster);
    if (votes === undefined || votes < 2 || votes % 2 === 1) return undefined;
    return `${quoted(claim)}: with ${votes} voters half is ${votes / 2}, which both sides of a split have; a majority is ${majority(votes)} of ${votes}, floor(n / 2) + 1. Change the sentence, and plan for ${votes - majority(votes)} missing at most.`;
  }),
});
