import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

const NODE =
  'scope: shop\nname: pg1\netcd3:\n  hosts: etcd1:2379,etcd2:2379,etcd3:2379\nbootstrap:\n  dcs:\n    ttl: 30\n';
const CLUSTER =
  'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: shop\nspec:\n  instances: 3\n';
const RING = 'cluster_name: shop\nnum_tokens: 16\nendpoint_snitch: GossipingPropertyFileSnitch\n';
const SEARCH = 'cluster.name: shop\ndiscovery.seed_hosts: [es1, es2, es3]\n';
const ETCD =
  'name: e1\ninitial-cluster: e1=http://10.0.0.1:2380,e2=http://10.0.0.2:2380,e3=http://10.0.0.3:2380\n';
const STRIMZI =
  'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: shop\nspec:\n  kafka:\n    replicas: 3\n';
const TOPOLOGY = 'global:\n  user: tidb\npd_servers:\n  - host: 10.0.1.1\n';

export default defineRule({
  id: 'cluster-file-broken',
  subject: 'cluster',
  since: '0.8.0',
  on: 'cluster',
  severity: 'error',
  engines: ['patroni', 'cloudnativepg', 'cassandra', 'elasticsearch', 'etcd', 'kafka', 'tidb'],
  summary: 'A config that is no YAML: what starts with it refuses the whole file.',
  gains: 'None.',
  costs:
    'The server does not start with it, or the change is not taken over. Faultline leaves out what is broken and judges the rest, so that other findings on the file may miss what stands there.',
  fineWhen: 'The file is a template in a notation that Faultline does not know: exclude it.',
  advice: 'Correct the line, or the one before it: indentation is the usual reason.',
  sources: [{ title: 'YAML 1.2.2', url: 'https://yaml.org/spec/1.2.2/' }],
  bad: [
    clusterExample(
      'patroni',
      {
        'patroni.yml': `${NODE}   loop_wait: 10\n`,
      },
      'cannot be read as YAML',
    ),
    clusterExample('patroni', { 'patroni.yml': `${NODE}tags:\n\tnosync: true\n` }, 'cannot be read as YAML'),
    clusterExample('cloudnativepg', { 'cluster.yaml': `${CLUSTER}   storage:\n    size: 1Gi\n` }),
    clusterExample('cassandra', { 'cassandra.yaml': `${RING}commitlog_sync: batch: 2ms\n` }),
    clusterExample('elasticsearch', { 'elasticsearch.yml': `${SEARCH}node.name: a: b\n` }),
    clusterExample('etcd', { 'etcd.conf.yml': `${ETCD}heartbeat-interval: 100: 200\n` }),
    clusterExample('kafka', { 'kafka.yaml': `${STRIMZI}   storage:\n      type: jbod\n` }),
    clusterExample('tidb', {
      'topology.yaml': `${TOPOLOGY}tikv_servers:\n  - host: 10.0.1.2\n - host: 10.0.1.3\n`,
    }),
  ],
  good: [
    clusterExample('patroni', {
      'patroni.yml': `${NODE}    loop_wait: 10\n`,
    }),
    clusterExample('patroni', { 'patroni.yml': `${NODE}postgresql:\n  parameters: @PARAMETERS@\n` }),
    // YAML 1.2 wants the bracket further right; PyYAML does not.
    clusterExample('patroni', { 'patroni.yml': `${NODE}tags:\n  nosync: [\n  true\n  ]\n` }),
  ],
  check(cluster, context) {
    for (const { origin, problem } of cluster.broken ?? [])
      context.report({ origin, message: `From here on the file cannot be read as YAML: ${problem}.` });
  },
});
