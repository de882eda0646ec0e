import { isRing, REDIS_SOURCES, ringCommand, ringExample } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

const two = (n: number) => `10.0.0.${n % 2 === 0 ? 1 : 2}`;
const three = (n: number) => `10.0.0.${n % 3}`;
const ported = (host: (n: number) => string) =>
  ringCommand(6, 1, host).replace(/:6379/g, (_, at: number) => `:${7000 + (at % 977)}`);

export default defineRule({
  id: 'redis-cluster-one-machine',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A Redis Cluster on two machines: losing one may take half of the masters.',
  gains: 'Fewer machines.',
  costs:
    'A failover needs a majority of all masters. On two machines one of them holds at least half of the masters: when it is lost nobody is promoted, though the replicas on the other one have the data.',
  fineWhen: 'Tests, or all on one machine.',
  advice: 'Three machines or more, and no replica beside its own master.',
  sources: [REDIS_SOURCES.cluster],
  bad: [ringExample('', '2 machines', ported(two))],
  good: [ringExample('', undefined, ported(three)), ringExample('')],
  check(cluster, context) {
    if (!isRing(cluster) || cluster.open || cluster.members.length < 4) return;
    const hosts = cluster.members.map(({ site }) => site.host);
    const machines = new Set(hosts);
    if (machines.size !== 2 || hosts.includes(undefined)) return;
    const masters = cluster.members.filter(({ leader }) => leader).length;
    context.report({
      origin: cluster.origin,
      message: `${cluster.name} stands on 2 machines: one of them holds at least ${Math.ceil(masters / 2)} of ${masters} masters, and when it is lost no majority is left to promote the replicas on the other. Use three machines.`,
    });
  },
});
