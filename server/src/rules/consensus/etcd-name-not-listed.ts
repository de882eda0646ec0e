import { CONSENSUS_SOURCES, etcdExample, shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const THREE = 'node1=https://10.0.0.1:2380,node2=https://10.0.0.2:2380,node3=https://10.0.0.3:2380';

export default defineRule({
  id: 'etcd-name-not-listed',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['etcd'],
  summary: 'The name of a member is not in its initial cluster.',
  gains: 'None: the member does not start.',
  costs:
    'A new member looks itself up in `initial-cluster` by its name; where it is missing, or stands with another address, etcd stops.',
  fineWhen: 'The member has data already: the list is not looked at then.',
  advice: 'Use one spelling for `name` and in `initial-cluster`.',
  sources: [CONSENSUS_SOURCES.etcdClustering, CONSENSUS_SOURCES.etcdConfig],
  bad: [
    clusterExample(
      'etcd',
      {
        'etcd.conf.yml':
          'name: node1\ninitial-cluster: node-1=https://10.0.0.1:2380,node-2=https://10.0.0.2:2380\n',
      },
      'node1',
    ),
  ],
  good: [
    etcdExample(3),
    // systemd fills in the name of the machine.
    clusterExample('etcd', {
      'etcd.service': `[Service]\nExecStart=/usr/bin/etcd --name %H --initial-cluster ${THREE}\n`,
    }),
    // The file on the machine goes over what stands here.
    clusterExample('etcd', {
      'etcd.service': `[Service]\nEnvironment=ETCD_NAME=node\nEnvironmentFile=-/etc/etcd/etcd.env\nExecStart=/usr/bin/etcd --name \${ETCD_NAME} --initial-cluster ${THREE}\n`,
    }),
    clusterExample('etcd', {
      'etcd.service': `[Service]\nEnvironment=ETCD_NAME=node\nEnvironmentFile=-/etc/etcd/etcd.env\nExecStart=/usr/bin/etcd --initial-cluster ${THREE}\n`,
      'etcd.env': 'ETCD_NAME=node2\n',
    }),
  ],
  check(cluster, context) {
    for (const { settings } of shown(cluster)) {
      const list = settings.given('initial-cluster');
      const name = settings.given('name');
      if (list?.effective === undefined || name?.effective === undefined) continue;
      const names = settings.list('initial-cluster').map(each => each.split('=')[0]!.trim());
      const own = String(name.effective);
      if (names.length === 0 || names.includes(own)) continue;
      context.report({
        origin: name.written.origin,
        message: `${own} is not in its own initial-cluster (${names.slice(0, 5).join(', ')}): a member without data does not start. Use one spelling in both.`,
      });
    }
  },
});
