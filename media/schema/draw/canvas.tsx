import { type Signal, useComputed, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { startZoom, type Zooming } from '../../shared/zoom.js';
import { select } from '../actions.js';
import { setCamera } from '../camera.js';
import { keep } from '../keep.js';
import { contains, detailAt, seenWith } from '../model/detail.js';
import type { Zoom } from '../model/memory.js';
import type { Box } from '../model/scene.js';
import { visible } from '../model/visible.js';
import * as store from '../store.js';
import { Drawing } from './drawing.js';
import { startKeys } from './keys.js';
import { Legend } from './legend.js';
import { List } from './list.js';
import { Minimap } from './minimap.js';
import { startPointer } from './pointer.js';

/** Part of the canvas's size drawn around what is seen. */
const AROUND = 0.4;
/** Below this scale a card that is searched for is zoomed to. */
const READABLE = 0.75;
/** px at the bottom in which the legend stands. */
const LEGEND = 32;
const ALL: Box = { x: -1e7, y: -1e7, width: 2e7, height: 2e7 };

/** The picture: pans, zooms, draws what is seen in as much detail as can be read, and follows pointer and keys. */
export function Canvas() {
  const host = useRef<HTMLDivElement>(null);
  const plane = useRef<SVGGElement>(null);
  const zooming = useRef<Zooming>(undefined);
  /** What is drawn: what is seen and some more. */
  const part = useSignal<Box>(ALL);
  const scale = useSignal(1);
  const seen = useSignal<Box>({ x: 0, y: 0, width: 1, height: 1 });

  useEffect(() => {
    const element = host.current!;
    const onZoom = ({ x, y, k }: Zoom, ended: boolean): void => {
      plane.current?.setAttribute('transform', `translate(${x} ${y}) scale(${k})`);
      const now: Box = {
        x: -x / k,
        y: -y / k,
        width: element.clientWidth / k,
        height: element.clientHeight / k,
      };
      seen.value = now;
      // Coarse steps: a card is drawn again only where it would look different.
      scale.value = 2 ** (Math.round(Math.log2(k) * 3) / 3);
      if (!contains(part.peek(), now) || part.peek().width > now.width * 4)
        part.value = seenWith(now, AROUND);
      if (!ended) return;
      store.zoom.value = { x, y, k };
      keep();
    };
    const own = startZoom(element, onZoom, target => target.closest('[data-id], .over') !== null, LEGEND);
    zooming.current = own;
    setCamera({
      fit: () => own.fit(store.scene.peek().bounds, true),
      zoomBy: factor => own.by(factor),
      reveal: (box, near) => own.reveal(box, near ? READABLE : 0),
      focus: () => element.focus(),
    });
    const stopPointer = startPointer(element, own);
    const stopKeys = startKeys(element, own);
    const resized = new ResizeObserver(() =>
      own.whole ? own.fit(store.scene.peek().bounds, false) : onZoom(own.current, false),
    );
    resized.observe(element);
    const kept = store.zoom.peek();
    if (kept === undefined) own.fit(store.scene.peek().bounds, false);
    else own.to(kept, false);
    return () => {
      resized.disconnect();
      stopPointer();
      stopKeys();
      own.stop();
      setCamera(undefined);
    };
  }, []);

  const { mode } = store.view.value;
  const title = store.diagram.value?.title ?? '';
  const kind = mode === 'star' ? 'Star schema' : mode === 'er' ? 'Schema' : 'Comparison';
  return (
    <div class="canvas-box">
      <div
        ref={host}
        class="canvas"
        id="canvas"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys.
        tabIndex={0}
        aria-label={`${kind} of ${title}`}
        aria-describedby="canvas-keys"
        onFocus={() => {
          if (store.selection.peek() === undefined) selectFirst();
        }}
      >
        <Plane plane={plane} part={part} scale={scale} />
      </div>
      <p id="canvas-keys" class="unseen">
        Arrows go to the nearest table, Enter opens it, Shift and F10 its menu, slash searches, plus, minus
        and zero zoom.
      </p>
      <List />
      <Minimap seen={seen} onCentre={(x, y) => centre(zooming.current, host.current, x, y)} />
      <Legend />
    </div>
  );
}

/** What is drawn. It is made anew only when other things come into sight or look different, not with every step of a zoom. */
function Plane({
  plane,
  part,
  scale,
}: {
  readonly plane: RefObject<SVGGElement | null>;
  readonly part: Signal<Box>;
  readonly scale: Signal<number>;
}) {
  const shown = useComputed(() => {
    const chosen = store.selection.value?.card;
    return visible(store.scene.value, part.value, new Set(chosen === undefined ? [] : [chosen]));
  });
  const detail = detailAt(scale.value);
  return (
    <svg class={`plane ${detail}`} aria-hidden="true">
      <g ref={plane}>
        <Drawing
          cards={shown.value.cards}
          links={shown.value.links}
          frames={store.scene.value.frames}
          detail={detail}
          scale={scale.value}
          measure={store.measure.value}
          selected={store.selection.value}
          hover={store.hover.value}
          pinned={store.view.value.pinned}
          path={store.path.value}
        />
      </g>
    </svg>
  );
}

function selectFirst(): void {
  const { cards } = store.scene.peek();
  const first = cards.find(({ shape }) => shape === 'fact') ?? cards[0];
  if (first !== undefined) select(first.id);
}

function centre(own: Zooming | undefined, element: HTMLElement | null, x: number, y: number): void {
  if (own === undefined || element === null) return;
  const { k } = own.current;
  own.to({ k, x: element.clientWidth / 2 - x * k, y: element.clientHeight / 2 - y * k }, false);
}
