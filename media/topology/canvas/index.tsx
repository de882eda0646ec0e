import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { startZoom, type Zoom, type Zooming } from '../../shared/zoom.js';
import { openPlace, rememberView } from '../actions.js';
import { Picture } from '../picture/picture.js';
import { Scenes } from '../picture/scene.js';
import { recorded } from '../recorded.js';
import { story } from '../steps.js';
import {
  hover,
  instant,
  lens,
  lit,
  narrow,
  playback,
  playing,
  positions,
  selection,
  shown,
  speed,
  target,
  tool,
} from '../store.js';
import { networkSentence } from '../words.js';
import { useGlide } from './gliding.js';
import { canvasKey } from './keys.js';
import { Legend } from './legend.js';
import { ThingList } from './list.js';
import { openBreakMenu } from './menus.js';
import { Minimap } from './minimap.js';
import { type Lassoed, startPointer } from './pointer.js';
import { Presets } from './presets.js';
import { placeOfThing, thingKey, thingOf } from './things.js';
import { Tools } from './tools.js';
import './canvas.css';

/** More nodes than this are found by a small map. */
const MANY = 30;

/** While time passes, what is under way for less than this is no more than a flicker, ms. */
const SEEN = 120;

/** Smaller than this, what stands in a card cannot be read. */
const FAR = 0.45;

/** The cluster as it is at the instant: looked at, moved about, broken. */
export function Canvas() {
  const cluster = shown.value;
  const place = useRef<HTMLDivElement>(null);
  const zooming = useRef<Zooming>(undefined);
  const [zoom, setZoom] = useState<Zoom>({ x: 0, y: 0, k: 1 });
  // Asked for when it changes: asking with each frame would have the page laid out twice.
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [focused, setFocused] = useState<string>();
  const [lasso, setLasso] = useState<Lassoed>();
  const scenes = useMemo(
    () =>
      cluster === undefined
        ? undefined
        : new Scenes(cluster, playback.value, {
            positions: positions.value,
            compact: narrow.value,
            lens: lens.value,
          }),
    [cluster, playback.value, positions.value, narrow.value, lens.value],
  );
  const arrangement = useGlide(scenes?.arrangementAt(instant.value), cluster?.id);
  const scene = scenes?.at(instant.value, playing.value ? SEEN * speed.value : 0, arrangement);
  const lights = useMemo(() => new Set([...lit.value].map(id => `node:${id}`)), [lit.value]);
  const current = useRef(scene);
  current.current = scene;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const started = startZoom(
      element,
      (next, ended) => {
        setZoom(next);
        if (ended && current.current !== undefined) rememberView(next);
      },
      under =>
        tool.peek() === 'lasso' || under.closest('[data-thing]:not([data-thing^="group:"]), .over') !== null,
    );
    zooming.current = started;
    const stop = startPointer(element, {
      scene: () => current.current,
      zoom: () => started.current,
      onLasso: setLasso,
      onFocus: setFocused,
    });
    return () => {
      started.stop();
      stop();
    };
  }, [scene === undefined]);

  // Whatever is larger than what is seen is fitted: a first picture, a tear, a node that was dragged out of sight.
  const { bounds } = scene ?? {};
  const fitKey =
    bounds === undefined ? '' : [bounds.x, bounds.y, bounds.width, bounds.height].map(Math.round).join();
  const fitted = useRef<string>(undefined);
  useEffect(() => {
    const element = place.current;
    if (bounds === undefined || element === null || zooming.current === undefined) return;
    const refit = () => zooming.current?.fit(bounds, fitted.current !== undefined);
    const kept = target.peek()?.remembered.view;
    if (fitted.current === undefined && isZoom(kept)) zooming.current.to(kept, false);
    else if (!seen(bounds, zooming.current.current, element)) refit();
    fitted.current = cluster?.id;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
      if (!seen(bounds, zooming.current!.current, element)) refit();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [fitKey, cluster?.id]);

  if (cluster === undefined || scene === undefined) return <div class="canvas" />;
  const whole = () => zooming.current?.fit(scene.bounds, true);
  const seenWhere = networkSentence(playback.value ?? NOTHING, instant.value);
  return (
    <div
      class={tool.value === 'lasso' ? 'canvas lassoing' : 'canvas'}
      role="application"
      aria-label={`Topology of ${cluster.title}`}
      aria-describedby="canvas-sentence"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the focus, and keys go through its things.
      tabIndex={0}
      onKeyDown={event =>
        canvasKey(event, {
          scene,
          focused: focused ?? undefined,
          setFocused,
          zooming: zooming.current,
          element: place.current!,
        })
      }
      onDblClick={event => {
        const found =
          event.target instanceof Element ? event.target.closest<SVGElement>('[data-thing]') : null;
        const at = found === null ? undefined : placeOfThing(thingOf(found.dataset.thing ?? ''));
        if (at !== undefined) openPlace(at);
      }}
      onContextMenu={event => {
        event.preventDefault();
        if (recorded.value) return;
        const found =
          event.target instanceof Element ? event.target.closest<SVGElement>('[data-thing]') : null;
        openBreakMenu(found?.dataset.thing, event.clientX, event.clientY, whole);
      }}
    >
      <div class="canvas-room" ref={place}>
        <svg class="canvas-picture" width="100%" height="100%" role="presentation">
          <g transform={`translate(${zoom.x} ${zoom.y}) scale(${zoom.k})`}>
            <Picture
              scene={scene}
              selected={thingKey(selection.value)}
              hovered={thingKey(hover.value)}
              lit={lights}
              focused={focused}
              steps={story.value}
              instant={instant.value}
              far={zoom.k < FAR}
            />
            {lasso !== undefined && (
              <path class="lasso" d={`M${lasso.path.map(({ x, y }) => `${x} ${y}`).join('L')}z`} />
            )}
          </g>
        </svg>
      </div>
      <p id="canvas-sentence" class="unseen">
        {seenWhere ?? 'All nodes can talk to each other.'} Arrow keys go from thing to thing, Enter opens what
        can be done.
      </p>
      <ThingList scene={scene} />
      {!recorded.value && <Presets />}
      <Tools onZoom={factor => zooming.current?.by(factor)} onFit={whole} />
      {cluster.nodes.length > MANY && size.width > 0 && (
        <Minimap
          scene={scene}
          zoom={zoom}
          size={size}
          onCentre={(x, y) => {
            const { width, height } = size;
            zooming.current?.to({ k: zoom.k, x: width / 2 - x * zoom.k, y: height / 2 - y * zoom.k }, false);
          }}
        />
      )}
      <Legend />
    </div>
  );
}

const NOTHING = { network: [] } as never;

function seen(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  zoom: Zoom,
  element: HTMLElement,
): boolean {
  return (
    x * zoom.k + zoom.x >= 0 &&
    y * zoom.k + zoom.y >= 0 &&
    (x + width) * zoom.k + zoom.x <= element.clientWidth &&
    (y + height) * zoom.k + zoom.y <= element.clientHeight
  );
}

function isZoom(value: unknown): value is Zoom {
  const zoom = value as Zoom;
  return (
    typeof value === 'object' &&
    value !== null &&
    [zoom.x, zoom.y, zoom.k].every(Number.isFinite) &&
    zoom.k > 0
  );
}
