import type { Box, PanelNode, ShownCluster } from '../../../server/src/protocol/topology-panel.js';
import { around, centreOf, grown, moved } from './geometry.js';

/** Where everything stands: as it was laid out or put by hand, and torn where the network is. px. */
export interface Arrangement {
  /** By node. */
  readonly nodes: ReadonlyMap<string, Box>;
  /** Frames around what runs on one machine together, by the host's name. */
  readonly hosts: ReadonlyMap<string, Box>;
  /** Zones and regions, as far as they lie on one side. */
  readonly groups: readonly ArrangedGroup[];
  /** One, or one per side of the partition, from left to right. */
  readonly sides: readonly Side[];
  /** By client of the schedule. */
  readonly clients: ReadonlyMap<string, Box>;
}

export interface ArrangedGroup {
  readonly id: string;
  readonly title: string;
  readonly level: string;
  readonly side: number;
  readonly box: Box;
}

export interface Side {
  readonly hosts: readonly string[];
  readonly clients: readonly string[];
  readonly plate: Box;
}

export interface Layout {
  readonly positions: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
  /** What can talk among itself, by host and client; fewer than two: the network is whole. */
  readonly sides: readonly (readonly string[])[];
  /** Clients of the schedule, with the host that each stands beside. */
  readonly clients: readonly { readonly name: string; readonly beside: string | undefined }[];
  /** The host's name of each node, as the network speaks of it. */
  readonly hostOf: (node: PanelNode) => string;
  /** Cards as they are where there is little room. */
  readonly compact: boolean;
}

/** Between the plates of two sides, px. */
const RIFT = { wide: 46, compact: 30 } as const;
/** Room beside a client for what becomes of its writes, px. */
const WORDS = { wide: 112, compact: 84 } as const;
/** Between a plate's edge and what stands on it, px. */
const MARGIN = { wide: 32, compact: 14 } as const;
/** Around what stands in a zone, px. */
const ZONE = { wide: 20, compact: 7 } as const;
const CLIENT = { wide: 96, compact: 48, height: 32 } as const;
/** Room for the line up to a node, and for what waits on it. */
const CLIENT_GAP = 100;
const COMPACT_WIDTH = 116;
/** Where there is little room, everything stands nearer by this much sideways. */
export const NEARER = 0.56;
/** The halves slip against each other by this much. */
const SLIP = 16;

interface Unit {
  readonly host: string;
  readonly nodes: readonly { readonly id: string; readonly box: Box; readonly node: PanelNode }[];
  readonly box: Box;
}

/** Puts everything in its place. The same input gives the same places. */
export function arrange(cluster: ShownCluster, layout: Layout): Arrangement {
  const whole = sidesOf(unitsOf(cluster, layout), layout);
  const torn = whole.length > 1;
  const packed = torn ? whole.map((side, index) => ({ ...side, units: closed(whole, index) })) : whole;
  const standing = packed.map(side => ({ ...side, clients: placeClients(side, packed, layout) }));
  const placed = torn ? apart(standing, layout) : standing;
  const nodes = new Map<string, Box>();
  const hosts = new Map<string, Box>();
  for (const unit of placed.flatMap(({ units }) => units)) {
    for (const { id, box } of unit.nodes) nodes.set(id, box);
    if (unit.nodes.length > 1) hosts.set(unit.host, frameOf(unit));
  }
  return {
    nodes,
    hosts,
    groups: placed.flatMap(({ units }, side) => groupsOf(cluster, units, side, ZONE[sizeOf(layout.compact)])),
    sides: platesOf(placed, layout),
    clients: new Map(placed.flatMap(({ clients }) => [...clients])),
  };
}

