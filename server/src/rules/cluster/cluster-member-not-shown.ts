import { namesOf } from '../lib/cluster/described.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const etcd = (shown: readonly number[], says?: string) =>
  clusterExample(
    'etcd',
    Object.fromEntries(
      shown.map(n => [
        `n${n}/etcd.conf.yml`,
        `name: n${n}\ninitial-advertise-peer-urls: http://10.0.0.${n}:2380\ninitial-cluster: n1=http://10.0.0.1:2380,n2=http://10.0.0.2:2380,n3=http://10.0.0.3:2380\n`,
      ]),
    ),
    says,
  );

export default defineRule({
  id: 'cluster-member-not-shown',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['etcd'],
  summary: 'Members that others speak of have no config here, though the others have one.',
  gains: 'None: it may lie elsewhere.',
  costs:
    'What is said of the cluster rests on those that are shown; a member that was never set up keeps its vote all the same.',
  fineWhen: 'Its config lies in another repository.',
  advice: 'Add its config, or take it out of the list of members.',
  sources: [{ title: 'etcd: clustering guide', url: 'https://etcd.io/docs/v3.5/op-guide/clustering/' }],
  bad: [etcd([1, 2], 'n3')],
  good: [etcd([1, 2, 3]), etcd([1])],
  check(cluster, context) {
    const shown = cluster.members.filter(({ configured }) => configured);
    const absent = cluster.members.filter(({ configured, votes }) => !configured && votes > 0);
    // One file alone is a sample of all of them.
    if (shown.length < 2 || absent.length === 0 || absent.length * 2 > shown.length) return;
    context.report({
      origin: absent[0]!.origin,
      message: `${namesOf(absent)} ${absent.length === 1 ? 'has' : 'have'} a vote here and no config in these files, where ${shown.length} others have one. Add it, or take it out of the list: a member that never starts counts as one that is away.`,
    });
  },
});
