import { CONSENSUS_SOURCES, etcdExample, shown, valueFix } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-election-timeout-refused',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['etcd'],
  summary: 'election-timeout is not five times heartbeat-interval, or above 50 seconds.',
  gains: 'None: etcd does not start.',
  costs:
    'etcd checks at its start that `election-timeout` is at least five times `heartbeat-interval` and at most 50000 ms.',
  fineWhen: 'Never.',
  advice:
    'Keep `election-timeout` at ten times the round trip between members, and `heartbeat-interval` at about one round trip.',
  sources: [CONSENSUS_SOURCES.etcdConfig, CONSENSUS_SOURCES.etcdTuning],
  bad: [
    etcdExample(1, 'heartbeat-interval: 500\n', 'at least 2500'),
    etcdExample(1, 'election-timeout: 60000\n', '50000'),
  ],
  good: [
    etcdExample(1, 'heartbeat-interval: 500\nelection-timeout: 5000\n'),
    etcdExample(1, 'election-timeout: 1000\n'),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const { member, settings } of shown(cluster)) {
      if (settings.isHidden('heartbeat-interval') || settings.isHidden('election-timeout')) continue;
      const heartbeat = settings.number('heartbeat-interval');
      const election = settings.number('election-timeout');
      const given = settings.given('election-timeout') ?? settings.given('heartbeat-interval');
      if (heartbeat === undefined || election === undefined || given === undefined || heartbeat <= 0)
        continue;
      const { unit, span } = given.written.origin;
      if (seen.has(`${unit.uri}:${span.start}`)) continue;
      seen.add(`${unit.uri}:${span.start}`);
      const own = settings.given('election-timeout');
      if (election > 50_000) {
        context.report({
          origin: given.written.origin,
          message: `${member.id} does not start: election-timeout is ${election} ms and may be 50000 at most.`,
          fixes: () =>
            own === undefined ? [] : [valueFix('Use the most that is allowed', own.written, '50000')],
        });
      } else if (election < heartbeat * 5) {
        context.report({
          origin: given.written.origin,
          message: `${member.id} does not start: election-timeout (${election} ms) must be at least five times heartbeat-interval (${heartbeat} ms), at least ${heartbeat * 5}.`,
          fixes: () =>
            own === undefined || heartbeat > 5000
              ? []
              : [valueFix('Make it ten times the heartbeat', own.written, String(heartbeat * 10))],
        });
      }
    }
  },
});