function unitsOf(cluster: ShownCluster, { positions, hostOf, compact }: Layout): Unit[] {
  const byHost = new Map<string, { id: string; box: Box; node: PanelNode }[]>();
  for (const node of cluster.nodes) {
    const host = hostOf(node);
    const own = { id: node.id, box: boxOf(node, compact), node };
    const known = byHost.get(host);
    if (known === undefined) byHost.set(host, [own]);
    else known.push(own);
  }
  return [...byHost].map(([host, nodes]) => {
    // A machine is moved as a whole: by whatever of it was put somewhere.
    const put = nodes.find(({ id }) => positions[id] !== undefined);
    const dx = put === undefined ? 0 : positions[put.id]!.x * (compact ? NEARER : 1) - put.box.x;
    const dy = put === undefined ? 0 : positions[put.id]!.y - put.box.y;
    return unit(
      host,
      nodes.map(each => ({ ...each, box: moved(each.box, dx, dy) })),
    );
  });
}

function boxOf({ box }: PanelNode, compact: boolean): Box {
  if (!compact) return box;
  return { x: box.x * NEARER, y: box.y, width: Math.min(box.width, COMPACT_WIDTH), height: box.height };
}

function unit(host: string, nodes: Unit['nodes']): Unit {
  return { host, nodes, box: around(nodes.map(({ box }) => box))! };
}

function shifted(each: Unit, dx: number, dy: number): Unit {
  return {
    host: each.host,
    nodes: each.nodes.map(own => ({ ...own, box: moved(own.box, dx, dy) })),
    box: moved(each.box, dx, dy),
  };
}

function frameOf({ box }: Unit): Box {
  return grown(box, 8);
}

interface Torn {
  readonly units: readonly Unit[];
  readonly clients: readonly string[];
}

/** Sides with something of the cluster in them, from left to right as their middles lie. */
function sidesOf(units: readonly Unit[], { sides, clients }: Layout): Torn[] {
  const whole = { units, clients: clients.map(({ name }) => name) };
  if (sides.length < 2) return [whole];
  const found = sides.map(names => ({
    units: units.filter(({ host }) => names.includes(host)),
    clients: clients.filter(({ name }) => names.includes(name)).map(({ name }) => name),
  }));
  const known = new Set(found.flatMap(side => side.units.map(({ host }) => host)));
  // Whom the network does not speak of is with those of the last side.
  found.at(-1)!.units.push(...units.filter(({ host }) => !known.has(host)));
  const torn = found.filter(side => side.units.length > 0);
  if (torn.length < 2) return [whole];
  return torn.sort((a, b) => middleOf(a.units) - middleOf(b.units));
}

function middleOf(units: readonly Unit[]): number {
  return units.reduce((sum, { box }) => sum + centreOf(box).x, 0) / units.length;
}

interface Standing {
  readonly units: readonly Unit[];
  readonly clients: ReadonlyMap<string, Box>;
}

/** What a side needs: its nodes, its clients, and room for what is said of each. */
function roomOf({ units, clients }: Standing, { compact }: Layout): Box {
  const words = WORDS[sizeOf(compact)];
  return around([
    ...units.map(({ box }) => box),
    ...[...clients.values()].map(box => ({ ...box, width: box.width + words })),
  ])!;
}

/** Moves the sides so far apart that the tear between them is seen whole, and lets them slip. */
function apart(sides: readonly Standing[], layout: Layout): Standing[] {
  const size = sizeOf(layout.compact);
  const gap = 2 * MARGIN[size] + RIFT[size];
  let left: number | undefined;
  return sides.map((side, index) => {
    const room = roomOf(side, layout);
    const dx = left === undefined ? 0 : left - room.x;
    left = room.x + dx + room.width + gap;
    const dy = slipOf(index);
    return {
      units: side.units.map(each => shifted(each, dx, dy)),
      clients: new Map([...side.clients].map(([name, box]) => [name, moved(box, dx, dy)])),
    };
  });
}

function sizeOf(compact: boolean): 'compact' | 'wide' {
  return compact ? 'compact' : 'wide';
}

function slipOf(side: number): number {
  return side % 2 === 0 ? SLIP / 2 : -SLIP / 2;
}

const COLUMN_GAP = 64;

/** The units of a side, without the gaps that others leave where the sides lay mixed. */
function closed(sides: readonly Torn[], index: number): readonly Unit[] {
  const { units } = sides[index]!;
  const own = around(units.map(({ box }) => box))!;
  const mixed = sides.some(
    (others, other) => other !== index && others.units.some(({ box }) => overlapsX(box, own)),
  );
  return mixed ? together(units) : units;
}

