import type { Settings } from '../../cluster/settings.js';
import { CONSENSUS_SOURCES, etcdExample, etcdFiles, shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-members-disagree',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['etcd'],
  summary: 'Members list different initial clusters.',
  gains: 'None.',
  costs:
    'Ids of members and of the cluster are made of `initial-cluster` and the token. Members that begin with different lists have different cluster ids and refuse each other, or found clusters apart.',
  fineWhen:
    'A member that joined later (`initial-cluster-state: existing`) lists itself as well; the first ones need not be changed.',
  advice: 'Write the same `initial-cluster` and `initial-cluster-token` on all members that begin together.',
  sources: [CONSENSUS_SOURCES.etcdClustering],
  bad: [
    clusterExample(
      'etcd',
      {
        ...etcdFiles(3),
        'n3/etcd.conf.yml': etcdFiles(3)['n3/etcd.conf.yml']!.replace('10.0.0.2:2380', '10.0.0.9:2380'),
      },
      'n3',
    ),
    etcdExample(3, ['', '', 'initial-cluster-token: other\n'], 'token'),
  ],
  good: [
    etcdExample(3),
    clusterExample('etcd', {
      ...etcdFiles(3),
      'n4/etcd.conf.yml': etcdFiles(4, 'initial-cluster-state: existing\n')['n4/etcd.conf.yml']!,
    }),
  ],
  check(cluster, context) {
    const fresh = shown(cluster).filter(
      ({ settings }) =>
        settings.text('initial-cluster-state') === 'new' &&
        settings.given('initial-cluster') !== undefined &&
        !settings.isHidden('initial-cluster') &&
        !settings.isHidden('initial-cluster-state') &&
        !settings.isHidden('initial-cluster-token'),
    );
    const [first, ...rest] = fresh;
    if (first === undefined) return;
    const listOf = (settings: Settings) =>
      [...settings.list('initial-cluster')]
        .map(each => each.trim())
        .sort()
        .join(', ');
    for (const { member, settings } of rest) {
      const list = settings.given('initial-cluster')!;
      const token = settings.given('initial-cluster-token') ?? first.settings.given('initial-cluster-token');
      if (listOf(settings) !== listOf(first.settings)) {
        context.report({
          origin: list.written.origin,
          message: `${member.id} and ${first.member.id} begin a new cluster with different lists of members: their cluster ids differ, and they refuse each other. Write the same initial-cluster on all of them.`,
          related: [
            {
              origin: first.settings.given('initial-cluster')!.written.origin,
              message: `The list of ${first.member.id}.`,
            },
          ],
        });
        return;
      }
      if (
        token !== undefined &&
        settings.text('initial-cluster-token') !== first.settings.text('initial-cluster-token')
      ) {
        context.report({
          origin: token.written.origin,
          message: `${member.id} and ${first.member.id} begin a new cluster with different tokens: their cluster ids differ, and they refuse each other. Use one initial-cluster-token.`,
        });
        return;
      }
    }
  },
});
