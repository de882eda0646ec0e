import type {
  Box,
  PanelNode,
  PanelVerdict,
  Playback,
  ShownCluster,
} from '../../../server/src/protocol/topology-panel.js';
import { networkAt } from '../at.js';
import { type Arrangement, arrange } from './arrange.js';
import { type ClientMark, clientMarks } from './clients-of.js';
import { between, centreOf, edgeTowards, type Point } from './geometry.js';
import { type LeadersMark, leadersMark } from './leaders-of.js';
import { type LinkMark, linkMarks } from './links-of.js';
import { coordinationMark, leadersAt, type NodeMark, nodeMark } from './nodes-of.js';
import { type RiftMark, riftsOf } from './rifts-of.js';
import { type Cast, castOf } from './state.js';
import { kept } from './still.js';

/** Everything that is drawn at an instant. Coordinates in px of the picture. */
export interface Scene {
  readonly arrangement: Arrangement;
  readonly nodes: readonly NodeMark[];
  readonly links: readonly LinkMark[];
  readonly clients: readonly ClientMark[];
  readonly rifts: readonly RiftMark[];
  /** Two lead who do not know of each other. */
  readonly leaders: LeadersMark | undefined;
  readonly messages: readonly MessageMark[];
  /** By `node:ID`, `link:ID`, `group:ID`, `client:NAME`: where each thing stands. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** Around everything, once it stands where it belongs. */
  readonly bounds: Box;
}

/** A message under way. */
export interface MessageMark extends Point {
  /** Carries data of writes. */
  readonly data: boolean;
  /** Where it goes, degrees clockwise from the right, and the middle of its way: for those who want things to stand still. */
  readonly angle: number;
  readonly middle: Point;
}

export interface SceneOptions {
  readonly positions: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  readonly compact: boolean;
  readonly lens: PanelVerdict['id'] | undefined;
}

/** Makes scenes of one run: what does not change from instant to instant is worked out once, and stays the identical object. */
export class Scenes {
  readonly cast: Cast;
  private last:
    | { readonly ms: number; readonly least: number; readonly goal: Arrangement; readonly scene: Scene }
    | undefined;
  private known: { readonly key: unknown; readonly arrangement: Arrangement } | undefined;

  constructor(
    readonly cluster: ShownCluster,
    readonly playback: Playback | undefined,
    readonly options: SceneOptions,
  ) {
    this.cast = castOf(cluster, playback);
  }

  /**
   * @param ms Instant of the run.
   * @param least Messages that take less than this are too quick to be seen, ms.
   * @param arrangement Where things stand on their way to where they belong.
   */
  at(ms: number, least = 0, arrangement: Arrangement = this.arrangementAt(ms)): Scene {
    const before = this.last?.scene;
    const known = before !== undefined && this.last?.ms === ms && this.last.least === least;
    if (known && before.arrangement === arrangement) return before;
    const { cluster, playback, cast, options } = this;
    const leaders = leadersAt(playback, ms);
    const nodes = cluster.nodes.flatMap((node): NodeMark[] => {
      const box = arrangement.nodes.get(node.id);
      if (box === undefined) return [];
      const about = { cluster, playback, cast, ms, node, box, leaders, lens: options.lens };
      return [node.shape === 'coordination' ? coordinationMark(about) : nodeMark(about)];
    });
    const clients = clientMarks(playback, arrangement, cast, cluster, ms, options.lens);
    const links = linkMarks(cluster, playback, arrangement, cast, ms);
    const goal = this.arrangementAt(ms);
    const standing = this.last?.goal === goal ? before : undefined;
    const scene: Scene = {
      arrangement,
      nodes: kept(before?.nodes ?? [], nodes, ({ id }) => id),
      links: kept(before?.links ?? [], links, ({ id }) => id),
      clients: kept(before?.clients ?? [], clients, ({ name }) => name),
      rifts: riftsOf(arrangement, playback, ms),
      leaders: leadersMark(playback, arrangement, cast, ms),
      messages: messagesAt(playback, arrangement, cast, ms, least),
      boxes: boxesOf(arrangement, links),
      bounds: standing?.bounds ?? boundsOf(goal),
    };
    this.last = { ms, least, goal, scene };
    return scene;
  }

  /** Where everything belongs. The identical object while nothing tears or heals. */
  arrangementAt(ms: number): Arrangement {
    const { cluster, playback, cast, options } = this;
    const network = playback === undefined ? undefined : networkAt(playback, ms);
    // Cuts and slow links move nothing: the groups alone count.
    const key =
      network === undefined || network.groups.length < 2
        ? ''
        : network.groups.map(names => names.join()).join('|');
    if (this.known?.key === key) return this.known.arrangement;
    const arrangement = arrange(cluster, {
      positions: options.positions,
      compact: options.compact,
      sides: key === '' ? [] : network!.groups,
      clients: (playback?.clients ?? []).map(({ name, beside }) => ({ name, beside: beside[0] })),
      hostOf: (node: PanelNode) => cast.hosts.get(node.id) ?? node.host,
    });
    this.known = { key, arrangement };
    return arrangement;
  }
}

function messagesAt(
  playback: Playback | undefined,
  { hosts, nodes }: Arrangement,
  cast: Cast,
  ms: number,
  least: number,
): Scene['messages'] {
  if (playback === undefined) return [];
  const found: Scene['messages'][number][] = [];
  const placeOf = (process: string): Box | undefined => {
    const known = playback.processes.find(({ name }) => name === process);
    if (known?.node !== undefined) return nodes.get(known.node);
    return known === undefined ? undefined : (hosts.get(known.host) ?? firstOn(known.host));
  };
  const firstOn = (host: string): Box | undefined => {
    for (const [node, box] of nodes) if (cast.hosts.get(node) === host) return box;
    return undefined;
  };
  for (const { from, to, sentMs, arrivesMs, data } of playback.messages) {
    if (sentMs > ms) break;
    if (arrivesMs <= ms || arrivesMs - sentMs < least || found.length > 60) continue;
    const [a, b] = [placeOf(from), placeOf(to)];
    if (a === undefined || b === undefined) continue;
    const part = (ms - sentMs) / (arrivesMs - sentMs);
    const start = edgeTowards(a, centreOf(b), 4);
    const end = edgeTowards(b, centreOf(a), 4);
    found.push({
      ...between(start, end, part),
      data,
      angle: (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI,
      middle: between(start, end, 0.5),
    });
  }
  return found;
}

function boxesOf({ nodes, clients, groups }: Arrangement, links: readonly LinkMark[]): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const { id, box } of groups) boxes.set(`group:${id}`, box);
  for (const { id, label } of links)
    boxes.set(`link:${id}`, { x: label.x - 20, y: label.y - 14, width: 40, height: 28 });
  for (const [id, box] of nodes) boxes.set(`node:${id}`, box);
  for (const [id, box] of clients) boxes.set(`client:${id}`, box);
  return boxes;
}

function boundsOf({ sides }: Arrangement): Box {
  const x = Math.min(...sides.map(({ plate }) => plate.x));
  const y = Math.min(...sides.map(({ plate }) => plate.y));
  return {
    x,
    y,
    width: Math.max(...sides.map(({ plate }) => plate.x + plate.width)) - x,
    height: Math.max(...sides.map(({ plate }) => plate.y + plate.height)) - y,
  };
}