function overlapsX(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width;
}

/** Columns as they are, with no more between them than usual. */
function together(units: readonly Unit[]): Unit[] {
  const sorted = [...units].sort((a, b) => a.box.x - b.box.x);
  let right = -Infinity;
  let shift = 0;
  return sorted.map(each => {
    const gap = each.box.x - right;
    if (right !== -Infinity && gap > COLUMN_GAP) shift -= gap - COLUMN_GAP;
    right = Math.max(right, each.box.x + each.box.width);
    return shifted(each, shift, 0);
  });
}

/** Clients stand in a row below everything, each under the host of its side beside which it is. */
function placeClients(
  { units, clients: inside }: Torn,
  sides: readonly Torn[],
  { clients, compact }: Layout,
): Map<string, Box> {
  const boxes = new Map<string, Box>();
  const bottom = Math.max(...sides.flatMap(side => side.units.map(({ box }) => box.y + box.height)));
  const size = sizeOf(compact);
  const width = CLIENT[size];
  const step = width + WORDS[size];
  let left = around(units.map(({ box }) => box))!.x;
  for (const { name, beside } of clients) {
    if (!inside.includes(name)) continue;
    const near = units.find(({ host }) => host === beside) ?? units[0]!;
    const x = Math.max(left, centreOf(near.box).x - width / 2 - (compact ? 16 : 24));
    boxes.set(name, { x, y: bottom + CLIENT_GAP, width, height: CLIENT.height });
    left = x + step;
  }
  return boxes;
}

/** Zones and regions around what stands in them on one side. */
function groupsOf(
  cluster: ShownCluster,
  units: readonly Unit[],
  side: number,
  zone: number,
): ArrangedGroup[] {
  const parents = new Map(cluster.groups.map(({ id, parent }) => [id, parent]));
  const isIn = (group: string | undefined, wanted: string): boolean => {
    for (let at = group; at !== undefined; at = parents.get(at)) if (at === wanted) return true;
    return false;
  };
  const depth = (id: string): number => {
    const inner = cluster.groups.filter(({ parent }) => parent === id);
    return inner.length === 0 ? 0 : 1 + Math.max(...inner.map(each => depth(each.id)));
  };
  return cluster.groups
    .flatMap(({ id, title, level }) => {
      const boxes = units.flatMap(({ nodes }) =>
        nodes.filter(({ node }) => isIn(node.group, id)).map(({ box }) => box),
      );
      const inner = around(boxes);
      const by = zone + depth(id) * Math.min(14, zone);
      return inner === undefined
        ? []
        : [{ id, title, level, side, box: grown(inner, by, 36 + depth(id) * 24) }];
    })
    .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height);
}

/** The plates below everything: as high as each other, so that their torn edges would fit. */
function platesOf(placed: readonly Standing[], layout: Layout): Side[] {
  const margin = MARGIN[sizeOf(layout.compact)];
  const rooms = placed.map(side => roomOf(side, layout));
  const slips = placed.map((_, index) => (placed.length < 2 ? 0 : slipOf(index)));
  // Labels of zones stand above what is in them.
  const grouped = placed.some(({ units }) =>
    units.some(({ nodes }) => nodes.some(({ node }) => node.group !== undefined)),
  );
  const head = grouped ? 64 : 24;
  // Zones end below what is in them; clients stand lower still.
  const foot = grouped && placed.every(({ clients }) => clients.size === 0) ? 40 : 16;
  const top = Math.min(...rooms.map(({ y }, index) => y - slips[index]!));
  const bottom = Math.max(...rooms.map(({ y, height }, index) => y + height - slips[index]!));
  return placed.map(({ units, clients }, index) => {
    const { x, width } = rooms[index]!;
    return {
      hosts: units.map(({ host }) => host),
      clients: [...clients.keys()],
      plate: {
        x: x - margin,
        y: top - head + slips[index]!,
        width: width + 2 * margin,
        height: bottom - top + head + foot,
      },
    };
  });
}
