import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'haproxy-reads-any-lag',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['haproxy'],
  summary: 'Reads go to replicas however far behind they are.',
  gains: 'A replica that is behind still takes reads.',
  costs:
    'GET /replica is answered by every replica that runs, also by one that has received nothing for an hour: what is read there is that old, and nobody is told.',
  fineWhen: 'Readers can bear rows of any age.',
  advice: 'GET /replica?lag=10MB, which Patroni refuses on replicas that are further behind.',
  sources: [
    {
      title: 'Patroni REST API',
      url: 'https://patroni.readthedocs.io/en/latest/rest_api.html#health-check-endpoints',
    },
  ],
  bad: [
    clusterExample(
      'haproxy',
      {
        'n1/patroni.yml':
          'scope: shop\nname: n1\nrestapi:\n  connect_address: n1:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n1:5432\n  data_dir: /d\n',
        'n2/patroni.yml':
          'scope: shop\nname: n2\nrestapi:\n  connect_address: n2:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n2:5432\n  data_dir: /d\n',
        'haproxy.cfg':
          'listen replicas\n  mode tcp\n  bind *:5001\n  option httpchk GET /replica\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
      },
      '?lag=',
    ),
  ],
  good: [
    clusterExample('haproxy', {
      'n1/patroni.yml':
        'scope: shop\nname: n1\nrestapi:\n  connect_address: n1:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n1:5432\n  data_dir: /d\n',
      'n2/patroni.yml':
        'scope: shop\nname: n2\nrestapi:\n  connect_address: n2:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n2:5432\n  data_dir: /d\n',
      'haproxy.cfg':
        'listen replicas\n  mode tcp\n  bind *:5001\n  option httpchk GET /replica?lag=10MB\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
    clusterExample('haproxy', {
      'n1/patroni.yml':
        'scope: shop\nname: n1\nrestapi:\n  connect_address: n1:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n1:5432\n  data_dir: /d\n',
      'n2/patroni.yml':
        'scope: shop\nname: n2\nrestapi:\n  connect_address: n2:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n2:5432\n  data_dir: /d\n',
      'haproxy.cfg':
        'listen replicas\n  mode tcp\n  bind *:5001\n  option httpchk GET /primary\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
    clusterExample('haproxy', {
      'n1/patroni.yml':
        'scope: shop\nname: n1\nrestapi:\n  connect_address: n1:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n1:5432\n  data_dir: /d\n',
      'n2/patroni.yml':
        'scope: shop\nname: n2\nrestapi:\n  connect_address: n2:8008\netcd3:\n  hosts: e1:2379,e2:2379,e3:2379\nbootstrap:\n  dcs:\n    ttl: 30\npostgresql:\n  connect_address: n2:5432\n  data_dir: /d\n',
      'haproxy.cfg':
        'listen replicas\n  mode tcp\n  bind *:5001\n  option httpchk GET /sync\n  server n1 n1:5432 check port 8008\n  server n2 n2:5432 check port 8008\n',
    }),
  ],
  check(cluster, context) {
    if (!cluster.systems.has('patroni')) return;
    // Replicas that commits wait for are not far behind in what they have received, which is what Patroni measures.
    const patroni = cluster.settings.patroni;
    const awaited = ['on', 'quorum'].includes(patroni?.text('synchronous_mode') ?? '')
      ? (patroni?.number('synchronous_node_count') ?? 1)
      : 0;
    if (awaited >= (cluster.open ? 2 : cluster.members.length - 1)) return;
    // Older ones know no limit, and would go on answering.
    if (isOlder(cluster.versions.patroni?.version, '2.0')) return;
    for (const router of cluster.routers) {
      const { check } = router;
      if (router.system !== 'haproxy' || check === undefined) continue;
      const path = /(\/[\w-]+)(\?\S*)?/.exec(check.text);
      if (path === null || !['/replica', '/async', '/asynchronous', '/read-only'].includes(path[1]!))
        continue;
      if (/[?&]lag=/.test(path[2] ?? '')) continue;
      const { unit, span } = check.origin;
      const at = unit.piece.text.indexOf(path[0], span.start);
      const found = at !== -1 && at < span.end;
      const end = at + path[0].length;
      context.report({
        origin: check.origin,
        message: `\`${router.id}\` reads from any replica that runs, however far behind it is. Ask for \`${path[1]}?lag=10MB\`, which Patroni 2.0 and newer refuse where a replica is further behind.`,
        ...(found
          ? {
              fixes: [
                {
                  title: 'Limit the lag to 10MB',
                  edits: [
                    {
                      origin: { unit, span: { start: end, end } },
                      newText: `${path[2] === undefined ? '?' : '&'}lag=10MB`,
                    },
                  ],
                  safe: false,
                },
              ],
            }
          : {}),
      });
    }
  },
});
