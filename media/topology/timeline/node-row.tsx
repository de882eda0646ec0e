import type { Playback, PlaybackProcess } from '../../../server/src/protocol/topology-panel.js';
import { networkAt, originOf } from '../at.js';
import type { Step } from '../story.js';
import { count, processRole, roleWord, seconds } from '../words.js';
import { type Marker, markersOf, type Segment, segmentsOf, staleParts } from './node-lane.js';
import { ROW, type Row } from './rows.js';
import { type Scale, showsCommits, toX } from './scale.js';
import { Badge, Tag, tagWidth } from './tag.js';

/** Narrowest stretch that has words inside, px. */
const WORDS = 64;

interface NodeRowProps {
  readonly process: PlaybackProcess;
  readonly playback: Playback;
  readonly scale: Scale;
  /** Top of the lane, px. */
  readonly y: number;
  readonly rows: readonly Row[];
  readonly steps: readonly Step[];
  /** What a term is called where there is little room: `TL`, `term`. */
  readonly epochWord: string;
}

/** The lane of a process: what it was, how old its reads were, and what happened to it. */
export function NodeRow({ process, playback, scale, y, rows, steps, epochWord }: NodeRowProps) {
  const middle = y + ROW / 2;
  const x = (ms: number): number => toX(scale, ms);
  const commits = showsCommits(scale);
  const segments = segmentsOf(process, playback.endMs);
  const numbers = steps.filter(
    ({ node }) => node === process.name || (node !== undefined && node === process.node),
  );
  const markers = markersOf(process, playback).filter(({ kind }) => kind !== 'commit' || commits);
  return (
    <g>
      {segments.map(segment => (
        <Stretch
          key={segment.fromMs}
          segment={segment}
          left={Math.max(scale.left, x(segment.fromMs))}
          right={Math.min(scale.left + scale.width, x(segment.toMs))}
          middle={middle}
          process={process}
          originMs={originOf(playback)}
          epochWord={epochWord}
        />
      ))}
      {staleParts(process, segments).map(({ fromMs, toMs, ageMs, leads }) => {
        const left = Math.max(scale.left, x(fromMs));
        const width = x(toMs) - left;
        // A leader's bar stays whole: the hollow line runs below it.
        const top = leads ? middle + 6 : middle - 2.5;
        return (
          width > 0 && (
            <g key={`stale ${fromMs}`} class="mark stale">
              <title>{`Reads from ${process.name} are up to ${seconds(ageMs)} s old.`}</title>
              <rect class="hollow" x={left} y={top} width={wide(width)} height={leads ? 4 : 5} />
              {width > 24 && !leads && <Clock x={left + 14} y={middle} />}
            </g>
          )
        );
      })}
      {markers.map((marker, index) => (
        <Mark
          key={`${marker.kind} ${marker.atMs} ${index}`}
          marker={marker}
          x={x(marker.atMs)}
          middle={middle}
          // The number of a step stands where the count would.
          aside={numbers.some(({ atMs }) => atMs === marker.atMs) ? 26 : 10}
          asked={marker.kind === 'election' ? askedBy(process, playback, marker.atMs, rows, y) : []}
        />
      ))}
      {numbers.map(step => (
        <Badge
          key={step.number}
          number={step.number}
          x={x(step.atMs) + 15}
          y={middle}
          atMs={step.atMs}
          text={step.text}
        />
      ))}
    </g>
  );
}

