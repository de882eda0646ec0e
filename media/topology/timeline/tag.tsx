/** Words in a lane, on a ground of their own so that lines behind do not cross them. */
export function Tag({
  x,
  y,
  text,
  tone,
}: {
  readonly x: number;
  /** Middle of the lane. */
  readonly y: number;
  readonly text: string;
  readonly tone: 'plain' | 'dim' | 'wait' | 'lost';
}) {
  return (
    <g class={`tag ${tone}`}>
      <rect class="ground" x={x} y={y - 7} width={tagWidth(text, tone === 'lost')} height="14" />
      <text x={x + 4} y={y + 4}>
        {text}
      </text>
    </g>
  );
}

/** Width of such words in px: measured where there is a page, else as far as it can be told without a font. */
export function tagWidth(text: string, bold = false): number {
  const key = bold ? `b ${text}` : text;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const width = measured(text, bold) + 8;
  if (widths.size > MOST) widths.clear();
  widths.set(key, width);
  return width;
}

const MOST = 2_000;
const widths = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

function measured(text: string, bold: boolean): number {
  if (typeof document === 'undefined') return text.length * 5.9;
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * 5.9;
  context.font = `${bold ? 600 : 400} 11px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/** The number of a step. What is past is filled, what is to come hollow: the style is the page's, by `atMs`. */
export function Badge({
  number,
  x,
  y,
  atMs,
  text,
}: {
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly atMs: number;
  readonly text: string;
}) {
  return (
    <g class="badge" data-at={atMs}>
      <title>{`${number}. ${text}`}</title>
      <circle cx={x} cy={y} r="8" />
      <text x={x} y={y + 4}>
        {number}
      </text>
    </g>
  );
}
