import type { Member } from '../../cluster/model.js';
import {
  holdsCache,
  keepsFiles,
  REDIS_SOURCES,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

/** What has to be the same wherever the master is, with what happens where it is not. */
const SAME: readonly (readonly [name: string, then: string])[] = [
  ['min-replicas-to-write', 'after a failover another bound on lost writes holds'],
  ['min-replicas-max-lag', 'after a failover another bound on lost writes holds'],
  ['appendonly', 'after a failover what survives a restart is another'],
  ['appendfsync', 'after a failover what survives a crash is another'],
  ['maxmemory-policy', 'after a failover other keys are thrown away, or writes refused'],
];

export default defineRule({
  id: 'redis-nodes-differ',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'A setting that must hold on every master is not the same on all servers.',
  gains: 'Servers may be tuned for what they are at first.',
  costs:
    'Any replica may become master: what was set on the first one alone is gone after the first failover.',
  fineWhen: 'A server never leads (replica-priority 0), or the persistence of replicas differs on purpose.',
  advice: 'Keep one config for all servers, apart from replicaof.',
  sources: [REDIS_SOURCES.conf, REDIS_SOURCES.sentinel],
  bad: [serversExample(n => (n === 1 ? 'min-replicas-to-write 1\n' : ''), 'n1')],
  good: [
    serversExample('min-replicas-to-write 1\n'),
    serversExample(n => (n === 1 ? 'maxmemory-policy allkeys-lru\n' : '')),
  ],
  check(cluster, context) {
    const servers = shownServers(cluster).filter(({ eligible }) => eligible);
    if (servers.length < 2) return;
    for (const [name, then] of SAME) {
      const values = new Map<string, Member[]>();
      let hidden = false;
      for (const member of servers) {
        const settings = serverSettings(member);
        hidden ||= settings.isHidden(name);
        const value = settings.text(name) ?? '';
        values.set(value, [...(values.get(value) ?? []), member]);
      }
      if (hidden || values.size < 2) continue;
      // A server without a limit throws nothing away and refuses nothing, whatever its policy is.
      if (
        name === 'maxmemory-policy' &&
        servers.some(
          member =>
            !serverSettings(member).isHidden('maxmemory') && !serverSettings(member).number('maxmemory'),
        )
      )
        continue;
      // A persistent replica beside a master without files is a design of its own; the other way round is no loss.
      if (
        /^append/.test(name) &&
        // What a container writes where nothing is mounted goes with it, and nothing of a cache is meant to stay.
        (holdsCache(cluster) ||
          !servers.some(
            member =>
              member.leader && serverSettings(member).flag('appendonly') === true && keepsFiles(member),
          ))
      )
        continue;
      const [rare] = [...values].sort((a, b) => a[1].length - b[1].length);
      const odd = rare![1][0]!;
      const other = servers.find(member => serverSettings(member).text(name) !== rare![0])!;
      const written = serverSettings(odd).given(name)?.written ?? serverSettings(other).given(name)?.written;
      if (written === undefined) continue;
      context.report({
        origin: written.origin,
        message: `${name} is ${rare![0]} on ${odd.id} and ${serverSettings(other).text(name)} on ${other.id}: ${then}. Give every server of ${cluster.name} the same.`,
      });
      return;
    }
  },
});
