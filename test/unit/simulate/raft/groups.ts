import type { Prepared } from '../../../../server/src/simulate/family.js';
import type { RaftConfig } from '../../../../server/src/simulate/protocols/raft/config.js';
import { RAFT } from '../../../../server/src/simulate/protocols/raft/index.js';
import { Raft } from '../../../../server/src/simulate/protocols/raft/raft.js';
import { type Run, run } from '../../../../server/src/simulate/run/run.js';
import type { Schedule } from '../../../../server/src/simulate/schedule/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';
import { preparedFrom } from '../read-cluster.js';

/** `n1`, `n2` … */
export function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `n${i + 1}`);
}

/** etcd of so many members from its config files, each with some lines more. */
export function etcd(count: number, more = '', comment = ''): Prepared {
  const list = names(count).map((name, i) => `${name}=http://10.0.0.${i + 1}:2380`);
  return preparedFrom(
    Object.fromEntries(
      names(count).map((name, i) => [
        `${name}/etcd.conf.yml`,
        `${comment}name: ${name}\ninitial-advertise-peer-urls: 'http://10.0.0.${i + 1}:2380'\nadvertise-client-urls: 'http://10.0.0.${i + 1}:2379'\ninitial-cluster: '${list.join(',')}'\ninitial-cluster-state: new\n${more}`,
      ]),
    ),
    RAFT,
  );
}

export const PLAIN: RaftConfig = {
  system: 'raft',
  members: names(3).map(name => ({ name, voter: true, witness: false })),
  heartbeatMs: 100,
  electionMs: [1000, 2000],
  preVote: true,
  stickyMs: 1000,
  checkQuorumMs: 1000,
  forwards: true,
  reads: 'quorum',
  flushed: true,
  because: { election: [], preVote: [], reads: [] },
};

/** A group with a config of its own, where no file leads to it. */
export function group(
  config: RaftConfig,
  create: (world: World) => Raft = world => new Raft(world, config),
): Prepared {
  return {
    family: 'raft',
    title: 'Raft',
    hosts: config.members.map(({ name }) => ({ name, aliases: [], client: false })),
    processes: config.members.map(({ name }, host) => ({
      name,
      host,
      program: 'raft',
      member: name,
      serves: true,
    })),
    create,
    searchUnitMs: 0,
    readLevels: [{ name: 'read', linearizable: true }],
    limits: [],
  };
}

/** The same group where clients read at another level. */
export function readingAt(prepared: Prepared, level: string): Prepared {
  const readLevel = prepared.readLevels.findIndex(({ name }) => name === level);
  return {
    ...prepared,
    create: world => {
      Object.defineProperty(world, 'options', { value: { ...world.options, readLevel } });
      return prepared.create(world);
    },
  };
}

export function runs(prepared: Prepared, schedule: Schedule, count = 5): Run[] {
  return Array.from({ length: count }, (_, seed) => run(prepared, schedule, { seed: seed + 1 }));
}

/** Acknowledged writes of a client, or of all, between two moments in s of the run. */
export function acknowledged({ operations }: Run, fromS: number, toS: number, client?: number): number {
  return operations.filter(
    ({ kind, result, completedMs, client: by }) =>
      kind === 'write' &&
      result === 'acknowledged' &&
      (client === undefined || by === client) &&
      completedMs !== undefined &&
      completedMs >= fromS * 1000 &&
      completedMs <= toS * 1000,
  ).length;
}

/** Longest time without an acknowledgement between two moments, in ms. */
export function longestGap({ operations }: Run, fromS: number, toS: number): number {
  const times = operations.flatMap(({ kind, result, completedMs }) =>
    kind === 'write' && result === 'acknowledged' && completedMs !== undefined ? [completedMs] : [],
  );
  const within = [...times.filter(at => at > fromS * 1000 && at < toS * 1000), toS * 1000].sort(
    (a, b) => a - b,
  );
  let last = fromS * 1000;
  let longest = 0;
  for (const at of within) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest;
}

export function staleReads({ operations }: Run, node?: string): number {
  return operations.filter(
    ({ kind, staleMs, node: by }) =>
      kind === 'read' && staleMs !== undefined && (node === undefined || by === node),
  ).length;
}
