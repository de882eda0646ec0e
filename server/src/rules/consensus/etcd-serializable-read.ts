import { CONSENSUS_SOURCES, etcdFiles, valueFix, voters } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-serializable-read',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'A read is answered by one member alone.',
  gains: 'Answered at once, also without a majority.',
  costs:
    'A serializable read gives what the member has: one that is cut off or behind gives what was true a while ago, without a bound. A lock or a leader read so may be somebody else’s by now.',
  fineWhen: 'Old is good enough: metrics, listings.',
  advice: 'Leave `--consistency` out: reads are linearizable by default.',
  sources: [CONSENSUS_SOURCES.etcdApi],
  bad: [
    clusterExample(
      'etcd',
      {
        ...etcdFiles(3),
        'leader.sh':
          '#!/bin/sh\netcdctl --endpoints=10.0.0.1:2379 get /service/shop/leader --consistency=s\n',
      },
      'without a bound',
    ),
  ],
  good: [
    clusterExample('etcd', {
      ...etcdFiles(3),
      'leader.sh': '#!/bin/sh\netcdctl --endpoints=10.0.0.1:2379 get /service/shop/leader --consistency=l\n',
    }),
  ],
  check(cluster, context) {
    if (voters(cluster).length < 2) return;
    for (const { settings } of cluster.clients) {
      const given = settings.etcd?.given('consistency');
      if (given?.value !== 's') continue;
      context.report({
        origin: given.written.origin,
        message:
          'One member answers from what it has: cut off or behind, it tells what was true a while ago, without a bound. Fine for a listing; a lock or a leader must be read with --consistency=l, the default.',
        fixes: () => [valueFix('Ask a majority', given.written, 'l')],
      });
    }
  },
});
