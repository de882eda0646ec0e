import type { Glyph } from '../model/scene.js';

/** Small signs of rows and findings; each is drawn around the middle of its row, 16 px wide from `x`. */

export function GlyphMark({
  glyph,
  x,
  y,
}: {
  readonly glyph: Glyph;
  readonly x: number;
  readonly y: number;
}) {
  switch (glyph) {
    case 'additive':
      return <circle class="fill" cx={x + 5} cy={y} r={5} />;
    case 'semi-additive':
      return (
        <g>
          <circle class="stroke" cx={x + 5} cy={y} r={4.5} />
          <path class="fill" d={`M${x + 5} ${y - 5}a5 5 0 0 0 0 10z`} />
        </g>
      );
    case 'non-additive':
      return (
        <g>
          <circle class="stroke" cx={x + 5} cy={y} r={4.5} />
          <path class="stroke" d={`M${x + 2} ${y + 3}l6 -6`} />
        </g>
      );
    case 'partition':
      return (
        <path
          class="stroke"
          d={`M${x - 0.5} ${y - 4.5}h11v9h-11zM${x + 3} ${y - 4.5}v9M${x + 7} ${y - 4.5}v9`}
        />
      );
    case 'key':
      return <Key x={x} y={y} name="fill key-glyph" />;
    case 'foreign':
      return <Key x={x} y={y} name="faint-stroke" />;
    case 'versions':
      return <path class="faint-stroke" d={`M${x + 2} ${y - 5}h8v6M${x} ${y - 2}h8v7h-8z`} />;
    case 'sorted':
      return <path class="faint-stroke" d={`M${x} ${y - 4}h10M${x} ${y}h7M${x} ${y + 4}h4`} />;
    case 'tree':
      return <path class="faint-stroke" d={`M${x + 2} ${y - 10}v10h7`} />;
    default:
      return null;
  }
}

function Key({ x, y, name }: { readonly x: number; readonly y: number; readonly name: string }) {
  return (
    <g>
      <circle class={name} cx={x + 2} cy={y} r={2.8} />
      <path class={name.startsWith('fill') ? 'stroke' : name} d={`M${x + 5} ${y}h6v3m-2.5 -3v2`} />
    </g>
  );
}

/** A triangle with how many findings there are. */
export function FindingMark({
  x,
  y,
  number,
  plate,
}: {
  readonly x: number;
  readonly y: number;
  readonly number: number;
  /** On an inverted header it stands on a plate of its own. */
  readonly plate: boolean;
}) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {plate && <rect class="plate" x={-12} y={-11} width={24} height={22} rx={2} />}
      {/* Two digits need a wider one. */}
      <path class="finding" d={number > 9 ? 'M0 -8l12 16h-24z' : 'M0 -7l8 14h-16z'} />
      <text
        class={number > 9 ? 'finding-count many' : 'finding-count'}
        x={0}
        y={number > 9 ? 6 : 5}
        text-anchor="middle"
      >
        {number > 99 ? '99+' : number}
      </text>
    </g>
  );
}

/** The wavy line that editors draw below what a finding is about. */
export function Squiggle({
  x,
  y,
  width,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}) {
  const waves = Math.max(2, Math.round(width / 8));
  return <path class="squiggle" d={`M${x} ${y}${'q2 -3 4 0t4 0'.repeat(waves)}`} />;
}

/** The sign of a fact: a grid. */
export function FactMark({ x, y }: { readonly x: number; readonly y: number }) {
  return <path class="on-header" d={`M${x} ${y - 5}h10v10h-10zM${x} ${y}h10M${x + 5} ${y - 5}v10`} />;
}

/** The sign of a view: an eye. */
export function ViewMark({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <g>
      <path class="faint-stroke" d={`M${x} ${y}q6 -7 12 0q-6 7 -12 0z`} />
      <circle class="faint-stroke" cx={x + 6} cy={y} r={1.6} />
    </g>
  );
}

/** The sign of a closed cluster: sheets on each other. */
export function ClusterMark({ x, y }: { readonly x: number; readonly y: number }) {
  return <path class="faint-stroke" d={`M${x} ${y - 2}h9v7h-9zM${x + 3} ${y - 5}h9v7`} />;
}
