import type { Zooming } from '../../shared/zoom.js';
import { activate, openDefinition, select } from '../actions.js';
import { camera } from '../camera.js';
import { type Direction, nearest } from '../model/nearest.js';
import { openCanvasMenu, openCardMenu } from '../parts/menus.js';
import * as store from '../store.js';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
/** px of the screen. */
const STEP = 80;

/** Keys of the canvas; those of the whole page are in `parts/shortcuts.ts`. Gives what ends them. */
export function startKeys(element: HTMLElement, zooming: Zooming): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const chosen = store.selection.peek();
    const card = store.scene.peek().cards.find(({ id }) => id === chosen?.card);
    const direction = DIRECTIONS[event.key];
    if (direction !== undefined && event.altKey) return;
    if (direction !== undefined && event.shiftKey) pan(direction);
    else if (direction !== undefined) {
      const next =
        card === undefined ? store.scene.peek().cards[0] : nearest(card, store.scene.peek().cards, direction);
      if (next !== undefined) select(next.id, undefined, true);
    } else if (event.key === 'Enter' && chosen !== undefined) {
      if (chosen.column === undefined) activate(chosen.card);
      else openDefinition(chosen.card, chosen.column);
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { x: left, y: top } = element.getBoundingClientRect();
      if (card === undefined || chosen === undefined) openCanvasMenu({ x: left + 24, y: top + 24 });
      else {
        const { x, y, k } = zooming.current;
        openCardMenu(card.id, chosen.column, {
          x: left + (card.x + 24) * k + x,
          y: top + Math.min(element.clientHeight - 40, (card.y + 24) * k + y),
        });
      }
    } else if (event.key === 'Escape') {
      if (store.path.peek() !== undefined) store.path.value = undefined;
      else select(undefined);
    } else if (event.key === 'Home') {
      camera.fit();
    } else return;
    event.preventDefault();
  };
  const pan = (direction: Direction): void =>
    zooming.pan(
      direction === 'left' ? STEP : direction === 'right' ? -STEP : 0,
      direction === 'up' ? STEP : direction === 'down' ? -STEP : 0,
    );
  element.addEventListener('keydown', onKeyDown);
  return () => element.removeEventListener('keydown', onKeyDown);
}
