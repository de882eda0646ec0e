import { ETCD_OF_THREE } from '../lib/cluster/claim-examples.js';
import { CLAIM, checkClaim, quoted } from '../lib/cluster/claims.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  ...CLAIM,
  id: 'claim-etcd-election-timeout',
  engines: ['etcd'],
  summary: 'A comment or document says that the election timeout must be ten heartbeats; etcd asks for five.',
  costs:
    'etcd refuses an election timeout below five heartbeat intervals. The ten of its advice are ten round trips between members, not ten heartbeats. Who goes by the wrong figure makes failovers slower than they need be.',
  advice: 'Set the heartbeat to about one round trip and the election timeout to at least ten round trips.',
  sources: [
    { title: 'etcd: tuning, time parameters', url: 'https://etcd.io/docs/v3.5/tuning/#time-parameters' },
    {
      title: 'etcd: the check of the configuration',
      url: 'https://github.com/etcd-io/etcd/blob/main/server/embed/config.go',
    },
  ],
  bad: [
    clusterExample(
      'etcd',
      { ...ETCD_OF_THREE, 'README.md': 'The election timeout must be 10 times the heartbeat interval.\n' },
      'five',
    ),
  ],
  good: [
    clusterExample('etcd', {
      ...ETCD_OF_THREE,
      'README.md':
        'The election timeout should be 10 times the round trip. It must be 5 times the heartbeat.\n',
    }),
  ],
  check: checkClaim(
    'claim-etcd-election-timeout',
    (_, claim) =>
      `${quoted(claim)}: etcd refuses less than five heartbeats, no more than that. The ten of its advice are round trips between members. Set the timeout by the round trip, or change the sentence.`,
  ),
});
