import type {
  ClientLane,
  LogState,
  NetworkState,
  Playback,
  PlaybackProcess,
} from '../../server/src/protocol/topology-panel.js';

/** What stands at an instant of a run. Times are ms from its beginning; lists are ordered by time. */

export type RoleState = PlaybackProcess['roles'][number];
export type ClientSpan = ClientLane['spans'][number];

/** The last of a list that began at the instant or before; undefined: none had. */
export function latest<T extends { readonly atMs: number }>(list: readonly T[], ms: number): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.atMs <= ms) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

export function roleAt(process: PlaybackProcess, ms: number): RoleState | undefined {
  return latest(process.roles, ms);
}

export function logAt(process: PlaybackProcess, ms: number): LogState | undefined {
  return latest(process.log, ms);
}

export function networkAt(playback: Playback, ms: number): NetworkState | undefined {
  return latest(playback.network, ms);
}

/** How old the reads of a process are at worst, ms; undefined: they are not stale. */
export function staleAt(process: PlaybackProcess, ms: number): number | undefined {
  return process.stale.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs)?.ageMs;
}

/**
 * What becomes of a client's writes at the instant. Single writes of unknown outcome lie within the time in which nothing is
 * acknowledged: then it waits.
 */
export function spanAt(client: ClientLane, ms: number): ClientSpan | undefined {
  let found: ClientSpan | undefined;
  for (const span of client.spans) {
    if (span.fromMs > ms) break;
    if (ms < span.toMs && found?.result !== 'waiting') found = span;
  }
  return found;
}

/** When time counts as 0 for people: the first fault, or the beginning where there is none. */
export function originOf({ firstFaultMs }: Playback): number {
  return firstFaultMs ?? 0;
}

/** The stretch that is worth being shown: a little before the first fault to the end. */
export function stretchOf(playback: Playback): { readonly fromMs: number; readonly toMs: number } {
  const origin = originOf(playback);
  const before = Math.max(2_000, (playback.endMs - origin) * 0.07);
  return { fromMs: Math.max(0, origin - before), toMs: playback.endMs };
}

/** When something happens, for stepping from one to the next: ms, ascending, none twice. */
export function momentsOf(playback: Playback): number[] {
  const all = [
    ...playback.events.filter(({ kind }) => kind !== 'commit' && kind !== 'note').map(({ atMs }) => atMs),
    ...playback.faults.flatMap(({ fromMs, toMs }) => (toMs === undefined ? [fromMs] : [fromMs, toMs])),
    ...playback.clients.flatMap(({ spans }) =>
      spans
        .filter(({ result, fromMs, toMs }) => result === 'waiting' && toMs - fromMs >= 1_000)
        .map(({ fromMs }) => fromMs),
    ),
  ];
  return [...new Set(all)].sort((a, b) => a - b);
}
