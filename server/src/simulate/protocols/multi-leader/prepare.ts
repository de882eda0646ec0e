import type { Cluster, Member } from '../../../cluster/model.js';
import type { Prepared } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { memberLatency } from '../raft/prepare.js';
import { latencyOf } from '../raft/systems/neutral.js';
import type { MultiLeaderConfig } from './config.js';
import { MultiLeader } from './multi-leader.js';

export interface FoundMultiLeader {
  readonly config: MultiLeaderConfig;
  /** In the order of the nodes. */
  readonly members: readonly Member[];
  readonly program: string;
  readonly title: string;
  readonly limits: readonly string[];
}

export function prepareMultiLeader(
  cluster: Cluster,
  { config, members, program, title, limits }: FoundMultiLeader,
): Prepared | { readonly why: string } {
  if (members.length > MAX_SET) return { why: `More than ${MAX_SET} nodes cannot be played.` };
  const layout = layOut(members.map(member => ({ member, program, serves: true })));
  const slowest = Math.max(config.shipMs[1], Math.round(config.reconnectMs[1] / 4));
  return {
    family: 'multi-leader',
    title,
    ...layout,
    ...(cluster.links.some(({ latencyMs }) => latencyMs !== undefined)
      ? { latency: memberLatency(layout.hosts, layout.processes, latencyOf(cluster)) }
      : {}),
    create: world => new MultiLeader(world, config),
    searchUnitMs: Math.max(200, Math.min(5_000, Math.round(slowest / 2))),
    readLevels: [{ name: 'any node', linearizable: false }],
    limits: [
      ...limits,
      'What a node has confirmed stays on its disk.',
      'Four keys are written in turn. A write counts as lost where one that did not know it has replaced it, or where no node that is up has it.',
    ],
  };
}

/** To whom each member sends, as sets. */
export function targetsOf({ links }: Cluster, members: readonly Member[]): readonly number[] {
  const at = new Map(members.map(({ id }, p) => [id, p]));
  const sets = members.map(() => 0);
  for (const { from, to } of links) {
    const [a, b] = [at.get(from), at.get(to)];
    if (a !== undefined && b !== undefined && a !== b) sets[a] = sets[a]! | (1 << b);
  }
  return sets;
}

/** True where what some node sends comes back to it: two for each other, or a ring. */
export function isMutual(sets: readonly number[]): boolean {
  return sets.some((_, start) => {
    let seen = 0;
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let q = 0; q < sets.length; q++) {
        if ((sets[at]! & (1 << q)) === 0 || (seen & (1 << q)) !== 0) continue;
        if (q === start) return true;
        seen |= 1 << q;
        open.push(q);
      }
    }
    return false;
  });
}
