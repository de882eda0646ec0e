import { useRef } from 'preact/hooks';
import type { Playback, ScheduleData } from '../../../server/src/protocol/topology-panel.js';
import { openMenu } from '../../shared/menu.js';
import { simulate } from '../actions.js';
import { originOf } from '../at.js';
import { recorded } from '../recorded.js';
import { hover, selection } from '../store.js';
import type { Step } from '../story.js';
import { goTo } from '../transport/clock.js';
import { seconds } from '../words.js';
import { dragging } from './drag.js';
import { alike, barsOf, type FaultBar, withMoved, withoutFault } from './faults.js';
import { ROW } from './rows.js';
import { type Scale, toX } from './scale.js';
import { Badge, Tag, tagWidth } from './tag.js';

interface FaultLaneProps {
  readonly playback: Playback;
  readonly schedule: ScheduleData;
  readonly scale: Scale;
  readonly steps: readonly Step[];
}

/** Every fault as a bar with a grip at each end, to be moved in time by pointer or by keys. */
export function FaultLane({ playback, schedule: current, scale, steps }: FaultLaneProps) {
  const schedule = dragging.value ?? current;
  const bars = barsOf(playback, schedule);
  const right = scale.left + scale.width;
  const height = faultLaneHeight(bars);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture whose grips are controls.
    <svg class="fault-lane" width={right + 16} height={height} role="group" aria-label="Faults">
      <defs>
        <clipPath id="faults-clip">
          <rect x={scale.left - 8} y="0" width={scale.width + 24} height={height} />
        </clipPath>
      </defs>
      <path class="rule" d={`M0 .5H${right + 16}`} />
      <text class="name dim" x={scale.left < 100 ? 4 : 16} y="16">
        Faults
      </text>
      <g clip-path="url(#faults-clip)">
        {bars.map(bar => (
          <Bar
            key={bar.key}
            bar={bar}
            playback={playback}
            schedule={schedule}
            scale={scale}
            steps={steps}
            // Where the next bar of the same line begins: words end there.
            nextX={Math.min(
              right,
              ...bars
                .filter(other => other.line === bar.line && other.fromMs > bar.fromMs)
                .map(({ fromMs }) => toX(scale, fromMs)),
            )}
          />
        ))}
      </g>
    </svg>
  );
}

export function faultLaneHeight(bars: readonly FaultBar[]): number {
  return ROW * (1 + Math.max(0, ...bars.map(({ line }) => line)));
}

function Bar({
  bar,
  playback,
  schedule,
  scale,
  steps,
  nextX,
}: {
  readonly bar: FaultBar;
  readonly playback: Playback;
  readonly schedule: ScheduleData;
  readonly scale: Scale;
  readonly steps: readonly Step[];
  readonly nextX: number;
}) {
  const { fault, fromMs, toMs, line } = bar;
  const middle = line * ROW + ROW / 2;
  const left = toX(scale, fromMs);
  const end = toMs ?? (fault.lasting ? playback.endMs : undefined);
  const right = end === undefined ? left : toX(scale, end);
  const first = steps.find(step => step.fault === fault.event);
  const last = fault.ends === undefined ? undefined : steps.find(step => step.fault === fault.ends);
  const text = left + (first === undefined ? 8 : 24);
  const room = Math.max(right - 6, end === undefined ? nextX - 8 : 0) - text;
  const selected = selection.value?.kind === 'fault' && selection.value.event === fault.event;
  return (
    <g class={selected ? 'fault selected' : 'fault'}>
      <title>{fault.title}</title>
      {end !== undefined && (
        <BarBody
          bar={bar}
          schedule={schedule}
          playback={playback}
          scale={scale}
          x={left}
          width={right - left}
          middle={middle}
        />
      )}
      {room > 30 && (
        <text class="fault-words" x={text} y={middle + 4}>
          {cut(fault.title, room)}
        </text>
      )}
      <Grip
        bar={bar}
        which="start"
        x={left}
        middle={middle}
        playback={playback}
        schedule={schedule}
        scale={scale}
      />
      {toMs !== undefined && fault.ends !== undefined && (
        <Grip
          bar={bar}
          which="end"
          x={right}
          middle={middle}
          playback={playback}
          schedule={schedule}
          scale={scale}
        />
      )}
      {first !== undefined && (
        <Badge number={first.number} x={left + 14} y={middle} atMs={first.atMs} text={first.text} />
      )}
      {last !== undefined && toMs !== undefined && (
        <>
          <Badge number={last.number} x={right + 14} y={middle} atMs={last.atMs} text={last.text} />
          {right + 26 + tagWidth('heal') < nextX && (
            <Tag x={right + 22} y={middle} text={last.text} tone="dim" />
          )}
        </>
      )}
    </g>
  );
}

interface GripProps {
  readonly bar: FaultBar;
  readonly which: 'start' | 'end';
  readonly x: number;
  readonly middle: number;
  readonly playback: Playback;
  readonly schedule: ScheduleData;
  readonly scale: Scale;
}

