import { ETCD, GALERA } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted, settingsOf } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-split-brain-is-no-quorum',
  engines: ['etcd', 'galera'],
  summary:
    'A comment or document calls it split brain when no side has a majority; then no side accepts writes.',
  costs:
    'Without a majority both sides refuse: the cluster stands still and nothing diverges. Split brain is the opposite, two sides that both accept. Who mixes them up takes measures against the wrong one, for instance lets a minority go on.',
  advice: 'Say that the cluster is unavailable then, and plan for a side that has a majority.',
  sources: [
    {
      title: 'Galera: weighted quorum',
      url: 'https://galeracluster.com/library/documentation/weighted-quorum.html',
    },
    { title: 'etcd: failures', url: 'https://etcd.io/docs/v3.5/op-guide/failures/' },
  ],
  bad: [
    clusterExample(
      'etcd',
      { ...ETCD, 'README.md': 'When neither half has a majority we get a split-brain.\n' },
      'unavailable',
    ),
    clusterExample(
      'galera',
      { ...GALERA, 'README.md': 'No side has the quorum: split brain!\n' },
      'unavailable',
    ),
  ],
  good: [
    clusterExample('etcd', {
      ...ETCD,
      'README.md': 'Neither half has a majority, so there is no split-brain.\n',
    }),
    clusterExample('galera', {
      ...GALERA,
      'README.md': 'No side has a quorum, which rules out split brain.\n',
    }),
  ],
  check: checkClaim('claim-split-brain-is-no-quorum', (cluster, claim) => {
    if (ignoresQuorum(cluster)) return undefined;
    return `${quoted(claim)}: without a majority every side refuses writes: the cluster is unavailable, and nothing diverges. Split brain is two sides that both accept writes. Change the sentence, and the measures that follow from it.`;
  }),
});

/** Galera may be told to go on without a majority. */
export function ignoresQuorum(cluster: Parameters<typeof settingsOf>[0]): boolean {
  const options = settingsOf(cluster, 'galera');
  return ['pc.ignore_quorum', 'pc.ignore_sb'].some(
    name => options?.flag(name) === true || options?.isHidden(name) === true,
  );
}
