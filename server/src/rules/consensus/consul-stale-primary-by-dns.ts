import { duration, shown, voters } from '../lib/cluster/consensus.js';
import { consulExample, consulFiles } from '../lib/cluster/consensus-examples.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'consul-stale-primary-by-dns',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['consul'],
  summary: 'A database’s primary may be found by answers that are old.',
  gains: 'DNS answers also without a leader.',
  costs:
    'Consul’s DNS lets any server answer, up to `max_stale` old, ten years by default. One that is cut off goes on naming the old primary after a failover: writers that find it by DNS go there.',
  fineWhen:
    'Programs find the primary by other means (a proxy that asks the database, several hosts with `target_session_attrs`).',
  advice: 'Set `dns_config { max_stale = "5s" }`, and let the proxy or driver check who is primary.',
  sources: [
    {
      title: 'Consul: agent configuration',
      url: 'https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file',
    },
    {
      title: 'Consul: consistency modes',
      url: 'https://developer.hashicorp.com/consul/api-docs/features/consistency',
    },
  ],
  bad: [
    clusterExample(
      'consul',
      {
        ...consulFiles(3),
        'patroni.yml':
          'scope: shop\nname: p1\nconsul:\n  host: 10.0.0.1:8500\n  register_service: true\npostgresql:\n  listen: 10.0.1.1:5432\n  connect_address: 10.0.1.1:5432\n  data_dir: /data\n',
      },
      'shop',
    ),
  ],
  good: [
    consulExample(3),
    // Programs come by a proxy that asks Patroni.
    clusterExample('consul', {
      ...consulFiles(3),
      'patroni.yml':
        'scope: shop\nname: p1\nconsul:\n  host: 10.0.0.1:8500\n  register_service: true\npostgresql:\n  listen: 10.0.1.1:5432\n  connect_address: 10.0.1.1:5432\n  data_dir: /data\n',
      'haproxy.cfg':
        'listen writes\n    bind *:5000\n    option httpchk GET /primary\n    http-check expect status 200\n    server p1 10.0.1.1:5432 check port 8008\n    server p2 10.0.1.2:5432 check port 8008\n',
    }),
    clusterExample('consul', {
      'compose.yaml':
        'services:\n  consul:\n    image: hashicorp/consul:1.20\n    command: agent -server -bootstrap-expect=1\n',
      'patroni.yml':
        'scope: shop\nname: p1\nconsul:\n  host: consul:8500\n  register_service: true\npostgresql:\n  listen: 10.0.1.1:5432\n  connect_address: 10.0.1.1:5432\n  data_dir: /data\n',
    }),
    clusterExample('consul', {
      ...consulFiles(3, 'dns_config {\n  max_stale = "5s"\n}\n'),
      'patroni.yml': 'scope: shop\nname: p1\nconsul:\n  host: 10.0.0.1:8500\n  register_service: true\n',
    }),
  ],
  check(cluster, context) {
    const [first] = shown(cluster);
    const dependent = context.clusters.find(({ coordination }) => coordination?.cluster === cluster.id);
    // A single server leads, or answers nothing.
    if (first === undefined || dependent === undefined || (voters(cluster).length === 1 && !cluster.open))
      return;
    // Only who registers its primary as a service can be found by it.
    const registers =
      dependent.sources.length > 0 &&
      dependent.members.some(
        ({ settings }) =>
          settings.patroni?.written.some(
            ({ key, raw }) => key === 'consul.register_service' && raw === true,
          ) === true,
      );
    if (!registers || first.settings.flag('dns_config.allow_stale') !== true) return;
    // A proxy that asks the database who leads.
    if (
      dependent.routers.some(
        ({ check, targets }) => check !== undefined && !targets.some(({ text }) => /\.consul\b/i.test(text)),
      )
    )
      return;
    const stale = first.settings.number('dns_config.max_stale');
    if (stale === undefined || stale <= 60_000) return;
    context.report({
      origin:
        (first.settings.given('dns_config.max_stale') ?? first.settings.given('dns_config.allow_stale'))
          ?.written.origin ?? cluster.origin,
      message: `${dependent.name} registers its primary here, and DNS answers may be ${stale > 3.1e10 ? 'years' : duration(stale)} old: a server that is cut off names the old primary after a failover. Set dns_config.max_stale, and check who is primary.`,
    });
  },
});
