import fc from 'fast-check';
import type { Fault, Schedule } from '../../../../server/src/simulate/schedule/model.js';

/** Names as people give them, and names as nobody should. */
export const NAME = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('n1', 'n2', 'n3', 'db-1.example.org', '10.0.0.1', '1', 'true', 'on'),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter(name => !name.startsWith('@') && name.trim() !== ''),
  },
);
const HOST = fc.oneof(NAME, fc.constantFrom('@primary', '@rest', '@replicas', '@etcd', '@nodes'));
const HOSTS = fc.uniqueArray(HOST, { minLength: 1, maxLength: 4 });
const MS = fc.integer({ min: 0, max: 3_600_000 });

/** Lists of hosts that share none. */
function parted(least: number, most: number) {
  return fc.uniqueArray(HOST, { minLength: most, maxLength: most + 3 }).chain(names =>
    fc.integer({ min: least, max: most }).map(count => {
      const groups: string[][] = Array.from({ length: count }, () => []);
      for (const [index, name] of names.entries()) groups[index % count]!.push(name);
      return groups;
    }),
  );
}

const FAULT: fc.Arbitrary<Fault> = fc.oneof(
  parted(2, 4).map((groups): Fault => ({ kind: 'partition', groups })),
  fc.constant<Fault>({ kind: 'heal' }),
  fc
    .tuple(parted(2, 2), fc.boolean())
    .map(([[from, to], oneWay]): Fault => ({ kind: 'cut', from: from!, to: to!, oneWay })),
  fc.tuple(parted(2, 2), MS, fc.double({ min: 0, max: 1, noNaN: true })).map(
    ([[from, to], latencyMs, loss]): Fault => ({
      kind: 'slow',
      from: from!,
      to: to!,
      latencyMs,
      loss: loss + 0,
    }),
  ),
  fc
    .tuple(fc.constantFrom('crash', 'restart', 'pause', 'resume'), HOSTS, fc.option(NAME))
    .map(([kind, hosts, process]): Fault => ({ kind, hosts, ...(process === null ? {} : { process }) })),
  HOSTS.map((hosts): Fault => ({ kind: 'powerLoss', hosts })),
  fc
    .tuple(HOSTS, fc.integer({ min: -100_000, max: 100_000 }))
    .map(([hosts, byMs]): Fault => ({ kind: 'clock', hosts, byMs })),
  fc
    .tuple(HOSTS, fc.option(fc.integer({ min: 1, max: 99_999 })))
    .map(([hosts, forMs]): Fault => ({ kind: 'diskStall', hosts, ...(forMs === null ? {} : { forMs }) })),
  fc
    .tuple(fc.constantFrom('promote', 'cancelWaits', 'removeMember', 'addMember'), HOST)
    .map(([kind, host]): Fault => ({ kind, host })),
  fc.boolean().map((on): Fault => ({ kind: 'maintenance', on })),
  NAME.map((site): Fault => ({ kind: 'siteLoss', site })),
);

const CLIENT = fc.record(
  {
    name: NAME,
    group: HOSTS,
    home: HOSTS,
    writesPerSecond: fc.double({ min: 0, max: 100, noNaN: true }).map(rate => rate + 0),
    readsPerSecond: fc.nat(100),
    writeTimeoutMs: fc.integer({ min: 1, max: 60_000 }),
  },
  {
    requiredKeys: ['name', 'writesPerSecond', 'readsPerSecond', 'writeTimeoutMs'],
    noNullPrototype: true,
  },
);

export const SCHEDULE: fc.Arbitrary<Schedule> = fc
  .record({
    until: fc.integer({ min: 3_600_000, max: 86_400_000 }),
    clients: fc.uniqueArray(CLIENT, { maxLength: 4, selector: ({ name }) => name }),
    events: fc.array(fc.record({ at: MS, fault: FAULT }, { noNullPrototype: true }), { maxLength: 12 }),
  })
  .map(schedule => ({ ...schedule, events: [...schedule.events].sort((a, b) => a.at - b.at) }));
