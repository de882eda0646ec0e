import type { Box, PanelLink, Playback, ShownCluster } from '../../../server/src/protocol/topology-panel.js';
import { logAt, roleAt } from '../at.js';
import { seconds } from '../words.js';
import type { Arrangement } from './arrange.js';
import { between, centreOf, crosses, edgeTowards, type Point } from './geometry.js';
import { type Cast, reaches, slowness } from './state.js';

/** A line between two nodes. */
export interface LinkMark {
  readonly id: string;
  /** The link of the config that it is drawn for: other directions than those written follow the leader. */
  readonly link: PanelLink | undefined;
  readonly kind: PanelLink['kind'];
  readonly from: Point;
  readonly to: Point;
  /** Bends round what stands between. */
  readonly bend: Point | undefined;
  readonly arrow: 'none' | 'to' | 'both';
  /** Nothing passes: in this direction, or at all. */
  readonly cut: 'no' | 'there' | 'back' | 'both';
  readonly slow: boolean;
  /** Nobody sends over it at the moment. */
  readonly idle: boolean;
  readonly label: Point & { readonly above: string; readonly below: string };
  readonly name: string;
}

interface Wanted {
  readonly id: string;
  readonly link: PanelLink | undefined;
  readonly kind: PanelLink['kind'];
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly idle: boolean;
}

const DATA: ReadonlySet<string> = new Set(['sync', 'async', 'quorum', 'logical']);

export function linkMarks(
  cluster: ShownCluster,
  playback: Playback | undefined,
  arrangement: Arrangement,
  cast: Cast,
  ms: number,
): LinkMark[] {
  const titles = new Map(cluster.nodes.map(({ id, title }) => [id, title]));
  return wantedAt(cluster, playback, cast, ms).flatMap(wanted => {
    const [a, b] = [arrangement.nodes.get(wanted.from), arrangement.nodes.get(wanted.to)];
    if (a === undefined || b === undefined) return [];
    return [markOf(wanted, a, b, { playback, arrangement, cast, ms, titles })];
  });
}

/**
 * The links that count at the instant: replication goes from whoever leads. Before a run, and where nobody leads, those that the
 * config names.
 */
function wantedAt(
  { links, nodes }: ShownCluster,
  playback: Playback | undefined,
  cast: Cast,
  ms: number,
): Wanted[] {
  const plain = (link: PanelLink, idle = false): Wanted => ({ ...link, link, idle });
  const data = links.filter(({ kind }) => DATA.has(kind) && kind !== 'logical');
  const others = links.filter(link => !data.includes(link)).map(link => plain(link));
  const roleOf = (id: string) => {
    const process = cast.of.get(id)?.[0];
    return process === undefined ? undefined : roleAt(process, ms)?.role;
  };
  const members = nodes.filter(
    ({ shape, id }) => (shape === 'data' || shape === 'witness') && cast.of.get(id)?.[0]?.serves,
  );
  const leaders = members.filter(({ id }) => roleOf(id) === 'leader');
  if (playback === undefined || data.length === 0 || members.some(({ id }) => roleOf(id) === 'peer'))
    return [...others, ...data.map(link => plain(link))];
  if (leaders.length === 0) return [...others, ...data.map(link => plain(link, true))];
  const known = (a: string, b: string) =>
    data.find(({ from, to }) => (from === a && to === b) || (from === b && to === a));
  const usual = data[0]!;
  const followed = leaders.flatMap(leader =>
    members
      .filter(({ id }) => id !== leader.id && roleOf(id) !== 'leader')
      .map((member): Wanted => {
        const link = known(leader.id, member.id);
        const { kind, label } = link ?? usual;
        const idle = roleOf(member.id) === 'down';
        return { id: `${leader.id}>${member.id}`, link, kind, label, from: leader.id, to: member.id, idle };
      }),
  );
  return [...others, ...followed];
}

interface Surroundings {
  readonly playback: Playback | undefined;
  readonly arrangement: Arrangement;
  readonly cast: Cast;
  readonly ms: number;
  readonly titles: ReadonlyMap<string, string>;
}

