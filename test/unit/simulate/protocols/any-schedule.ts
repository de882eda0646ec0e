import fc from 'fast-check';
import type { Fault, Schedule } from '../../../../server/src/simulate/schedule/model.js';

/** Any few faults within 40 s on hosts of these names, with two clients. */
export function anySchedule(
  names: readonly string[],
  programs: readonly string[] = [],
): fc.Arbitrary<Schedule> {
  const host = fc.constantFrom(...names);
  const hosts = fc.subarray([...names], { minLength: 1 });
  const program = fc.option(fc.constantFrom(...programs, 'none'), { nil: undefined });
  const process = program.map(name => (name === undefined || name === 'none' ? {} : { process: name }));
  const some = (kind: 'crash' | 'restart' | 'pause' | 'resume') =>
    fc.tuple(hosts, process).map(([which, by]): Fault => ({ kind, hosts: which, ...by }));
  const fault: fc.Arbitrary<Fault> = fc.oneof(
    hosts.map(
      (group): Fault => ({ kind: 'partition', groups: [group, names.filter(name => !group.includes(name))] }),
    ),
    fc.constant<Fault>({ kind: 'heal' }),
    fc
      .tuple(host, host, fc.boolean())
      .map(([from, to, oneWay]): Fault => ({ kind: 'cut', from: [from], to: [to], oneWay })),
    fc
      .tuple(host, host)
      .map(([from, to]): Fault => ({ kind: 'slow', from: [from], to: [to], latencyMs: 300, loss: 0.2 })),
    some('crash'),
    some('restart'),
    some('pause'),
    some('resume'),
    hosts.map((which): Fault => ({ kind: 'powerLoss', hosts: which })),
    fc
      .tuple(hosts, fc.integer({ min: -20_000, max: 20_000 }))
      .map(([which, byMs]): Fault => ({ kind: 'clock', hosts: which, byMs })),
    hosts.map((which): Fault => ({ kind: 'diskStall', hosts: which, forMs: 3_000 })),
    host.map((which): Fault => ({ kind: 'promote', host: which })),
    fc.constant<Fault>({ kind: 'maintenance', on: true }),
  );
  const event = fc
    .tuple(fc.integer({ min: 1_000, max: 40_000 }), fault)
    .map(([at, what]) => ({ at, fault: what }));
  return fc.array(event, { minLength: 1, maxLength: 6 }).map(events => ({
    until: 50_000,
    clients: ['c1', 'c2'].map(name => ({
      name,
      writesPerSecond: 4,
      readsPerSecond: 2,
      writeTimeoutMs: 1_000,
    })),
    events: events.sort((a, b) => a.at - b.at),
  }));
}