/** One end of a fault. Alt and the arrows move it by 0.1 s, with Shift by 1 s; Delete takes the fault away. */
function Grip({ bar, which, x, middle, playback, schedule, scale }: GripProps) {
  const { fault } = bar;
  const event = which === 'start' ? fault.event : fault.ends!;
  const ms = which === 'start' ? bar.fromMs : bar.toMs!;
  const origin = originOf(playback);
  const word = bar.toMs === undefined && !fault.lasting ? '' : which === 'start' ? ' start' : ' end';
  const drag = useDrag(playback, schedule, scale, () => new Map([[event, ms]]));
  const handle = (
    <>
      <rect class="reach" x={x - 9} y={middle - 12} width="18" height="24" />
      <rect class="handle" x={x - 4} y={middle - 9} width="8" height="18" rx="2" />
      <path class="ridges" d={`M${x - 1.5} ${middle - 4}v8M${x + 1.5} ${middle - 4}v8`} />
    </>
  );
  if (recorded.value) return <g class="grip-still">{handle}</g>;
  return (
    <g
      class="grip"
      role="slider"
      tabIndex={0}
      aria-label={`${capital(fault.title)}${word}`}
      aria-valuemin={0}
      aria-valuemax={schedule.until}
      aria-valuenow={Math.round(ms)}
      aria-valuetext={`${seconds(ms, origin)} seconds`}
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Delete"
      onFocus={() => {
        hover.value = { kind: 'fault', event: fault.event };
      }}
      onBlur={() => {
        hover.value = undefined;
      }}
      onClick={() => {
        selection.value = { kind: 'fault', event: fault.event };
      }}
      onContextMenu={pointer => {
        pointer.preventDefault();
        openFaultMenu(bar, playback, schedule, pointer.clientX, pointer.clientY);
      }}
      onKeyDown={key => {
        // What is played is of another schedule for a moment: indices may mean other events.
        if (!alike(playback.schedule, schedule)) return;
        const box = key.currentTarget.getBoundingClientRect();
        const by = key.key === 'ArrowLeft' ? -1 : key.key === 'ArrowRight' ? 1 : 0;
        if (key.altKey && by !== 0)
          simulate(withMoved(schedule, new Map([[event, ms + by * (key.shiftKey ? 1000 : 100)]])));
        else if (key.key === 'Delete' || key.key === 'Backspace')
          simulate(withoutFault(schedule, fault, playback.faults));
        else if (key.key === 'Enter' || key.key.toLowerCase() === 'x')
          openFaultMenu(bar, playback, schedule, box.left, box.bottom);
        else return;
        key.preventDefault();
        key.stopPropagation();
      }}
      {...drag}
    >
      {handle}
    </g>
  );
}

/** The bar itself moves both ends. */
function BarBody({
  bar,
  playback,
  schedule,
  scale,
  x,
  width,
  middle,
}: Omit<GripProps, 'which'> & { readonly width: number }) {
  const { fault, fromMs, toMs } = bar;
  const moves = (): Map<number, number> =>
    new Map([
      [fault.event, fromMs],
      ...(fault.ends === undefined || toMs === undefined ? [] : [[fault.ends, toMs] as const]),
    ]);
  const drag = useDrag(playback, schedule, scale, moves);
  return (
    <rect
      class={fault.lasting ? 'fault-bar lasting' : 'fault-bar'}
      x={x}
      y={middle - 7}
      width={Math.max(1, width)}
      height="14"
      {...drag}
    />
  );
}

/** Moves events with the pointer; what they would be is shown at once, and played when it lets go. */
function useDrag(playback: Playback, schedule: ScheduleData, scale: Scale, moves: () => Map<number, number>) {
  const begun = useRef<{ x: number; from: ScheduleData; moves: Map<number, number> } | undefined>(undefined);
  const next = (clientX: number): ScheduleData | undefined => {
    const start = begun.current;
    if (start === undefined) return undefined;
    const byMs = ((clientX - start.x) / scale.width) * (scale.toMs - scale.fromMs);
    const rounded = Math.round(byMs / 100) * 100;
    const events = start.from.events.map((event, index) => {
      const at = start.moves.get(index);
      return at === undefined
        ? event
        : { ...event, at: Math.max(0, Math.min(start.from.until, at + rounded)) };
    });
    return { ...start.from, events };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || recorded.value || !alike(playback.schedule, schedule)) return;
      event.stopPropagation();
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      begun.current = { x: event.clientX, from: schedule, moves: moves() };
    },
    onPointerMove: (event: PointerEvent) => {
      const moved = next(event.clientX);
      if (moved !== undefined) dragging.value = moved;
    },
    onPointerUp: (event: PointerEvent) => {
      const moved = next(event.clientX);
      const start = begun.current;
      begun.current = undefined;
      dragging.value = undefined;
      if (moved !== undefined && start !== undefined && event.clientX !== start.x)
        simulate(withMoved(moved, new Map()));
    },
    onPointerCancel: () => {
      begun.current = undefined;
      dragging.value = undefined;
    },
  };
}

function openFaultMenu(
  bar: FaultBar,
  playback: Playback,
  schedule: ScheduleData,
  x: number,
  y: number,
): void {
  const { fault, fromMs, toMs } = bar;
  openMenu({
    x,
    y,
    label: capital(fault.title),
    items: [
      { label: 'Go to its start', run: () => goTo(fromMs) },
      ...(toMs === undefined ? [] : [{ label: 'Go to its end', run: () => goTo(toMs) }]),
      {
        label: 'Take it away',
        keys: 'Delete',
        separated: true,
        run: () => simulate(withoutFault(schedule, fault, playback.faults)),
      },
    ],
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** As many letters as there is room for, px. */
function cut(text: string, px: number): string {
  if (tagWidth(text) - 8 <= px) return text;
  const letters = Math.floor((px / (tagWidth(text) - 8)) * text.length);
  return `${text.slice(0, Math.max(1, letters - 1))}…`;
}
