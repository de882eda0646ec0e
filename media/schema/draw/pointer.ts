import type { Zooming } from '../../shared/zoom.js';
import { activate, openDefinition, select } from '../actions.js';
import type { Point } from '../model/scene.js';
import { openCanvasMenu, openCardMenu, openLinkMenu } from '../parts/menus.js';
import { moveCards, settleCards } from '../picture.js';
import * as store from '../store.js';

/** px that a pointer may tremble before a click becomes a drag. */
const TREMBLE = 4;

/** Clicks select, double clicks open, drags move, the second button opens menus. Gives what ends it. */
export function startPointer(element: HTMLElement, zooming: Zooming): () => void {
  let drag:
    | {
        readonly ids: readonly string[];
        readonly from: Point;
        readonly at: ReadonlyMap<string, Point>;
        moved: boolean;
        to?: ReadonlyMap<string, Point>;
      }
    | undefined;
  let frame = 0;

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const card = cardAt(event.target);
    if (card === undefined) return;
    const { cards, frames } = store.scene.peek();
    const inFrame = frames.some(({ id }) => id === card)
      ? new Set(store.graph.peek()?.clusters.find(({ id }) => id === card)?.tables ?? [])
      : undefined;
    const moving = cards.filter(({ id }) =>
      inFrame === undefined ? id === card || id === `fold:${card}` : inFrame.has(id),
    );
    drag = {
      ids: moving.map(({ id }) => id),
      from: { x: event.clientX, y: event.clientY },
      at: new Map(moving.map(({ id, x, y }) => [id, { x, y }])),
      moved: false,
    };
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent): void => {
    if (drag === undefined) {
      store.hover.value = event.buttons === 0 ? cardAt(event.target) : undefined;
      return;
    }
    const dx = event.clientX - drag.from.x;
    const dy = event.clientY - drag.from.y;
    if (!drag.moved && Math.hypot(dx, dy) < TREMBLE) return;
    drag.moved = true;
    const { k } = zooming.current;
    const next = new Map(
      [...drag.at].map(([id, { x, y }]) => [
        id,
        { x: Math.round((x + dx / k) / 4) * 4, y: Math.round((y + dy / k) / 4) * 4 },
      ]),
    );
    drag.to = next;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => moveCards(next));
  };
  const up = (event: PointerEvent): void => {
    const ended = drag;
    drag = undefined;
    if (ended === undefined) return;
    if (ended.moved) {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (ended.to !== undefined) moveCards(ended.to);
        settleCards(ended.ids);
      });
      return;
    }
    // The pointer is captured: what it is over is found by place.
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const card = cardAt(under);
    if (card !== undefined) select(card, columnAt(under));
  };
  const click = (event: MouseEvent): void => {
    if (
      cardAt(event.target) === undefined &&
      !(event.target instanceof Element && event.target.closest('[data-link]'))
    )
      if (event.target instanceof Element && event.target.closest('svg.plane') !== null) select(undefined);
  };
  const double = (event: MouseEvent): void => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const card = cardAt(under);
    if (card === undefined) return;
    const column = columnAt(under);
    if (column === undefined) activate(card);
    else openDefinition(card, column);
  };
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const card = cardAt(under);
    const link = under?.closest('[data-link]')?.getAttribute('data-link');
    const at = { x: event.clientX, y: event.clientY };
    if (card !== undefined) {
      const column = columnAt(under);
      select(card, column);
      openCardMenu(card, column, at);
    } else if (link !== null && link !== undefined) openLinkMenu(link, at);
    else openCanvasMenu(at);
  };
  const leave = (): void => {
    store.hover.value = undefined;
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('click', click);
  element.addEventListener('dblclick', double);
  element.addEventListener('contextmenu', menu);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('click', click);
    element.removeEventListener('dblclick', double);
    element.removeEventListener('contextmenu', menu);
  };
}

function cardAt(target: EventTarget | null): string | undefined {
  return target instanceof Element
    ? (target.closest('[data-id]')?.getAttribute('data-id') ?? undefined)
    : undefined;
}

function columnAt(target: Element | null): string | undefined {
  return target?.closest('[data-column]')?.getAttribute('data-column') ?? undefined;
}
