import type { Cluster } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { YB } from '../lib/cluster/newsql.js';
import { defineRule } from '../rule.js';

const compose = (tservers: number, factor: number, says?: string) =>
  clusterExample(
    'yugabyte',
    {
      'docker-compose.yml': [
        'services:',
        ...Array.from(
          { length: 3 },
          (_, i) =>
            `  m${i + 1}:\n    image: yugabytedb/yugabyte:2.20.0.0\n    command: yb-master --fs_data_dirs=/mnt --master_addresses=m1:7100,m2:7100,m3:7100 --replication_factor=${factor}`,
        ),
        ...Array.from(
          { length: tservers },
          (_, i) =>
            `  t${i + 1}:\n    image: yugabytedb/yugabyte:2.20.0.0\n    command: yb-tserver --fs_data_dirs=/mnt --tserver_master_addrs=m1:7100,m2:7100,m3:7100`,
        ),
        '',
      ].join('\n'),
    },
    says,
  );

export default defineRule({
  id: 'yb-fewer-servers-than-copies',
  subject: 'newsql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['yugabyte'],
  summary: 'Fewer tablet servers, or masters, than the replication factor asks for.',
  gains: 'Fewer machines.',
  costs:
    'Tablets need a server for each copy: tables cannot be made until there are enough. Masters are meant to be as many as the factor.',
  fineWhen: 'Further servers join later.',
  advice: 'Run as many tablet servers as copies at least, better one more.',
  sources: [YB.masters],
  bad: [compose(2, 3, '2 tablet servers'), compose(5, 5, '3 masters')],
  good: [
    compose(3, 3),
    clusterExample('yugabyte', {
      'values.yaml':
        'isMultiAz: true\nmasterAddresses: yb-master-0.a:7100,yb-master-0.b:7100,yb-master-0.c:7100\nreplicas:\n  master: 1\n  tserver: 3\n  totalMasters: 3\n',
    }),
  ],
  check(cluster, context) {
    const given = cluster.settings.yugabyte?.given('replication_factor');
    if (cluster.open || given === undefined || typeof given.value !== 'number') return;
    const masters = cluster.members.filter(({ votes }) => votes > 0).length;
    const servers = cluster.members.filter(({ role }) => role === 'data').length;
    const [count, what] =
      servers > 0 && servers < given.value ? [servers, 'tablet servers'] : [masters, 'masters'];
    if (count === 0 || count >= given.value) return;
    // Those of the other zones stand in files of their own.
    if (cluster.members.some(knowsMore(masters))) return;
    context.report({
      origin: given.written.origin,
      message: `The replication factor is ${given.value}, and there are ${count} ${what}: ${what === 'masters' ? 'the catalog has fewer copies than the data' : 'no tablet gets all its copies, and tables cannot be made'}. Run ${given.value} of them.`,
    });
  },
});

/** True for a server that is told of more masters than are shown. */
function knowsMore(masters: number): (member: Cluster['members'][number]) => boolean {
  return ({ settings }) =>
    ['master_addresses', 'tserver_master_addrs'].some(
      name => (settings.yugabyte?.list(name) ?? []).length > masters,
    );
}
