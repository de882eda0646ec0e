import { rpoText } from '../../cluster/guarantees.js';
import type { Cluster } from '../../cluster/model.js';
import { printDuration } from '../../cluster/print.js';
import type { Written } from '../../cluster/settings.js';
import { readRate } from '../../cluster/systems/neutral/amounts.js';
import { described, nodes, objectivesOf } from '../lib/cluster/described.js';
import { clusterExample } from '../lib/cluster/example.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { asked, patroniWith, SLO_SOURCE, writeOf } from '../lib/cluster/objectives.js';
import { defineRule } from '../rule.js';

const keyspace = (copies: number, objectives: string, says?: string) =>
  clusterExample(
    'cassandra',
    {
      'faultline.yaml': `objectives: { ${objectives} }\n`,
      'shop.cql': `CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': ${copies}};\n`,
    },
    says,
  );

export default defineRule({
  id: 'cluster-objective-rpo',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['neutral', 'patroni', 'postgres', 'cloudnativepg', 'mongodb', 'redis', 'cassandra'],
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
    patroniWith('rpo: 0', 'synchronous_mode: false\nsynchronous_mode_strict: true', 'waits for nobody'),
    asked('postgres', 'rpo: 5s', 'rpo is 5 s'),
    asked('cloudnativepg', 'rpo: 5s', 'no bound'),
    asked('redis', 'rpo: 0', 'before any replica'),
    asked('mongodb', 'rpo: 0', 'The primary alone', {
      'defaults.js': 'db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: 1 } })\n',
    }),
    keyspace(1, 'rpo: 0', 'ONE'),
  ],
  good: [
    described(`protocol: primary-backup\n${nodes('a', 'b')}commit: { copies: 2 }\nobjectives: { rpo: 0 }\n`),
    described(`protocol: raft\n${nodes('a', 'b', 'c')}objectives: { rpo: 0 }\n`),
    asked('mongodb', 'rpo: 0'),
    keyspace(3, 'rpo: 0'),
    patroniWith('rpo: 0', 'synchronous_mode: true\nsynchronous_mode_strict: true'),
  ],
  check(cluster, context) {
    const { rpoMs: most } = objectivesOf(cluster, context);
    // Where members are not told, neither is who waits for whom, except by the levels of a keyspace.
    if (most === undefined || (cluster.open && cluster.system !== 'cassandra')) return;
    const rank = (value: number | 'unbounded' | undefined) =>
      value === 'unbounded' ? Infinity : (value ?? 0);
    const write = writeOf(cluster, (a, b) => rank(a.rpoMs) < rank(b.rpoMs));
    if (write?.rpoMs === undefined || rank(write.rpoMs) <= most) return;
    const rate = readRate(cluster.settings.neutral?.text('workload.writes') ?? '');
    const writes =
      rate === undefined || typeof write.rpoMs !== 'number'
        ? ''
        : `, ${Math.round((rate * write.rpoMs) / 1000).toLocaleString('en-US')} writes`;
    const [reason] = write.because;
    const off = synchronousModeOff(cluster);
    context.report({
      origin: off[0]?.origin ?? cluster.commit.origin ?? cluster.origin,
      message: clip(
        `The rpo is ${most === 0 ? '0' : printDuration(most)}; here a failure may lose ${write.rpoMs === 'unbounded' ? 'writes with no bound' : `${rpoText(write)}${writes}`}.`,
        reason?.sentence,
      ),
      fixes:
        off.length === 0
          ? []
          : [
              {
                title: 'Set synchronous_mode: true',
                edits: off.map(written => valueEdit(written, 'true')),
                safe: false,
              },
            ],
    });
  },
});

/** Where Patroni is told not to wait for standbys: each node has a copy of what the cluster began with, and all are to say the same. */
function synchronousModeOff(cluster: Cluster): readonly Written[] {
  const shared = cluster.settings.patroni;
  if (shared?.given('synchronous_mode') === undefined || shared.text('synchronous_mode') !== 'off') return [];
  const places = new Map<string, Written>();
  for (const settings of [shared, ...cluster.members.map(member => member.settings.patroni)])
    for (const written of settings?.written ?? [])
      if (written.key.replace(/^bootstrap\.dcs\./, '') === 'synchronous_mode')
        places.set(`${written.origin.unit.uri} ${written.origin.span.start}`, written);
  return [...places.values()];
}

function clip(start: string, reason: string | undefined): string {
  const whole = reason === undefined ? start : `${start} ${reason}`;
  return whole.length < 310 ? whole : start;
}
