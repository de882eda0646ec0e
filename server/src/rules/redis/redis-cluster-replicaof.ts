import { clusterExample } from '../lib/cluster/example.js';
import { givenIn, isRing, ringExample, shownServers } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-cluster-replicaof',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['redis'],
  summary: 'A node of a Redis Cluster with replicaof in its config.',
  gains: 'None: the server does not start.',
  costs:
    'In a cluster the nodes themselves know who copies from whom: "replicaof directive not allowed in cluster mode".',
  fineWhen: 'Never.',
  advice: 'Take it out; use `CLUSTER REPLICATE`, or --cluster-replicas when the cluster is made.',
  sources: [{ title: 'config.c', url: 'https://github.com/redis/redis/blob/7.4.1/src/config.c' }],
  bad: [
    clusterExample(
      'redis',
      { 'redis.conf': 'port 6379\ncluster-enabled yes\nreplicaof 10.0.0.1 6379\n' },
      'does not start',
    ),
  ],
  good: [
    ringExample(''),
    // Of what a template writes for one kind of set-up or the other, both never stand together.
    clusterExample('redis', {
      'roles/cache/templates/redis.conf.j2':
        "port {{ port }}\n{% if kind == 'pair' %}\n  {% if not leads %}\nreplicaof {{ leader }} 6379\n  {% endif %}\n{% endif %}\n{% if kind == 'ring' %}\ncluster-enabled yes\n{% endif %}\n",
    }),
  ],
  check(cluster, context) {
    if (!isRing(cluster)) return;
    for (const { member, given } of givenIn(shownServers(cluster), 'replicaof')) {
      if (/^no one$/i.test(String(given.value))) continue;
      context.report({
        origin: given.written.origin,
        message: `${member.id} is a node of a Redis Cluster and has ${given.written.key}: it does not start so. Take the line out, and make it a replica by CLUSTER REPLICATE.`,
      });
    }
  },
});
