import type { Prepared } from '../../server/src/simulate/family.js';
import type { Fault, Schedule } from '../../server/src/simulate/schedule/model.js';
import type { Random } from '../recall/site.js';

/** How long runs are, in ms: most are short, some outlast leases. */
const UNTIL_MS = [3_000, 8_000, 8_000, 20_000, 20_000, 75_000];
/** Names that mean something in every cluster, and some that mean nothing in any. */
const NAMES = ['@primary', '@rest', '@replicas', '@etcd', '@nodes', '@r1', '@r2', 'c1', 'nowhere', '@nobody'];

/** A schedule at random: anything that can be said, sensible or not. */
export function randomSchedule(prepared: Prepared, random: Random): Schedule {
  const until = one(random, UNTIL_MS);
  const hosts = [
    ...prepared.hosts.flatMap(({ name, aliases }) => [name, ...aliases.slice(0, 1)]),
    ...prepared.processes.map(({ name }) => name),
  ];
  const ends = new Set<number>();
  const events = Array.from({ length: random.below(9) }, () => {
    // Several things at the same moment, at the very beginning, at the very end.
    const at =
      ends.size > 0 && random.below(4) === 0 ? one(random, [0, until, ...ends]) : random.below(until + 1);
    ends.add(at);
    return { at, fault: randomFault(prepared, hosts, random) };
  });
  const clients = Array.from({ length: random.below(4) }, (_, at) => ({
    name: `c${at + 1}`,
    ...(random.below(3) === 0 ? { group: some(hosts, random) } : {}),
    ...(random.below(4) === 0 ? { home: some(hosts, random) } : {}),
    writesPerSecond: one(random, [0, 0.5, 2, 2, 5, 20]),
    readsPerSecond: one(random, [0, 0.5, 1, 2]),
    writeTimeoutMs: one(random, [1, 200, 1_000, 1_000, 30_000]),
  }));
  return { until, clients, events: events.sort((a, b) => a.at - b.at) };
}

function randomFault(prepared: Prepared, names: readonly string[], random: Random): Fault {
  const programs = [...new Set(prepared.processes.map(({ program }) => program)), 'nothing'];
  const hosts = () => some(names, random);
  const host = () => one(random, [...names, ...names, ...NAMES]);
  const process = () => (random.below(3) === 0 ? { process: one(random, programs) } : {});
  const sites = prepared.hosts
    .flatMap(({ region, zone }) => [region, zone])
    .filter(site => site !== undefined);
  switch (random.below(20)) {
    case 0:
    case 1:
      return { kind: 'partition', groups: Array.from({ length: 1 + random.below(3) }, hosts) };
    case 2:
    case 3:
      return { kind: 'heal' };
    case 4:
      return { kind: 'cut', from: hosts(), to: hosts(), oneWay: random.below(2) === 0 };
    case 5:
      return {
        kind: 'slow',
        from: hosts(),
        to: hosts(),
        latencyMs: one(random, [0, 30, 700, 20_000]),
        loss: one(random, [0, 0.1, 0.9, 1]),
      };
    case 6:
      return { kind: 'crash', hosts: hosts(), ...process() };
    case 7:
      return { kind: 'powerLoss', hosts: hosts() };
    case 8:
      return { kind: 'crash', hosts: [one(random, ['@nodes', '@rest', '@etcd'])] };
    case 9:
    case 10:
      return { kind: 'restart', hosts: hosts(), ...process() };
    case 11:
      return { kind: 'pause', hosts: hosts(), ...process() };
    case 12:
      return { kind: 'resume', hosts: hosts(), ...process() };
    case 13:
      return {
        kind: 'clock',
        hosts: hosts(),
        byMs: one(random, [-3_600_000, -500, 0, 20, 45_000, 3_600_000]),
      };
    case 14:
      return {
        kind: 'diskStall',
        hosts: hosts(),
        ...(random.below(2) === 0 ? {} : { forMs: random.below(9_000) }),
      };
    case 15:
      return { kind: 'promote', host: host() };
    case 16:
      return { kind: 'cancelWaits', host: host() };
    case 17:
      return { kind: random.below(2) === 0 ? 'removeMember' : 'addMember', host: host() };
    case 18:
      return { kind: 'maintenance', on: random.below(2) === 0 };
    default:
      return { kind: 'siteLoss', site: one(random, [...sites, 'nowhere']) };
  }
}

/** Some hosts, none at times. */
function some(names: readonly string[], random: Random): string[] {
  if (random.below(3) === 0) return [one(random, NAMES)];
  return names.filter(() => random.below(3) === 0);
}

export function one<T>(random: Random, items: readonly T[]): T {
  return items[random.below(items.length)]!;
}
