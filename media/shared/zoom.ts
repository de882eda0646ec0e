import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';

/** Where a picture is seen from: px of the window, and how large. */
export interface Zoom {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LEAST = 0.04;
const MOST = 3;
/** Pictures are not blown up beyond their own size to fill a canvas. */
const FIT_MOST = 1;
const MARGIN = 24;
const GLIDE = 200;

export interface Zooming {
  readonly current: Zoom;
  /** Everything is in sight because it was fitted, and nobody zoomed since. */
  readonly whole: boolean;
  /** @param glide Moves there, unless people want less motion. */
  fit(bounds: Box, glide: boolean): void;
  by(factor: number): void;
  to(zoom: Zoom, glide: boolean): void;
  pan(dx: number, dy: number): void;
  /** Brings a box into sight, moving as little as it takes. */
  reveal(box: Box, least: number): void;
  stop(): void;
}

/**
 * Wheel, pinch and drag on an element.
 * @param onZoom Called with each step, and whether it is the last for now.
 * @param keeps What lies under the pointer is dragged by somebody else.
 * @param below px that a whole picture leaves free at the bottom: a legend stands there.
 */
export function startZoom(
  element: HTMLElement,
  onZoom: (zoom: Zoom, ended: boolean) => void,
  keeps: (target: Element) => boolean,
  below = 0,
): Zooming {
  let current: Zoom = { x: 0, y: 0, k: 1 };
  let whole = false;
  const behavior: ZoomBehavior<HTMLElement, unknown> = zoom<HTMLElement, unknown>()
    .scaleExtent([LEAST, MOST])
    .filter(
      (event: Event) =>
        !(event instanceof MouseEvent && event.type === 'dblclick') &&
        !(event.target instanceof Element && keeps(event.target) && event.type !== 'wheel') &&
        !(event instanceof MouseEvent && event.button !== 0 && event.button !== 1),
    )
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (sourceEvent) {
        whole = false;
        goal = undefined;
        cancelAnimationFrame(frame);
      }
      current = { x: transform.x, y: transform.y, k: transform.k };
      onZoom(current, false);
    })
    .on('end', () => onZoom(current, true));
  const target = select(element);
  target.call(behavior);
  const size = () => ({ width: element.clientWidth, height: element.clientHeight });
  const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
  const go = (next: Zoom, glide: boolean): void => {
    const transform = zoomIdentity.translate(next.x, next.y).scale(next.k);
    if (glide && !calm()) glideTo(next);
    else target.call(behavior.transform, transform);
  };
  let frame = 0;
  /** Where a glide is going: what is pressed meanwhile counts from there. */
  let goal: Zoom | undefined;
  /** d3's own transitions are another library: this is a straight way with an eased end. */
  const glideTo = (next: Zoom): void => {
    cancelAnimationFrame(frame);
    const from = current;
    goal = next;
    const start = performance.now();
    const step = (now: number): void => {
      // A frame may have begun before the glide did.
      const part = Math.max(0, Math.min(1, (now - start) / GLIDE));
      const eased = 1 - (1 - part) ** 3;
      const at = (a: number, b: number) => a + (b - a) * eased;
      target.call(
        behavior.transform,
        zoomIdentity.translate(at(from.x, next.x), at(from.y, next.y)).scale(at(from.k, next.k)),
      );
      if (part < 1) frame = requestAnimationFrame(step);
      else goal = undefined;
    };
    frame = requestAnimationFrame(step);
  };
  return {
    get current() {
      return current;
    },
    get whole() {
      return whole;
    },
    fit: (bounds, glide) => {
      if (bounds.width === 0) return;
      const { width, height } = size();
      const k = Math.max(
        LEAST,
        Math.min(FIT_MOST, (width - MARGIN) / bounds.width, (height - MARGIN - below) / bounds.height),
      );
      go(
        {
          k,
          x: (width - bounds.width * k) / 2 - bounds.x * k,
          y: (height - below - bounds.height * k) / 2 - bounds.y * k,
        },
        glide,
      );
      whole = true;
    },
    by: factor => {
      whole = false;
      const { width, height } = size();
      const from = goal ?? current;
      const k = Math.max(LEAST, Math.min(MOST, from.k * factor));
      const [cx, cy] = [width / 2, height / 2];
      go({ k, x: cx - ((cx - from.x) * k) / from.k, y: cy - ((cy - from.y) * k) / from.k }, true);
    },
    to: (next, glide) => {
      whole = false;
      go(next, glide);
    },
    pan: (dx, dy) => {
      whole = false;
      go({ ...current, x: current.x + dx, y: current.y + dy }, false);
    },
    reveal: (box, least) => {
      const { width, height } = size();
      // All of a box that is larger than the canvas is seen only from further away.
      const most = Math.min(
        (width - 2 * MARGIN) / (box.width + 1),
        (height - 2 * MARGIN - below) / (box.height + 1),
      );
      const k = Math.max(LEAST, Math.min(most, Math.max(least, current.k)));
      const grown = k !== current.k;
      // Where the box would stand, and by how much it would stick out.
      let x = grown ? width / 2 - (box.x + box.width / 2) * k : current.x;
      let y = grown ? height / 2 - (box.y + box.height / 2) * k : current.y;
      const [left, top] = [box.x * k + x, box.y * k + y];
      const [right, bottom] = [left + box.width * k, top + box.height * k];
      if (right > width - MARGIN) x -= right - width + MARGIN;
      if (bottom > height - MARGIN) y -= bottom - height + MARGIN;
      if (box.x * k + x < MARGIN) x = MARGIN - box.x * k;
      if (box.y * k + y < MARGIN) y = MARGIN - box.y * k;
      if (grown || x !== current.x || y !== current.y) {
        whole = false;
        go({ k, x, y }, true);
      }
    },
    stop: () => {
      cancelAnimationFrame(frame);
      target.on('.zoom', null);
    },
  };
}
