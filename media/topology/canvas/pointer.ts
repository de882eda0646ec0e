import type { Box } from '../../../server/src/protocol/topology-panel.js';
import type { Zoom } from '../../shared/zoom.js';
import { addFault, setPositions } from '../actions.js';
import { NEARER } from '../picture/arrange.js';
import { centreOf, type Point } from '../picture/geometry.js';
import type { Scene } from '../picture/scene.js';
import { recorded } from '../recorded.js';
import { hover, narrow, playback, positions, selection, shown, tool } from '../store.js';
import { partition } from './faults.js';
import { hostOfNode, thingOf } from './things.js';

/** A line that is being drawn around things; px of the picture. */
export interface Lassoed {
  readonly path: readonly Point[];
}

export interface PointerOptions {
  scene(): Scene | undefined;
  zoom(): Zoom;
  onLasso(lasso: Lassoed | undefined): void;
  onFocus(thing: string): void;
}

/** A press that moves less than this is a click, px. */
const CLICK = 4;

/** Pointing, choosing, dragging, lassoing. Answers how to stop. */
export function startPointer(element: HTMLElement, options: PointerOptions): () => void {
  let drag: Drag | undefined;
  let path: Point[] | undefined;
  const toPicture = (event: PointerEvent): Point => {
    const box = element.getBoundingClientRect();
    const { x, y, k } = options.zoom();
    return { x: (event.clientX - box.left - x) / k, y: (event.clientY - box.top - y) / k };
  };
  const thingAt = (event: Event): string | undefined =>
    event.target instanceof Element
      ? event.target.closest<SVGElement>('[data-thing]')?.dataset.thing
      : undefined;

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('.over') !== null))
      return;
    const thing = thingAt(event);
    if (tool.peek() === 'lasso' && !recorded.peek()) {
      path = [toPicture(event)];
      element.setPointerCapture(event.pointerId);
      event.preventDefault();
      return;
    }
    if (thing !== undefined) {
      selection.value = thingOf(thing);
      options.onFocus(thing);
    }
    if (thing?.startsWith('node:')) {
      const scene = options.scene();
      const id = thing.slice('node:'.length);
      const anchor = anchorOf(id);
      if (scene === undefined || anchor === undefined) return;
      // The plate grows with what is dragged: what counts is where it was.
      drag = {
        id,
        anchor: anchor.id,
        from: toPicture(event),
        at: anchor.at,
        moved: false,
        plate: scene.bounds,
      };
    } else if (thing === undefined) selection.value = undefined;
  };
  const move = (event: PointerEvent): void => {
    if (path !== undefined) {
      path = [...path, toPicture(event)];
      options.onLasso({ path });
      return;
    }
    if (drag === undefined) {
      const thing = thingAt(event);
      const next = thing === undefined ? undefined : thingOf(thing);
      const now = hover.peek();
      if (
        now?.kind !== next?.kind ||
        (now !== undefined && next !== undefined && JSON.stringify(now) !== JSON.stringify(next))
      )
        hover.value = next;
      return;
    }
    const to = toPicture(event);
    const [dx, dy] = [to.x - drag.from.x, to.y - drag.from.y];
    if (!drag.moved && Math.hypot(dx, dy) * options.zoom().k < CLICK) return;
    // Not before: a click belongs to what is clicked.
    if (!drag.moved) element.setPointerCapture(event.pointerId);
    drag.moved = true;
    const x = drag.at.x + dx / (narrow.peek() ? NEARER : 1);
    positions.value = { ...positions.peek(), [drag.anchor]: { x, y: drag.at.y + dy } };
  };
  const up = (event: PointerEvent): void => {
    if (path !== undefined) {
      const around = path;
      path = undefined;
      options.onLasso(undefined);
      tool.value = 'select';
      partInside(options.scene(), around);
      return;
    }
    if (drag?.moved === true) {
      // Dragged off the plate: it is cut off, and stays where it was.
      if (!recorded.peek() && !holds(drag.plate, toPicture(event))) {
        const rest = { ...positions.peek() };
        delete rest[drag.anchor];
        setPositions(rest);
        addFault(partition([hostOfNode(drag.id, playback.peek())]));
      } else setPositions(positions.peek());
    }
    drag = undefined;
  };
  const leave = (): void => {
    hover.value = undefined;
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointerleave', leave);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointerleave', leave);
  };
}

/** A node that was taken hold of. */
interface Drag {
  readonly id: string;
  /** The first node of its machine, which moves as a whole: where that was put is kept. */
  readonly anchor: string;
  /** Of the pointer. */
  readonly from: Point;
  /** Of the anchor as it was laid out or put: where a tear puts it, or little room, is not kept. */
  readonly at: Point;
  moved: boolean;
  readonly plate: Box;
}

function anchorOf(id: string): { readonly id: string; readonly at: Point } | undefined {
  const run = playback.peek();
  const host = hostOfNode(id, run);
  const anchor = shown.peek()?.nodes.find(each => hostOfNode(each.id, run) === host);
  return anchor === undefined ? undefined : { id: anchor.id, at: positions.peek()[anchor.id] ?? anchor.box };
}

/** Parts the hosts inside of a line from the rest. */
function partInside(scene: Scene | undefined, path: readonly Point[]): void {
  if (scene === undefined || path.length < 3) return;
  const run = playback.peek();
  const inside = [...scene.boxes].flatMap(([thing, box]) =>
    /^(?:node|client):/.test(thing) && isInside(centreOf(box), path)
      ? [thing.startsWith('node:') ? hostOfNode(thing.slice(5), run) : thing.slice(7)]
      : [],
  );
  const hosts = [...new Set(inside)];
  if (hosts.length > 0) addFault(partition(hosts));
}

/** Even-odd rule. */
export function isInside({ x, y }: Point, path: readonly Point[]): boolean {
  let inside = false;
  for (let i = 0, j = path.length - 1; i < path.length; j = i++) {
    const [a, b] = [path[i]!, path[j]!];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

function holds({ x, y, width, height }: Box, at: Point): boolean {
  return at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
}
