import type { Cluster } from '../../cluster/model.js';
import {
  CONSENSUS_SOURCES,
  etcdExample,
  isContained,
  isOfContainer,
  shown,
  voters,
} from '../lib/cluster/consensus.js';
import { consulExample, zooExample } from '../lib/cluster/consensus-examples.js';
import { nodeName } from '../lib/cluster/names.js';
import { isMeant, isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

/** What tells where the state of a server lies. */
const FOLDERS: Readonly<Partial<Record<Cluster['system'], readonly string[]>>> = {
  etcd: ['data-dir', 'wal-dir'],
  consul: ['data_dir'],
  zookeeper: ['dataDir', 'dataLogDir'],
};
const ZOOKEEPERS = ['a:2888:3888', 'b:2888:3888', 'c:2888:3888'];

export default defineRule({
  id: 'consensus-data-in-tmp',
  subject: 'consensus',
  since: '0.8.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd', 'consul', 'zookeeper'],
  summary: 'A server that votes keeps its log in a folder that a restart may empty.',
  gains: 'None; sample files have it.',
  costs:
    'Many systems empty `/tmp` at a start or after some days. A server has to remember how it voted and what it acknowledged: one that comes back with nothing may let others be outvoted, and when a majority starts anew everything is gone, locks and leaders among it. An etcd that lost its folder cannot come back as the member that it was.',
  fineWhen: 'Trying things out.',
  advice: 'Use a folder of a disk that stays, such as below `/var/lib`.',
  sources: [
    CONSENSUS_SOURCES.etcdFaq,
    {
      title: 'Consul: agent configuration, data_dir',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/general#data_dir',
    },
    {
      title: 'ZooKeeper: zoo_sample.cfg',
      url: 'https://github.com/apache/zookeeper/blob/master/conf/zoo_sample.cfg',
    },
  ],
  bad: [
    etcdExample(3, ['data-dir: /tmp/etcd\n', '', ''], '/tmp/etcd'),
    consulExample(3, 'data_dir = "/tmp/consul"\n', '/tmp/consul'),
    zooExample(ZOOKEEPERS, 'dataLogDir=/tmp/zookeeper\n', '/tmp/zookeeper'),
  ],
  good: [
    etcdExample(3, 'data-dir: /var/lib/etcd\n'),
    // Nobody counts on a single one.
    etcdExample(1, 'data-dir: /tmp/etcd\n'),
    consulExample(3, 'data_dir = "/var/tmp-consul"\n'),
    consulExample(1, 'data_dir = "/tmp/consul"\n'),
    zooExample(ZOOKEEPERS, 'dataLogDir=/data/tmp/zookeeper\n'),
    zooExample(
      ['172.17.0.3:2881:3881', '172.17.0.4:2882:3882', '172.17.0.5:2883:3883'],
      'dataDir=/tmp/zookeeper\n',
    ),
  ],
  check(cluster, context) {
    const names = FOLDERS[cluster.system] ?? [];
    const several = voters(cluster).length > 1;
    // Addresses of Docker's own bridge: containers of one machine, put together to try it.
    if (cluster.members.some(({ addresses }) => addresses.some(each => /^172\.17\.0\./.test(each)))) return;
    for (const { member, settings } of shown(cluster)) {
      if (member.votes === 0 || !(several || (settings.number('bootstrap_expect') ?? 1) > 1)) continue;
      for (const name of names) {
        const given = settings.given(name);
        if (given === undefined || settings.isHidden(name)) continue;
        const folder = settings.text(name) ?? '';
        const { origin } = given.written;
        // In a container it stays for as long as the container does.
        if (!/^\/tmp(?:\/|$)/.test(folder) || isOfContainer(origin)) continue;
        if (isContained(cluster, settings, origin, context.clusters)) continue;
        if (isTrialFile(origin, context.clusters) || isMeant(origin)) continue;
        context.report({
          origin,
          message: `${nodeName(member.id, 'beginning')} keeps its state in ${folder}, which a restart of the machine may empty: it then knows neither how it voted nor what it acknowledged, and when a majority comes back so everything is gone. Use a folder of a disk that stays.`,
        });
        return;
      }
    }
  },
});
