import { majority, tolerance } from '../../cluster/quorum.js';
import { CONSENSUS_SOURCES, etcdExample, voters } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-even-members',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['etcd'],
  summary: 'An even number of members votes.',
  gains: 'One copy more of the data.',
  costs:
    'A majority of 4 is 3: one member may be away, as with 3, and one more may fail. Every write waits for one more.',
  fineWhen:
    'For a while, when a member is exchanged: the new one is added before the old one goes, or the other way round.',
  advice: 'Run 3 or 5 members.',
  sources: [CONSENSUS_SOURCES.etcdFaq],
  bad: [etcdExample(4, '', 'tolerates 1'), etcdExample(6, '', 'tolerates 2')],
  good: [
    etcdExample(3),
    etcdExample(5),
    etcdExample(2),
    clusterExample('etcd', {
      'etcd.service':
        '[Service]\nEnvironment=ETCD_NAME=%m\nEnvironmentFile=/etc/default/etcd\nExecStart=/usr/bin/etcd --name ${ETCD_NAME} --initial-cluster a=https://10.0.0.1:2380,b=https://10.0.0.2:2380,c=https://10.0.0.3:2380\n',
    }),
  ],
  check(cluster, context) {
    const count = voters(cluster).length;
    // Two are another finding.
    if (cluster.open || count % 2 === 1 || count < 4) return;
    context.report({
      origin: cluster.origin,
      message: `${count} members vote: a majority is ${majority(count)}, so the cluster tolerates ${tolerance(count)} failure${tolerance(count) === 1 ? '' : 's'}, as ${count - 1} members do, and has one more that can fail. Run ${count - 1} or ${count + 1}.`,
    });
  },
});
