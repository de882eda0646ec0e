import { ETCD, GALERA, MONGODB } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted, votesOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';
import { ignoresQuorum } from './claim-split-brain-is-no-quorum.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-both-halves-run',
  engines: ['etcd', 'galera', 'mongodb'],
  summary:
    'A comment or document says that both sides of a split go on taking writes; at most one has a majority.',
  costs:
    'Of two sides at most one has more than half of the votes, witness or not. The other refuses writes, and with an even split both do. Were both to go on, that would be split brain.',
  advice:
    'Say which side goes on, and put a third site, or a witness in one, where that must not depend on luck.',
  sources: [
    {
      title: 'Galera: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
    {
      title: 'etcd: network partition',
      url: 'https://etcd.io/docs/v3.5/op-guide/failures/#network-partition',
    },
  ],
  bad: [
    clusterExample(
      'etcd',
      { ...ETCD, 'README.md': 'When the link is cut, both sites continue to accept writes.\n' },
      '3 of 4',
    ),
    clusterExample('galera', { ...GALERA, 'README.md': 'Both data centers keep running.\n' }, '2 of 3'),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'Both sides stay writable.\n' }, '3 of 4'),
  ],
  good: [
    clusterExample('etcd', { ...ETCD, 'README.md': 'Both sites never continue to accept writes.\n' }),
    clusterExample('galera', { ...GALERA, 'README.md': 'One data center keeps running.\n' }),
    clusterExample('mongodb', { ...MONGODB, 'README.md': 'Not both sides stay writable.\n' }),
  ],
  check: checkClaim('claim-both-halves-run', (cluster, claim) => {
    const votes = votesOf(cluster);
    if (votes === undefined || votes < 2 || ignoresQuorum(cluster)) return undefined;
    const needed = Math.floor(votes / 2) + 1;
    return `${quoted(claim)}: taking writes needs a majority, ${needed} of ${votes} votes, and only one side of a split can have it${votes % 2 === 0 ? '; with even halves neither does' : ''}. Say which side goes on, or change the sentence.`;
  }),
});
