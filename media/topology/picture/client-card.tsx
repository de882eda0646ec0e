import type { ClientMark, StaleRead } from './clients-of.js';
import { between, distance } from './geometry.js';
import { UNSPOKEN } from './still.js';

/** A client of the schedule: a stadium, a line to whoever answers it, and what becomes of its writes. */
export function ClientCard({ mark }: { readonly mark: ClientMark }) {
  const { box, name, state, writes } = mark;
  const words = wordsAt(mark);
  const compact = box.width < 60;
  const most = compact ? 20 : 24;
  return (
    <>
      {mark.stale.map(read => (
        <StaleLine key={read.node} read={read} compact={compact} />
      ))}
      <Way mark={mark} />
      <rect
        class="card member"
        x={box.x}
        y={box.y}
        width={box.width}
        height={box.height}
        rx={box.height / 2}
      />
      <text {...UNSPOKEN} x={box.x + 16} y={box.y + 20}>
        <tspan class="bold">{name}</tspan>
        <tspan class="small dim" dx="6">
          {compact ? '' : writes ? 'writer' : 'reader'}
        </tspan>
      </text>
      <text
        {...UNSPOKEN}
        class={`bold halo ${state === 'waiting' ? 'wait' : state === 'lost' ? 'lost' : ''}`}
        {...words}
      >
        {mark.title}
      </text>
      <text {...UNSPOKEN} class="small dim halo" x={words.x} y={words.y + 16}>
        {mark.detail.length > most ? `${mark.detail.slice(0, most - 1)}…` : mark.detail}
      </text>
    </>
  );
}

/** Hollow, as old reads are in the lanes: data comes down from a node that has not heard of what is new. */
function StaleLine({
  read: { from, to, text },
  compact,
}: {
  readonly read: StaleRead;
  readonly compact: boolean;
}) {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
  const words = between(from, to, 0.3);
  return (
    <g class="stale-read">
      <path class="stale-outside" d={path} />
      <path class="stale-inside" d={path} />
      <path
        class="stale-arrow"
        d="M-9 -5L0 0L-9 5"
        transform={`translate(${to.x} ${to.y}) rotate(${angle})`}
      />
      {!compact && (
        <text {...UNSPOKEN} class="small halo" x={words.x} y={words.y + 4} text-anchor="middle">
          {text}
        </text>
      )}
    </g>
  );
}

function wordsAt({ box }: ClientMark): { readonly x: number; readonly y: number } {
  return { x: box.x + box.width / 2 + 16, y: box.y - 34 };
}

/** The line up to the node: moving, waiting behind a bar, or crossed out. */
function Way({ mark: { line, state, queue } }: { readonly mark: ClientMark }) {
  if (line === undefined) return null;
  const { from, to } = line;
  const whole = distance(from, to);
  if (state === 'waiting') {
    const bar = between(from, to, Math.min(0.62, 70 / whole));
    return (
      <g class="way waiting">
        <path d={`M${from.x} ${from.y}L${bar.x} ${bar.y + queue * 11}`} />
        {Array.from({ length: queue }, (_, index) => (
          <rect
            key={index}
            class="queued"
            x={bar.x - 5}
            y={bar.y + 4 + index * 11}
            width="9"
            height="9"
            fill="url(#hatch-wait)"
          />
        ))}
        <path class="bar" d={`M${bar.x - 10} ${bar.y}H${bar.x + 9}`} />
      </g>
    );
  }
  if (state === 'refused' || state === 'unknown' || state === 'idle') {
    const end = between(from, to, Math.min(0.5, 50 / whole));
    return (
      <g class={`way ${state}`}>
        <path d={`M${from.x} ${from.y}L${end.x} ${end.y}`} />
        {state === 'refused' && <path class="refused" d={`M${end.x - 4} ${end.y - 4}l8 8m0 -8l-8 8`} />}
        {state === 'unknown' && (
          <text {...UNSPOKEN} class="bold" x={end.x} y={end.y - 3} text-anchor="middle">
            ?
          </text>
        )}
      </g>
    );
  }
  const dots = [0.35, 0.7].map(part => between(from, to, part));
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return (
    <g class={`way ${state}`}>
      <path d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
      {dots.map(({ x, y }, index) => (
        <circle key={index} cx={x} cy={y} r="3.5" />
      ))}
      <path
        class="arrow"
        d="M-9 -4.5L0 0L-9 4.5z"
        transform={`translate(${to.x} ${to.y}) rotate(${angle})`}
      />
    </g>
  );
}
