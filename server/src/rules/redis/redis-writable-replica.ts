import type { Member } from '../../cluster/model.js';
import {
  givenIn,
  lineFix,
  REDIS_SOURCES,
  serverSettings,
  serversExample,
  shownServers,
} from '../lib/cluster/redis.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'redis-writable-replica',
  subject: 'redis',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['redis'],
  summary: 'Replicas take writes that nobody else has.',
  gains: 'Programs may keep results beside the copy.',
  costs:
    'What is written to a replica goes to no other server, makes it differ from its master, and is gone at the next full copy.',
  fineWhen: 'Nothing but such results is written, and they may be lost.',
  advice: 'Leave replica-read-only at yes.',
  sources: [
    REDIS_SOURCES.conf,
    { title: 'KeyDB: active replication', url: 'https://docs.keydb.dev/docs/active-rep/' },
  ],
  bad: [
    serversExample(n => (n === 2 ? 'replica-read-only no\n' : ''), 'full copy'),
    serversExample(n => `slave-read-only ${n === 3 ? 'no' : 'yes'}\n`, 'Set slave-read-only yes'),
  ],
  good: [
    serversExample('replica-read-only yes\n'),
    serversExample('active-replica yes\nreplica-read-only no\n'),
  ],
  check(cluster, context) {
    const found = givenIn(shownServers(cluster).filter(isReplica), 'replica-read-only').find(
      // An active replica of KeyDB sends its own writes on.
      ({ member, given }) =>
        given.effective === false &&
        !/^yes$/i.test(String(serverSettings(member).raw('active-replica')?.raw)),
    );
    if (found === undefined) return;
    const { member, given } = found;
    context.report({
      origin: given.written.origin,
      message: `${member.id} takes writes while it is a replica: no other server gets them, and the next full copy takes them away. Set ${given.written.key} yes.`,
      fixes: () => [lineFix('Refuse writes', given.written, 'yes', false)],
    });
  },
});

/** True for one that copies from another, or shares a template with those that do: one that only leads has no use for it. */
function isReplica(member: Member): boolean {
  if (serverSettings(member).given('replicaof') !== undefined) return true;
  // A manifest holds the configs of others as well.
  return serverSettings(member).written.some(
    ({ keyOrigin: { unit } }) =>
      !/\.ya?ml$/i.test(unit.uri) && /^[ \t"'-]*(?:replicaof|slaveof)[ \t]+\S/m.test(unit.piece.text),
  );
}
