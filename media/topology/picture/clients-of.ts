import type {
  Box,
  ClientLane,
  PanelVerdict,
  Playback,
  ShownCluster,
} from '../../../server/src/protocol/topology-panel.js';
import { spanAt } from '../at.js';
import { listed, plural, seconds } from '../words.js';
import type { Arrangement } from './arrange.js';
import { centreOf, edgeTowards, type Point } from './geometry.js';
import type { Cast } from './state.js';

/** A client of the schedule: where it stands, whom it talks to, and what becomes of its writes. */
export interface ClientMark {
  readonly name: string;
  readonly box: Box;
  readonly writes: boolean;
  readonly state: 'acknowledged' | 'warned' | 'refused' | 'unknown' | 'waiting' | 'lost' | 'idle';
  /** The node that answers it. */
  readonly line: { readonly from: Point; readonly to: Point } | undefined;
  /** Nodes that answer its reads with old data, where that is looked at. */
  readonly stale: readonly StaleRead[];
  /** Squares that wait, at most six. */
  readonly queue: number;
  readonly title: string;
  readonly detail: string;
  readonly spoken: string;
}

/** Old data on its way from a node to a client. */
export interface StaleRead {
  readonly node: string;
  readonly from: Point;
  readonly to: Point;
  /** How old at worst: `31.0 s old`. */
  readonly text: string;
}

/** @param lens Under that of stale reads the lines are drawn by which they come. */
export function clientMarks(
  playback: Playback | undefined,
  arrangement: Arrangement,
  cast: Cast,
  cluster: ShownCluster,
  ms: number,
  lens: PanelVerdict['id'] | undefined,
): ClientMark[] {
  if (playback === undefined) return [];
  return playback.clients.flatMap(client => {
    const box = arrangement.clients.get(client.name);
    return box === undefined ? [] : [markOf(client, box, { playback, arrangement, cast, cluster, ms, lens })];
  });
}

interface Surroundings {
  readonly playback: Playback;
  readonly arrangement: Arrangement;
  readonly cast: Cast;
  readonly cluster: ShownCluster;
  readonly ms: number;
  readonly lens: PanelVerdict['id'] | undefined;
}

function markOf(client: ClientLane, box: Box, around: Surroundings): ClientMark {
  const { playback, arrangement, ms } = around;
  const span = spanAt(client, ms);
  // Attempts lie inside of the time that a client waits: the wait is what counts.
  const waiting = client.spans.find(each => each.result === 'waiting' && each.fromMs <= ms && ms < each.toMs);
  const state = waiting === undefined ? (span?.result ?? 'idle') : 'waiting';
  const rate = playback.schedule.clients.find(({ name }) => name === client.name)?.writesPerSecond ?? 0;
  const node = waiting === undefined && span?.node !== undefined ? nodeOf(span.node, around) : undefined;
  const last = client.spans.filter(({ fromMs, node: by }) => fromMs <= ms && by !== undefined).at(-1);
  const aim = node ?? nodeOf(client.beside[0] ?? last?.node ?? '', around);
  const target = aim === undefined ? undefined : arrangement.nodes.get(aim);
  const from = { x: centreOf(box).x, y: box.y };
  const old = client.stale.filter(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
  const { title, detail } = wordsOf(client, state, span?.reason, waiting?.fromMs, rate, ms);
  return {
    name: client.name,
    box,
    writes: client.writes,
    state,
    line: target === undefined ? undefined : { from, to: landing(target, from) },
    stale: around.lens === 'stale' ? old.flatMap(each => staleRead(each, box, around)) : [],
    queue: waiting === undefined ? 0 : Math.min(6, 1 + Math.floor((ms - waiting.fromMs) / 1000)),
    title,
    detail,
    spoken: `${client.name}, with ${client.beside.length === 0 ? 'all' : listed(client.beside)}: ${title}${detail === '' ? '' : `, ${detail}`}${oldWords(old)}.`,
  };
}

/** From the edge of the node to the top of the client, beside the line by which writes go up. */
function staleRead(
  { node, ageMs }: ClientLane['stale'][number],
  client: Box,
  around: Surroundings,
): StaleRead[] {
  const id = nodeOf(node, around);
  const box = id === undefined ? undefined : around.arrangement.nodes.get(id);
  if (box === undefined) return [];
  const side = centreOf(box).x > centreOf(client).x + client.width / 2 ? 0.75 : 0.25;
  const to = { x: client.x + client.width * side, y: client.y - 5 };
  const above = to.x > box.x + 8 && to.x < box.x + box.width - 8 && box.y + box.height < to.y;
  const from = above ? { x: to.x, y: box.y + box.height + 2 } : edgeTowards(box, to, 2);
  return [{ node, from, to, text: `${seconds(ageMs)} s old` }];
}

function oldWords(old: ClientLane['stale']): string {
  if (old.length === 0) return '';
  const age = Math.max(...old.map(({ ageMs }) => ageMs));
  return `, reads up to ${seconds(age)} s old from ${listed(old.map(({ node }) => node))}`;
}

/** Straight up into the card where it is above, else to its nearest edge. */
function landing(target: Box, from: Point): Point {
  if (from.x > target.x + 8 && from.x < target.x + target.width - 8)
    return { x: from.x, y: target.y + target.height + 6 };
  return edgeTowards(target, from, 6);
}

function nodeOf(name: string, { playback, cast }: Surroundings): string | undefined {
  const process =
    playback.processes.find(each => each.name === name && each.node !== undefined) ??
    playback.processes.find(each => each.host === name && each.serves && each.node !== undefined);
  if (process?.node !== undefined) return process.node;
  return [...cast.hosts].find(([, host]) => host === name)?.[0];
}

function wordsOf(
  { writes }: ClientLane,
  state: ClientMark['state'],
  reason: string | undefined,
  sinceMs: number | undefined,
  rate: number,
  ms: number,
): { readonly title: string; readonly detail: string } {
  if (!writes) return { title: 'reads', detail: '' };
  switch (state) {
    case 'waiting':
      return {
        title: `blocked ${seconds(ms - (sinceMs ?? ms))} s`,
        detail: reason ?? 'nobody takes its writes',
      };
    case 'refused':
      return { title: 'refused', detail: reason ?? '' };
    case 'unknown':
      return { title: 'no answer', detail: 'it cannot know what became of its write' };
    case 'lost':
      return { title: `${plural(rate, 'write')}/s`, detail: 'acknowledged, lost later' };
    case 'warned':
      return { title: `${plural(rate, 'write')}/s`, detail: 'acknowledged with a warning' };
    case 'acknowledged':
      return { title: `${plural(rate, 'write')}/s`, detail: 'acknowledged' };
    default:
      return { title: 'idle', detail: '' };
  }
}
