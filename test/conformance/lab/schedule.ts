import type { Fault, Schedule, ScheduledEvent } from '../../../server/src/simulate/schedule/model.js';
import type { LabFault, Scenario } from './records.js';

/** How long the clients wrote before the first fault, in ms. */
export const LEAD_IN_MS = 10_000;
/** Who writes, and beside each of them who reads from every node, wherever the writer is at home. */
const CLIENTS = ['c1', 'c2'];
const READERS: Readonly<Record<string, string>> = { c1: 'r1', c2: 'r2' };

/**
 * The schedule of a scenario: the same faults at the same times, and two clients that write as those of the real
 * cluster did.
 * @param hosts Names of all hosts of the cluster: who is `alone` is apart from the others.
 */
export function scheduleOf(scenario: Scenario, hosts: readonly string[]): Schedule {
  const { faults, end, home = {}, write_timeout: timeout = 2 } = scenario;
  return {
    until: LEAD_IN_MS + end * 1000,
    clients: [
      ...CLIENTS.map(name => ({
        name,
        ...(home[name] === undefined ? {} : { home: home[name] }),
        writesPerSecond: 20,
        readsPerSecond: 0,
        writeTimeoutMs: timeout * 1000,
      })),
      ...Object.values(READERS).map(name => ({
        name,
        writesPerSecond: 0,
        readsPerSecond: 10,
        writeTimeoutMs: timeout * 1000,
      })),
    ],
    events: faults.flatMap((fault): ScheduledEvent[] => {
      const done = faultOf(fault, hosts);
      return done === undefined ? [] : [{ at: LEAD_IN_MS + fault[0] * 1000, fault: done }];
    }),
  };
}

/** One fault; undefined: nothing is done to the cluster. */
function faultOf([, verb, ...rest]: LabFault, hosts: readonly string[]): Fault | undefined {
  // Where a client is, its reader is too.
  const named = (value: unknown): string[] =>
    (Array.isArray(value) ? (value as string[]) : [value as string]).flatMap(name => [
      name,
      ...(READERS[name] === undefined ? [] : [READERS[name]]),
    ]);
  switch (verb) {
    case 'partition':
      return { kind: 'partition', groups: (rest[0] as unknown[]).map(named) };
    case 'heal':
      return { kind: 'heal' };
    case 'cut':
      return { kind: 'cut', from: named(rest[0]), to: named(rest[1]), oneWay: false };
    case 'oneway':
      return { kind: 'cut', from: named(rest[0]), to: named(rest[1]), oneWay: true };
    case 'power':
      return { kind: 'powerLoss', hosts: named(rest[0]) };
    case 'alone': {
      const [who] = named(rest[0]);
      const others = [...hosts, ...named(CLIENTS)].filter(host => host !== who);
      return { kind: 'cut', from: [who!], to: others, oneWay: false };
    }
    case 'kill':
      return { kind: 'crash', hosts: named(rest[0]), ...program(rest[1]) };
    case 'start':
      return { kind: 'restart', hosts: named(rest[0]), ...program(rest[1]) };
    case 'freeze':
      return { kind: 'pause', hosts: named(rest[0]), ...program(rest[1]) };
    case 'thaw':
      return { kind: 'resume', hosts: named(rest[0]), ...program(rest[1]) };
    case 'sql':
      return statement(rest[0] as string, rest[1] as string);
    default:
      throw new Error(`No fault is called "${verb}".`);
  }
}

function program(name: unknown): { process?: string } {
  return typeof name === 'string' ? { process: name } : {};
}

function statement(host: string, text: string): Fault | undefined {
  if (/pg_promote|pc\.bootstrap/.test(text)) return { kind: 'promote', host };
  return text.includes('pg_cancel_backend') ? { kind: 'cancelWaits', host } : undefined;
}