function Stretch({
  segment: { line, role, epoch, fromMs, toMs },
  left,
  right,
  middle,
  process,
  originMs,
  epochWord,
}: {
  readonly segment: Segment;
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  readonly process: PlaybackProcess;
  readonly originMs: number;
  readonly epochWord: string;
}) {
  if (right < left) return null;
  const width = wide(right - left);
  const title = (
    <title>
      {`${process.name}: ${processRole(process, role)}${epoch > 0 ? `, term ${epoch}` : ''}, ${seconds(fromMs, originMs)} s to ${seconds(toMs, originMs)} s.`}
    </title>
  );
  if (line === 'leader') {
    const word = epoch > 0 ? `leader  ${epochWord} ${epoch}` : 'leader';
    const short = epoch > 0 ? `${epochWord} ${epoch}` : '';
    const shown = width > WORDS + 30 ? word : width > WORDS ? short : '';
    return (
      <g class="mark leaders recovery">
        {title}
        <rect class="bar-leader" x={left} y={middle - 7} width={width} height="14" />
        {shown !== '' && (
          <text class="on-lead" x={left + (fromMs <= originMs ? 8 : 29)} y={middle + 4}>
            {shown}
          </text>
        )}
      </g>
    );
  }
  if (line === 'peer' || line === 'replica') {
    const height = line === 'peer' ? 9 : 3;
    return (
      <g class="mark">
        {title}
        <rect class="bar-replica" x={left} y={middle - height / 2} width={width} height={height} />
      </g>
    );
  }
  const word = roleWord(role);
  return (
    <g class="mark">
      {title}
      <path
        class={line === 'paused' ? 'line-paused' : 'line-stopped'}
        d={`M${left + 3} ${middle}H${right - 2}`}
      />
      {width > WORDS && <Tag x={(left + right) / 2 - tagWidth(word) / 2} y={middle} text={word} tone="dim" />}
    </g>
  );
}

function Mark({
  marker: { kind, text, count: many, loses },
  x,
  middle,
  aside,
  asked,
}: {
  readonly marker: Marker;
  readonly x: number;
  readonly middle: number;
  readonly aside: number;
  readonly asked: readonly number[];
}) {
  const title = <title>{text}</title>;
  switch (kind) {
    case 'promotion':
      return (
        <g class="mark leaders recovery">
          {title}
          <path class="promotion" d={`M${x} ${middle - 7}l6 10h-12z`} />
        </g>
      );
    case 'demotion':
      return (
        <g class="mark leaders recovery">
          {title}
          <path class="demotion" d={`M${x} ${middle + 5}l5.5 -9h-11z`} />
        </g>
      );
    case 'election':
      return (
        <g class="mark leaders recovery">
          {title}
          {asked.map(y => (
            <g key={y}>
              <path class="asks" d={`M${x} ${y}V${middle + (y > middle ? 7 : -7)}`} />
              <circle class="asked" cx={x} cy={y} r="2.5" />
            </g>
          ))}
          <circle class="election" cx={x} cy={middle} r="5.5" />
          <circle class="asked" cx={x} cy={middle} r="1.8" />
        </g>
      );
    case 'rollback':
      return (
        <g class={loses ? 'mark lost' : 'mark harmless'}>
          {title}
          <circle class="halo" cx={x + 1} cy={middle} r="8" />
          <path class="rollback" d={`M${x + 6} ${middle + 5}c3 -9 -6 -11 -10 -5m0 -5v5.500h5.500`} />
          {many !== undefined && (
            <Tag x={x + aside} y={middle} text={`−${count(many)}`} tone={loses ? 'lost' : 'dim'} />
          )}
        </g>
      );
    case 'conflict':
      return (
        <g class="mark lost conflicts">
          {title}
          <path class="fork" d={`M${x - 5} ${middle}h4l5 -5m-5 5l5 5`} />
        </g>
      );
    case 'commit':
      return (
        <g class="mark">
          {title}
          <path class="commit" d={`M${x} ${middle - 5}v10`} />
        </g>
      );
  }
}

/** A hand that points back. */
function Clock({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g class="clock">
      <circle cx={x} cy={y} r="5.5" />
      <path d={`M${x} ${y - 3.2}V${y}l-2.6 1.6`} />
    </g>
  );
}

/** Middles of the lanes of those whom a candidate asks: all of its kind whom it reaches. */
function askedBy(
  process: PlaybackProcess,
  playback: Playback,
  atMs: number,
  rows: readonly Row[],
  y: number,
): number[] {
  const group = networkAt(playback, atMs)?.groups.find(hosts => hosts.includes(process.host));
  const own = rows.findIndex(row => row.kind === 'node' && row.process === process);
  return rows.flatMap((row, index) =>
    row.kind === 'node' &&
    index !== own &&
    row.process.coordination === process.coordination &&
    (group === undefined || group.includes(row.process.host))
      ? [y + (index - own) * ROW + ROW / 2]
      : [],
  );
}

/** Nothing is narrower than what can be seen. */
function wide(px: number): number {
  return Math.max(1, px);
}
