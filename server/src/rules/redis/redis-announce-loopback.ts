import { givenIn, REDIS_SOURCES, serversExample } from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-announce-loopback',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A server says that it is reached at 127.0.0.1.',
  gains: 'A program on the same machine reaches it through a published port.',
  costs:
    'Others are told this address: Sentinel, clients and the other nodes look for it on their own machine.',
  fineWhen: 'Everything runs on one machine.',
  advice: 'Announce the address under which the others reach it.',
  sources: [REDIS_SOURCES.conf],
  bad: [serversExample(n => (n === 2 ? 'replica-announce-ip 127.0.0.1\n' : ''), '127.0.0.1')],
  good: [serversExample(n => `replica-announce-ip 10.0.0.${n}\n`)],
  check(cluster, context) {
    if (cluster.members.length < 2) return;
    // With every member on the same machine it is right.
    const away = cluster.members.some(({ site }) => site.host !== undefined);
    if (!away) return;
    for (const name of ['replica-announce-ip', 'cluster-announce-ip', 'announce-ip']) {
      for (const { member, given } of givenIn(cluster.members, name)) {
        if (typeof given.effective !== 'string' || !/^(?:127\.|localhost$|::1$)/.test(given.effective))
          continue;
        context.report({
          origin: given.written.origin,
          message: `${member.id} announces ${given.effective}: the other members and clients of ${cluster.name} look for it on their own machine. Announce the address that they reach it at.`,
        });
      }
    }
  },
});
