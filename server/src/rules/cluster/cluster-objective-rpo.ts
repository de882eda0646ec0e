import { rpoText } from '../../cluster/guarantees.js';
import { printDuration } from '../../cluster/print.js';
import { readRate } from '../../cluster/systems/neutral/amounts.js';
import { described, nodes, objectivesOf } from '../lib/cluster/described.js';
import { patroniWith, SLO_SOURCE, writeOf } from '../lib/cluster/objectives.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cluster-objective-rpo',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'patroni'],
  summary: 'A failure may lose more writes than the objectives allow.',
  gains: 'Writes are acknowledged sooner, and while other copies are away.',
  costs: 'What was acknowledged and not copied yet is gone with the machine that had it.',
  fineWhen: 'The objective is meant for another database of the project.',
  advice: 'Wait for another copy before acknowledging, or ask for what this cluster can give.',
  sources: [SLO_SOURCE],
  bad: [
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}workload: { writes: 500/s }\nobjectives: { rpo: 0 }\n`,
      'no bound',
    ),
    described(
      `protocol: primary-backup\n${nodes('a', 'b')}workload: { writes: 500/s, lag: 8s }\nobjectives: { rpo: 5s }\n`,
      '4,000 writes',
    ),
    patroniWith('rpo: 0', 'ttl: 30', 'rpo is 0'),
  ],
  good: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2 }\nobjectives: { rpo: 0 }\n`),
    described(`protocol: raft\n${nodes('a', 'b', 'c')}objectives: { rpo: 0 }\n`),
    patroniWith('rpo: 0', 'synchronous_mode: true\nsynchronous_mode_strict: true'),
  ],
  check(cluster, context) {
    const { rpoMs: asked } = objectivesOf(cluster, context);
    if (asked === undefined || cluster.open) return;
    const rank = (value: number | 'unbounded' | undefined) =>
      value === 'unbounded' ? Infinity : (value ?? 0);
    const write = writeOf(cluster, (a, b) => rank(a.rpoMs) < rank(b.rpoMs));
    if (write?.rpoMs === undefined || rank(write.rpoMs) <= asked) return;
    const rate = readRate(cluster.settings.neutral?.text('workload.writes') ?? '');
    const writes =
      rate === undefined || typeof write.rpoMs !== 'number'
        ? ''
        : `, ${Math.round((rate * write.rpoMs) / 1000).toLocaleString('en-US')} writes`;
    const [reason] = write.because;
    context.report({
      origin: cluster.commit.origin ?? cluster.origin,
      message: clip(
        `The rpo is ${asked === 0 ? '0' : printDuration(asked)}; here a failure may lose ${write.rpoMs === 'unbounded' ? 'writes with no bound' : `${rpoText(write)}${writes}`}.`,
        reason?.sentence,
      ),
    });
  },
});

function clip(start: string, reason: string | undefined): string {
  const whole = reason === undefined ? start : `${start} ${reason}`;
  return whole.length < 310 ? whole : start;
}
