import type {
  NodeRole,
  Playback,
  PlaybackProcess,
  ShownCluster,
} from '../../../server/src/protocol/topology-panel.js';
import { latest, logAt, networkAt, roleAt, staleAt } from '../at.js';

/** What a node of the picture is at an instant. */
export interface NodeState {
  readonly role: NodeRole | undefined;
  /** Term, timeline or view; 0: none. */
  readonly epoch: number;
  readonly log?: {
    readonly held: number;
    readonly only: number;
    readonly doomed: number;
    readonly lagMs: number;
  };
  /** Its reads are stale by this, ms. */
  readonly staleMs?: number;
}

/** Processes of a playback by what they are in the picture. Made once per playback. */
export interface Cast {
  /** Those that a node stands for, data first. */
  readonly of: ReadonlyMap<string, readonly PlaybackProcess[]>;
  /** Host of each node, as the network speaks of it. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Most writes that any log ever holds: the scale of all strips. */
  readonly mostHeld: number;
  /** Longest time left that the lock ever had, ms. */
  readonly lease: number;
  /** What the epoch is called: `TL`, `term`. */
  readonly epochWord: string;
}

export function castOf(cluster: ShownCluster, playback: Playback | undefined): Cast {
  const of = new Map<string, PlaybackProcess[]>();
  const hosts = new Map<string, string>();
  for (const process of playback?.processes ?? []) {
    if (process.node === undefined) continue;
    const own = of.get(process.node) ?? [];
    if (process.serves) own.unshift(process);
    else own.push(process);
    of.set(process.node, own);
    hosts.set(process.node, process.host);
  }
  // What runs beside something that is played stands on the same machine.
  for (const { id, host } of cluster.nodes) {
    if (hosts.has(id)) continue;
    const other = cluster.nodes.find(each => each.host === host && hosts.has(each.id));
    hosts.set(id, other === undefined ? host : hosts.get(other.id)!);
  }
  const all = playback?.processes ?? [];
  return {
    of,
    hosts,
    mostHeld: Math.max(
      1,
      ...all.flatMap(({ log }) => log.slice(-1).map(({ held }) => held)),
      ...all.map(mostOf),
    ),
    lease: Math.max(1, ...(playback?.lock ?? []).map(({ leftMs }) => leftMs ?? 0)),
    epochWord: /postgres|patroni|cloudnativepg|repmgr/i.test(cluster.subtitle) ? 'TL' : 'term',
  };
}

function mostOf({ log }: PlaybackProcess): number {
  let most = 0;
  for (const { held } of log) if (held > most) most = held;
  return most;
}

/** What a node is at an instant; undefined: it is not played. */
export function stateOf(cast: Cast, node: string, ms: number): NodeState | undefined {
  const process = cast.of.get(node)?.[0];
  if (process === undefined) return undefined;
  const role = roleAt(process, ms);
  const log = logAt(process, ms);
  const stale = staleAt(process, ms);
  return {
    role: role?.role,
    epoch: role?.epoch ?? 0,
    ...(log === undefined ? {} : { log }),
    ...(stale === undefined ? {} : { staleMs: stale }),
  };
}

/** Whether what one host sends arrives at another. */
export function reaches(playback: Playback | undefined, from: string, to: string, ms: number): boolean {
  if (from === to) return true;
  const network = playback === undefined ? undefined : networkAt(playback, ms);
  if (network === undefined) return true;
  if (network.groups.length > 1) {
    const side = network.groups.find(names => names.includes(from));
    if (side !== undefined && !side.includes(to)) return false;
  }
  return !network.cuts.some(cut => cut.from === from && cut.to === to);
}

/** Latency that was added between two hosts, ms, and what is lost of it; undefined: none. */
export function slowness(
  playback: Playback | undefined,
  from: string,
  to: string,
  ms: number,
): { readonly latencyMs: number; readonly loss: number } | undefined {
  const network = playback === undefined ? undefined : networkAt(playback, ms);
  return network?.slow.find(
    each => (each.from === from && each.to === to) || (each.from === to && each.to === from),
  );
}

/** Who holds the lock and for how long still, ms. */
export function lockAt(
  playback: Playback | undefined,
  ms: number,
): { holder?: string; leftMs: number } | undefined {
  if (playback === undefined || playback.lock.length === 0) return undefined;
  const state = latest(playback.lock, ms);
  if (state?.holder === undefined) return { leftMs: 0 };
  return { holder: state.holder, leftMs: Math.max(0, (state.leftMs ?? 0) - (ms - state.atMs)) };
}