function markOf(
  wanted: Wanted,
  a: Box,
  b: Box,
  { playback, arrangement, cast, ms, titles }: Surroundings,
): LinkMark {
  const { from, to, kind, link } = wanted;
  const [hostA, hostB] = [cast.hosts.get(from)!, cast.hosts.get(to)!];
  const there = reaches(playback, hostA, hostB, ms);
  const back = reaches(playback, hostB, hostA, ms);
  const slow = slowness(playback, hostA, hostB, ms);
  const bend = bendOf(wanted, a, b, arrangement);
  const aim = bend === undefined ? undefined : bend;
  const start = edgeTowards(a, aim ?? centreOf(b), 4);
  const end = edgeTowards(b, aim ?? centreOf(a), 6);
  // Beyond what it is bent round, and above what stands below that.
  const middle = bend === undefined ? between(start, end, 0.5) : curveAt(start, bend, end, 0.8);
  const cut = there ? (back ? 'no' : 'back') : back ? 'there' : 'both';
  const lag = lagOf(cast, to, ms);
  const latency = slow?.latencyMs ?? link?.latencyMs;
  const below =
    cut !== 'no' ? '' : lag >= 500 && DATA.has(kind) ? `lag ${seconds(lag)} s` : latencyText(latency);
  return {
    id: wanted.id,
    link,
    kind,
    from: start,
    to: end,
    bend,
    arrow: kind === 'coordination' ? 'none' : link?.bothWays === true ? 'both' : 'to',
    cut,
    slow: slow !== undefined,
    idle: wanted.idle,
    label: { ...middle, above: cut !== 'no' || kind === 'coordination' ? '' : wanted.label, below },
    name: nameOf(wanted, titles, cut, lag),
  };
}

function lagOf(cast: Cast, node: string, ms: number): number {
  const process = cast.of.get(node)?.[0];
  return process === undefined ? 0 : (logAt(process, ms)?.lagMs ?? 0);
}

function latencyText(ms: number | undefined): string {
  return ms === undefined || ms < 2 ? '' : ms >= 1000 ? `${seconds(ms)} s` : `${Math.round(ms)} ms`;
}

/** Bends by arrangement: where nothing moves, they stay. */
const bends = new WeakMap<Arrangement, Map<string, Point | undefined>>();

function bendOf({ kind, from, to }: Wanted, a: Box, b: Box, arrangement: Arrangement): Point | undefined {
  if (kind === 'coordination') return undefined;
  let known = bends.get(arrangement);
  if (known === undefined) bends.set(arrangement, (known = new Map()));
  const key = `${from} ${to}`;
  if (!known.has(key)) known.set(key, bendAround(a, b, arrangement.nodes.values()));
  return known.get(key);
}

/** A line past more than this runs straight behind them: a way round all would be longer than the picture. */
const MOST_IN_THE_WAY = 4;

/**
 * Round what stands between two boxes: below it, for the words above are read first; or to the right of it, where one of them
 * stands above the other.
 */
export function bendAround(a: Box, b: Box, others: Iterable<Box>): Point | undefined {
  const [from, to] = [centreOf(a), centreOf(b)];
  const inTheWay = [...others].filter(box => box !== a && box !== b && crosses(from, to, box));
  if (inTheWay.length === 0 || inTheWay.length > MOST_IN_THE_WAY) return undefined;
  const middle = between(from, to, 0.5);
  // A quadratic curve comes half as near as its control point.
  if (Math.abs(to.y - from.y) > Math.abs(to.x - from.x)) {
    const right = Math.max(...inTheWay.map(({ x, width }) => x + width));
    return { x: middle.x + (right + CLEARANCE - middle.x) * 2, y: middle.y };
  }
  const low = Math.max(...inTheWay.map(({ y, height }) => y + height));
  return { x: middle.x, y: middle.y + (low + CLEARANCE - middle.y) * 2 };
}

/** Between a bent line and what it is bent round, px. */
const CLEARANCE = 16;

/** A point of a quadratic curve, 0 to 1. */
export function curveAt(a: Point, bend: Point, b: Point, part: number): Point {
  return between(between(a, bend, part), between(bend, b, part), part);
}

function nameOf(
  { from, to, kind, label }: Wanted,
  titles: ReadonlyMap<string, string>,
  cut: string,
  lag: number,
): string {
  const ends = `${titles.get(from) ?? from} to ${titles.get(to) ?? to}`;
  const backwards = `${titles.get(to) ?? to} to ${titles.get(from) ?? from}`;
  if (cut === 'both') return `${ends}, cut.`;
  const words = { sync: 'synchronous', async: 'asynchronous', quorum: 'quorum', logical: 'logical' } as const;
  const word = kind in words ? words[kind as keyof typeof words] : kind;
  const behind = lag >= 100 && DATA.has(kind) ? `, ${seconds(lag)} seconds behind` : '';
  return `${ends}, ${word}${label === '' || label === kind ? '' : `, ${label}`}${cut === 'no' ? '' : `, cut from ${cut === 'there' ? ends : backwards}`}${behind}.`;
}
