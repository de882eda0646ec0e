import type { NodeRole, Playback, PlaybackProcess } from '../../server/src/protocol/topology-panel.js';
import { networkAt, originOf, roleAt, spanAt, staleAt } from './at.js';

/** Numbers and states in words. Times are ms from the beginning of a run. */

/** `38.0`: seconds from `originMs` on. */
export function seconds(ms: number, originMs = 0): string {
  const text = ((ms - originMs) / 1000).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

/** Made once: a picture of many nodes writes hundreds of numbers a frame. */
const GROUPED = new Intl.NumberFormat('en-US');

/** `2,955`. */
export function count(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : GROUPED.format(value);
}

/** `1 write`, `697 writes`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `n1`, `n1 and n2`, `n1, n2 and n3`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1);
  return last === undefined || words.length === 1
    ? (last ?? '')
    : `${words.slice(0, -1).join(', ')} and ${last}`;
}

const ROLES: Readonly<Record<NodeRole, string>> = {
  leader: 'leader',
  follower: 'follower',
  candidate: 'candidate',
  replica: 'replica',
  peer: 'takes writes',
  arbiter: 'arbiter',
  learner: 'learner',
  stalled: 'stopped',
  down: 'down',
  paused: 'paused',
};

export function roleWord(role: NodeRole): string {
  return ROLES[role];
}

/** What a process is: who serves nothing is no equal among those who take writes. */
export function processRole({ serves }: PlaybackProcess, role: NodeRole): string {
  return role === 'peer' && !serves ? 'runs' : ROLES[role];
}

/** What an instant is like. */
export interface InstantWords {
  /** `n2 leads`, `nobody leads`, `n1 and n2 lead`; undefined: the cluster has no leader by design. */
  readonly lead?: string;
  readonly leaders: number;
  /** `n1 stopped`, `c1 blocked`. */
  readonly rest: readonly string[];
}

/** Who leads at an instant, who does not run, and whose writes wait. */
export function instantWords(playback: Playback, ms: number): InstantWords {
  const serving = playback.processes.filter(leads);
  const states = serving.map(process => ({ process, role: roleAt(process, ms)?.role }));
  const leaders = states.filter(({ role }) => role === 'leader').map(({ process }) => process.name);
  const peers = states.some(({ role }) => role === 'peer');
  const rest = states.flatMap(({ process, role }) =>
    role === 'stalled' || role === 'down' || role === 'paused' ? [`${process.name} ${ROLES[role]}`] : [],
  );
  for (const client of playback.clients) {
    const result = spanAt(client, ms)?.result;
    if (result === 'waiting') rest.push(`${client.name} blocked`);
    else if (result === 'refused') rest.push(`${client.name} refused`);
  }
  const lead =
    leaders.length > 0
      ? `${listed(leaders)} ${leaders.length === 1 ? 'leads' : 'lead'}`
      : peers
        ? undefined
        : 'nobody leads';
  return { ...(lead === undefined ? {} : { lead }), leaders: leaders.length, rest };
}

/** `38.0 seconds: n2 leads, n1 stopped, c1 blocked`. */
export function instantSentence(playback: Playback, ms: number): string {
  const { lead, rest } = instantWords(playback, ms);
  const all = [...(lead === undefined ? [] : [lead]), ...rest];
  return `${seconds(ms, originOf(playback))} seconds: ${all.length === 0 ? 'all is well' : all.join(', ')}`;
}

/** `Partition since 0.0 s. n1 and c1 are cut off from n2, n3 and c2.`; undefined: all can talk to each other. */
export function networkSentence(playback: Playback, ms: number): string | undefined {
  const state = networkAt(playback, ms);
  if (state === undefined || state.groups.length < 2) return undefined;
  const since = seconds(state.atMs, originOf(playback));
  const [smallest, ...others] = [...state.groups].sort((a, b) => a.length - b.length);
  const verb = smallest!.length === 1 ? 'is' : 'are';
  return `Partition since ${since} s. ${listed(smallest!)} ${verb} cut off from ${listed(others.flat())}.`;
}

/** One cell of the table behind the timeline: what a process is at an instant. */
export function processWords(process: PlaybackProcess, ms: number): string {
  const state = roleAt(process, ms);
  if (state === undefined) return 'unknown';
  const age = staleAt(process, ms);
  return [
    processRole(process, state.role),
    ...(state.epoch > 0 && state.role === 'leader' ? [`term ${state.epoch}`] : []),
    ...(age === undefined ? [] : [`reads up to ${seconds(age)} s old`]),
  ].join(', ');
}

/** Processes of which one leads: those that take writes, or the members of a coordination service where nothing else is there. */
function leads(process: PlaybackProcess, _: number, all: readonly PlaybackProcess[]): boolean {
  return process.serves || (process.coordination && !all.some(({ serves }) => serves));
}
