import type { Zooming } from '../../shared/zoom.js';
import { openPlace } from '../actions.js';
import { centreOf } from '../picture/geometry.js';
import type { Scene } from '../picture/scene.js';
import { recorded } from '../recorded.js';
import { selection } from '../store.js';
import { openBreakMenu } from './menus.js';
import { placeOfThing, thingOf } from './things.js';

export interface KeyOptions {
  readonly scene: Scene;
  readonly focused: string | undefined;
  readonly setFocused: (thing: string) => void;
  readonly zooming: Zooming | undefined;
  readonly element: HTMLElement;
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys of the picture: from thing to thing, what can be done with it, near and far. */
export function canvasKey(event: KeyboardEvent, options: KeyOptions): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  // Buttons that lie over the picture have keys of their own.
  if (event.target instanceof Element && event.target.closest('.over') !== null) return;
  const { scene, zooming, element } = options;
  const under = event.target instanceof Element ? event.target.closest<SVGElement>('[data-thing]') : null;
  const focused = under?.dataset.thing ?? options.focused;
  const way = WAYS[event.key];
  const done = (): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (way !== undefined) {
    const next = nextThing(scene, focused, way);
    done();
    if (next !== undefined) focusThing(next, options);
    return;
  }
  switch (event.key) {
    case 'Enter':
    case 'ContextMenu':
    case 'x':
    case 'X': {
      done();
      if (event.key === 'Enter' && event.shiftKey) {
        const place = placeOfThing(thingOf(focused ?? ''));
        if (place !== undefined) openPlace(place);
        return;
      }
      if (recorded.value) return;
      const shape =
        focused === undefined ? null : element.querySelector(`[data-thing="${CSS.escape(focused)}"]`);
      const box = (shape ?? element).getBoundingClientRect();
      openBreakMenu(
        focused,
        box.left + Math.min(40, box.width / 2),
        box.top + Math.min(40, box.height / 2),
        () => zooming?.fit(scene.bounds, true),
      );
      return;
    }
    case '+':
    case '=':
      zooming?.by(1.25);
      return done();
    case '-':
      zooming?.by(0.8);
      return done();
    case '0':
      zooming?.fit(scene.bounds, true);
      return done();
  }
}

/** The nearest thing in a direction; what lies aside counts as farther. */
export function nextThing(
  { boxes }: Pick<Scene, 'boxes'>,
  from: string | undefined,
  [dx, dy]: readonly [number, number],
): string | undefined {
  const start = from === undefined ? undefined : boxes.get(from);
  if (start === undefined)
    return [...boxes.keys()].find(key => key.startsWith('node:')) ?? [...boxes.keys()][0];
  const at = centreOf(start);
  let best: { readonly key: string; readonly cost: number } | undefined;
  for (const [key, box] of boxes) {
    if (key === from) continue;
    const to = centreOf(box);
    const along = (to.x - at.x) * dx + (to.y - at.y) * dy;
    const aside = Math.abs((to.x - at.x) * dy) + Math.abs((to.y - at.y) * dx);
    if (along <= 4 || aside > along * 3) continue;
    const cost = along + aside * 2;
    if (best === undefined || cost < best.cost) best = { key, cost };
  }
  return best?.key;
}

function focusThing(key: string, { setFocused, element, zooming, scene }: KeyOptions): void {
  setFocused(key);
  const thing = thingOf(key);
  if (thing !== undefined) selection.value = thing;
  const box = scene.boxes.get(key);
  if (box !== undefined) zooming?.reveal(box, 0);
  element.querySelector<SVGElement>(`[data-thing="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
