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
      <rect class="ground" x={x} y={y - 7} width={tagWidth(text)} height="14" />
      <text x={x + 4} y={y + 4}>
        {text}
      </text>
    </g>
  );
}

/** Width of such words in px, as far as it can be told without a font: 11 px letters. */
export function tagWidth(text: string): number {
  return text.length * 5.9 + 8;
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
