import type { Box } from '../../../server/src/protocol/topology-panel.js';
import type { Arrangement, Side } from './arrange.js';
import { centreOf, moved, type Point } from './geometry.js';

/** The slip of two sides against each other begins when so much of the tear is over. */
const SLIP_FROM = 0.4;

/**
 * An arrangement on its way to another one of the same cluster: sides move apart as they tear, and close as they heal.
 * @param part How far it is, 0 to 1.
 */
export function glidden(from: Arrangement, to: Arrangement, part: number): Arrangement {
  if (part >= 1) return to;
  const tears = to.sides.length >= from.sides.length;
  // What is torn is drawn torn, on its way in and out.
  const [torn, home] = tears ? [to, from] : [from, to];
  const far = tears ? eased(part) : healed(part);
  const shifts = torn.sides.map(side => {
    const { x, y } = shiftOf(side, torn, home);
    return { x: -x * (1 - far.x), y: -y * (1 - far.y) };
  });
  const sideOf = (box: Box) =>
    Math.max(
      0,
      torn.sides.findIndex(({ plate }) => holds(plate, box)),
    );
  return {
    nodes: mixed(home.nodes, torn.nodes, far),
    clients: mixed(home.clients, torn.clients, far),
    hosts: new Map([...torn.hosts].map(([host, box]) => [host, shifted(box, shifts[sideOf(box)]!)])),
    groups: torn.groups.map(group => ({ ...group, box: shifted(group.box, shifts[group.side]!) })),
    sides: apart(torn.sides.map((side, at) => ({ ...side, plate: shifted(side.plate, shifts[at]!) }))),
  };
}

/** Whether the sides are others than before: something is torn, or healed. */
export function tornOtherwise(a: Arrangement, b: Arrangement): boolean {
  const sides = (all: readonly Side[]) => all.map(({ hosts, clients }) => `${hosts} ${clients}`).join('|');
  return sides(a.sides) !== sides(b.sides);
}

/** How far apart they are sideways, and how far they have slipped: quick at first, the slip last. */
function eased(part: number): Point {
  return { x: out(part), y: out((part - SLIP_FROM) / (1 - SLIP_FROM)) };
}

function healed(part: number): Point {
  return { x: 1 - out(part), y: 1 - out(part) };
}

function out(part: number): number {
  return 1 - (1 - Math.max(0, part)) ** 3;
}

/** By how much the middle of a side stands elsewhere once it is torn off. */
function shiftOf({ plate }: Side, torn: Arrangement, home: Arrangement): Point {
  let [x, y, count] = [0, 0, 0];
  for (const [id, box] of torn.nodes) {
    const before = home.nodes.get(id);
    if (before === undefined || !holds(plate, box)) continue;
    x += box.x - before.x;
    y += box.y - before.y;
    count++;
  }
  return count === 0 ? { x: 0, y: 0 } : { x: x / count, y: y / count };
}

function holds(plate: Box, box: Box): boolean {
  const { x } = centreOf(box);
  return x >= plate.x && x <= plate.x + plate.width;
}

function shifted(box: Box, { x, y }: Point): Box {
  return moved(box, x, y);
}

function mixed(home: ReadonlyMap<string, Box>, torn: ReadonlyMap<string, Box>, far: Point): Map<string, Box> {
  return new Map(
    [...torn].map(([id, box]) => {
      const before = home.get(id);
      return [
        id,
        before === undefined
          ? box
          : {
              ...box,
              x: before.x + (box.x - before.x) * far.x,
              y: before.y + (box.y - before.y) * far.y,
            },
      ];
    }),
  );
}

/** Plates of sides that lay mixed would lie over each other at first: they meet in the middle. */
function apart(sides: readonly Side[]): Side[] {
  const all = sides.map(side => ({ ...side, plate: { ...side.plate } }));
  for (const [at, { plate }] of all.entries()) {
    const next = all[at + 1]?.plate;
    if (next === undefined || plate.x + plate.width <= next.x) continue;
    const middle = (Math.max(plate.x, next.x) + Math.min(plate.x + plate.width, next.x + next.width)) / 2;
    const right = next.x + next.width;
    plate.width = Math.max(0, middle - plate.x);
    next.width = Math.max(0, right - middle);
    next.x = middle;
  }
  return all;
}
