import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { HistoryEvent, Operation } from '../../../../server/src/simulate/history/model.js';
import type { NodeRole, RoleChange } from '../../../../server/src/simulate/report/model.js';
import type { Run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule, ScheduledEvent } from '../../../../server/src/simulate/schedule/model.js';

/** Three nodes that take writes, and one beside them that does not. Nothing of it is ever played. */
export const PREPARED: Prepared = {
  family: 'hand-made',
  title: 'Hand-made',
  hosts: ['n1', 'n2', 'n3', 'w1'].map(name => ({ name, aliases: [], client: false })),
  processes: ['n1', 'n2', 'n3', 'w1'].map((name, host) => ({
    name,
    host,
    program: 'db',
    member: name,
    serves: name !== 'w1',
  })),
  create: () => {
    throw new Error('Hand-made runs are not played.');
  },
  searchUnitMs: 0,
  readLevels: [{ name: 'leader', linearizable: true }],
  limits: ['Disks never fill.'],
};

export const FAULT_MS = 10_000;
export const END_MS = 60_000;

/** A partition 10 s after the beginning; it heals 20 s later. Two clients. */
export function schedule(events: readonly ScheduledEvent[] = EVENTS): Schedule {
  const client = { writesPerSecond: 10, readsPerSecond: 4, writeTimeoutMs: 2_000 };
  return { until: END_MS, clients: ['c1', 'c2'].map(name => ({ name, ...client })), events };
}

const EVENTS: readonly ScheduledEvent[] = [
  { at: FAULT_MS, fault: { kind: 'partition', groups: [['n1'], ['@rest']] } },
  { at: FAULT_MS + 20_000, fault: { kind: 'heal' } },
];

/** What a hand-made run is told by; times are ms from the first fault. */
export interface Told {
  /** Per node: `[at, role, epoch]`; the first from the beginning of the run. */
  readonly roles?: Readonly<
    Record<string, readonly (readonly [at: number, role: NodeRole, epoch: number])[]>
  >;
  /** Writes that are acknowledged, one each 100 ms from the first time to the last. */
  readonly writes?: readonly {
    readonly client: number;
    readonly node: string;
    readonly from: number;
    readonly to: number;
    readonly lost?: boolean;
    readonly result?: Operation['result'];
  }[];
  readonly events?: readonly HistoryEvent[];
  readonly stale?: Readonly<Record<string, number>>;
  readonly finalLeaders?: readonly number[];
  readonly conflicts?: number;
  readonly converged?: boolean;
  readonly seed?: number;
}

const NODES = ['n1', 'n2', 'n3', 'w1'];

/** A run as it would have been recorded. */
export function runOf(told: Told): Run {
  const operations: Operation[] = [];
  const lost: number[] = [];
  for (const { client, node, from, to, lost: gone, result = 'acknowledged' } of told.writes ?? []) {
    for (let at = from; at <= to; at += 100) {
      if (gone) lost.push(operations.length);
      operations.push({
        kind: 'write',
        client,
        node,
        invokedMs: FAULT_MS + at - 1,
        ...(result === 'unknown' ? {} : { completedMs: FAULT_MS + at }),
        result,
        key: 0,
        value: operations.length,
      });
    }
  }
  for (const [node, staleMs] of Object.entries(told.stale ?? {}))
    operations.push({
      kind: 'read',
      client: 0,
      node,
      invokedMs: FAULT_MS,
      completedMs: FAULT_MS,
      result: 'acknowledged',
      key: 0,
      staleMs,
    });
  return {
    seed: told.seed ?? 1,
    operations,
    events: told.events ?? [],
    roles: NODES.map(name =>
      (told.roles?.[name] ?? [[-FAULT_MS, 'follower', 1] as const]).map(
        ([at, role, epoch]): RoleChange => ({ atMs: FAULT_MS + at, role, epoch }),
      ),
    ),
    lost,
    presentAllTheSame: [],
    conflicts: told.conflicts ?? 0,
    shownStaleMs: NODES.map(name => told.stale?.[name] ?? 0),
    finalLeaders: told.finalLeaders ?? [],
    converged: told.converged ?? true,
    firstFaultMs: FAULT_MS,
    endMs: END_MS,
    problems: [],
    cut: false,
  };
}

/** n1 leads and stops so long after the fault; n2 takes over at another time. */
export function failover(stops: number, takesOver: number, extra: Partial<Told> = {}): Told {
  return {
    roles: {
      n1: [
        [-FAULT_MS, 'leader', 1],
        [stops, 'follower', 1],
      ],
      n2: [
        [-FAULT_MS, 'follower', 1],
        [takesOver, 'leader', 2],
      ],
    },
    writes: [
      { client: 0, node: 'n1', from: -FAULT_MS, to: stops - 100 },
      { client: 1, node: 'n1', from: -FAULT_MS, to: -100 },
      { client: 1, node: 'n2', from: takesOver + 100, to: END_MS - FAULT_MS },
    ],
    finalLeaders: [1],
    ...extra,
  };
}
