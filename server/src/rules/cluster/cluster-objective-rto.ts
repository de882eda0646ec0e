import { rtoText } from '../../cluster/guarantees.js';
import { printDuration } from '../../cluster/print.js';
import { described, nodes, objectivesOf } from '../lib/cluster/described.js';
import { asked, patroniWith, SLO_SOURCE, writeOf } from '../lib/cluster/objectives.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-objective-rto',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'patroni', 'postgres', 'cloudnativepg', 'mongodb', 'redis'],
  summary: 'After a failure there are no writes for longer than the objectives allow.',
  gains: 'A long wait before a failover spares one for each short cut of the network.',
  costs: 'Until another node leads, no write is taken.',
  fineWhen: 'The objective is meant for another database of the project.',
  advice:
    'Shorten the times of detection (not below what the network needs), let a program decide instead of a person, or ask for what this cluster can give.',
  sources: [SLO_SOURCE],
  bad: [
    described(
      `protocol: raft\n${nodes('a', 'b', 'c')}failover: { detection: 30s, takeover: 40s }\nobjectives: { rto: 1min }\n`,
      '30 s to 70 s',
    ),
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}objectives: { rto: 1min }\n`,
      'until a person acts',
    ),
    patroniWith('rto: 10s', 'ttl: 30', 'rto is 10 s'),
    asked('postgres', 'rto: 1min', 'until a person acts'),
    asked('redis', 'rto: 1min', 'until a person acts'),
    asked('cloudnativepg', 'rto: 1min', '75 s'),
    asked('mongodb', 'rto: 5s', '13.5 s'),
  ],
  good: [
    described(
      `protocol: raft\n${nodes('a', 'b', 'c')}failover: { detection: 5s, takeover: 5s }\nobjectives: { rto: 1min }\n`,
    ),
    asked('mongodb', 'rto: 1min'),
    asked('cloudnativepg', 'rto: 5min'),
    patroniWith('rto: 5min', 'ttl: 30\nprimary_start_timeout: 30'),
  ],
  check(cluster, context) {
    const { rtoMs: most } = objectivesOf(cluster, context);
    if (most === undefined) return;
    const rank = (value: readonly [number, number] | 'manual' | undefined) =>
      value === 'manual' ? Infinity : (value?.[1] ?? 0);
    const write = writeOf(cluster, (a, b) => rank(a.rtoMs) < rank(b.rtoMs));
    if (write?.rtoMs === undefined || rank(write.rtoMs) <= most) return;
    context.report({
      origin: cluster.failover.origin ?? cluster.origin,
      message: `The rto is ${most === 0 ? '0' : printDuration(most)}; here there are no writes for ${rtoText(write)}${write.rtoMs === 'manual' ? ': nothing makes another node the leader by itself' : ' after the leader is lost'}. ${write.rtoMs === 'manual' ? 'Let a program that can count votes decide, or ask for less.' : 'Shorten the times of detection, or ask for less.'}`,
    });
  },
});
