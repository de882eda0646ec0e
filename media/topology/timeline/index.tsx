import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { PanelVerdict, Playback } from '../../../server/src/protocol/topology-panel.js';
import { announce } from '../../shared/live.js';
import { currentSchedule } from '../actions.js';
import { originOf } from '../at.js';
import { story } from '../steps.js';
import { hover, instant, lens, narrow, playback, selection, shown } from '../store.js';
import { goTo, pause } from '../transport/clock.js';
import { Transport } from '../transport/index.js';
import { FaultLane } from './fault-lane.js';
import { Lanes } from './lanes.js';
import { Playhead } from './playhead.js';
import { ROW, type Row, rowsOf } from './rows.js';
import { type Scale, ticksOf, toMs, toX } from './scale.js';
import { LaneTable, stretches } from './table.js';
import { moveTime, scale, width, zoomTime } from './view.js';
import './timeline.css';

/** Time: what is played, when it is, and a lane for everybody. */
export function Timeline() {
  const run = playback.value;
  if (run === undefined) return null;
  return (
    <section class="timeline" aria-label="Timeline" data-region="timeline">
      <Transport />
      <Drawing playback={run} />
    </section>
  );
}

function Drawing({ playback: run }: { readonly playback: Playback }) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(run), [run]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    width.value = element.clientWidth;
    measure.observe(element);
    // Of the browser's own zoom with the wheel there is nothing left only where the listener is not passive.
    const wheel = (event: WheelEvent): void => {
      const x = event.clientX - element.getBoundingClientRect().left;
      if (event.ctrlKey || event.metaKey) zoomTime(1.0015 ** -event.deltaY, x);
      else if (event.deltaX !== 0 || event.shiftKey)
        moveTime(event.deltaX === 0 ? event.deltaY : event.deltaX);
      else return;
      event.preventDefault();
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      measure.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);
  usePast(frame);
  const scrub = useScrub(frame, rows);
  const now = scale.value;
  if (width.value === 0) return <div class="lanes-frame" ref={frame} />;
  return (
    <>
      <div class="lanes-frame" ref={frame} {...scrub}>
        <Axis scale={now} origin={originOf(run)} />
        <div class="fault-row">
          <FaultLane
            playback={run}
            schedule={currentSchedule() ?? run.schedule}
            scale={now}
            steps={story.value}
          />
        </div>
        <LaneArea playback={run} rows={rows} scale={now} lens={lens.value} details={!narrow.value} />
        <Playhead />
      </div>
      <LaneTable playback={run} rows={rows} />
    </>
  );
}

function Axis({ scale: now, origin }: { readonly scale: Scale; readonly origin: number }) {
  return (
    <svg class="axis" width={now.left + now.width + 16} height="18" aria-hidden="true">
      {ticksOf(now, origin).map(({ ms, label }) => (
        <g key={ms}>
          <text x={Math.min(toX(now, ms), now.left + now.width)} y="12">
            {label}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Lanes of nodes and clients; more than fit are scrolled to. Arrows go from one thing to the next, and say what it is. */
function LaneArea({
  playback: run,
  rows,
  scale: now,
  lens: lit,
  details,
}: {
  readonly playback: Playback;
  readonly rows: readonly Row[];
  readonly scale: Scale;
  readonly lens: PanelVerdict['id'] | undefined;
  readonly details: boolean;
}) {
  const row = useRef(0);
  const cursor = useRef<HTMLDivElement>(null);
  const steps = story.value;
  const epochWord = /PostgreSQL|Patroni|repmgr|pg_auto_failover|Stolon/i.test(shown.value?.subtitle ?? '')
    ? 'TL'
    : 'term';
  const picture = useMemo(
    () => (
      <svg class="lanes" width={now.left + now.width + 16} height={rows.length * ROW} aria-hidden="true">
        <Lanes
          playback={run}
          rows={rows}
          scale={now}
          steps={steps}
          lens={lit}
          details={details}
          epochWord={epochWord}
        />
      </svg>
    ),
    [run, rows, now, steps, lit, details, epochWord],
  );
  const show = (index: number, ms: number, what: string): void => {
    const lane = rows[index];
    if (lane === undefined) return;
    row.current = index;
    goTo(ms);
    pause();
    announce(`${lane.label}: ${what}`);
    const mark = cursor.current;
    if (mark === null) return;
    mark.style.transform = `translate(0, ${index * ROW}px)`;
    mark.style.height = `${ROW}px`;
    mark.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const lane = rows[row.current];
    if (lane === undefined) return;
    const all = stretches(lane, run);
    const here = instant.value;
    switch (event.key) {
      case 'ArrowRight': {
        const next = all.find(({ fromMs }) => fromMs > here + 0.5);
        if (next !== undefined) show(row.current, next.fromMs, next.what);
        break;
      }
      case 'ArrowLeft': {
        const before = all.filter(({ fromMs }) => fromMs < here - 0.5).at(-1);
        if (before !== undefined) show(row.current, before.fromMs, before.what);
        break;
      }
      case 'ArrowDown':
      case 'ArrowUp': {
        const index = Math.max(
          0,
          Math.min(rows.length - 1, row.current + (event.key === 'ArrowDown' ? 1 : -1)),
        );
        const at = stretches(rows[index]!, run).filter(
          ({ fromMs, toMs: end }) => fromMs <= here && here <= end,
        );
        show(index, here, at.map(({ what }) => what).join(', ') || 'nothing');
        break;
      }
      case 'Enter':
        select(lane);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class="lanes-scroll"
      role="application"
      aria-label="Lanes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows go through the lanes.
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div class="lanes-cursor" ref={cursor} />
      {picture}
    </div>
  );
}

/** Chooses what a lane is about. */
function select(row: Row): void {
  selection.value =
    row.kind === 'client'
      ? { kind: 'client', id: row.client.name }
      : { kind: 'node', id: row.process.node ?? row.process.name };
}

/** The pointer over time moves the instant; over names it chooses, and lights what they name. */
function useScrub(frame: { readonly current: HTMLDivElement | null }, rows: readonly Row[]) {
  const drag = useRef(false);
  const wanted = useRef<number | undefined>(undefined);
  const rowAt = (event: PointerEvent): Row | undefined => {
    const lanes = frame.current?.querySelector('.lanes')?.getBoundingClientRect();
    return lanes === undefined ? undefined : rows[Math.floor((event.clientY - lanes.top) / ROW)];
  };
  const x = (event: PointerEvent): number =>
    event.clientX - (frame.current?.getBoundingClientRect().left ?? 0);
  const scrubTo = (px: number): void => {
    // As often as the screen shows it, not as often as the pointer says.
    const waiting = wanted.current !== undefined;
    wanted.current = toMs(scale.value, px);
    if (waiting) return;
    requestAnimationFrame(() => {
      if (wanted.current !== undefined) goTo(wanted.current);
      wanted.current = undefined;
    });
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      if (x(event) < scale.value.left - 4) {
        const row = rowAt(event);
        if (row !== undefined) select(row);
        return;
      }
      pause();
      drag.current = true;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      scrubTo(x(event));
    },
    onPointerMove: (event: PointerEvent) => {
      if (drag.current) return scrubTo(x(event));
      const row = rowAt(event);
      hover.value =
        row === undefined
          ? undefined
          : row.kind === 'client'
            ? { kind: 'client', id: row.client.name }
            : { kind: 'node', id: row.process.node ?? row.process.name };
    },
    onPointerUp: () => {
      drag.current = false;
    },
    onPointerCancel: () => {
      drag.current = false;
    },
    onPointerLeave: () => {
      hover.value = undefined;
    },
  };
}

/** Numbers of what is past are filled, of what is to come hollow; only those that change are touched. */
function usePast(frame: { readonly current: HTMLDivElement | null }): void {
  useEffect(() =>
    effect(() => {
      const ms = instant.value;
      for (const badge of frame.current?.querySelectorAll<SVGElement>('.badge') ?? []) {
        const past = Number(badge.dataset.at) <= ms;
        if (badge.classList.contains('past') !== past) badge.classList.toggle('past', past);
      }
    }),
  );
}
