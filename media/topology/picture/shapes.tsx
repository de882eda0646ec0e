import { shortened } from './node-card.js';
import type { NodeMark } from './nodes-of.js';
import { UNSPOKEN } from './still.js';

/** What votes and keeps nothing: a diamond. */
export function Witness({ mark: { node, box, look, word } }: { readonly mark: NodeMark }) {
  const [x, y] = [box.width / 2, box.height / 2];
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <path class={`card ${look}`} d={`M${x} 2L${box.width - 2} ${y}L${x} ${box.height - 2}L2 ${y}z`} />
      <Words box={box} title={node.title} line={word} />
    </g>
  );
}

/** What passes requests on: a trapezoid. */
export function Router({ mark: { node, box, look, word } }: { readonly mark: NodeMark }) {
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <path class={`card ${look}`} d={`M16 1H${box.width - 16}L${box.width - 1} ${box.height - 1}H1z`} />
      <Words box={box} title={node.title} line={word} />
    </g>
  );
}

/** A program that a config names: a stadium. */
export function Stadium({ mark: { node, box, look, word } }: { readonly mark: NodeMark }) {
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <rect
        class={`card ${look}`}
        width={box.width}
        height={box.height}
        rx={Math.min(box.width, box.height) / 2}
      />
      <Words box={box} title={node.title} line={word} />
    </g>
  );
}

function Words({
  box,
  title,
  line,
}: {
  readonly box: NodeMark['box'];
  readonly title: string;
  readonly line: string;
}) {
  const two = line !== '' && box.height > 40;
  return (
    <>
      <text class="bold" x={box.width / 2} y={box.height / 2 + (two ? -3 : 4)} text-anchor="middle">
        {shortened(title, box.width - 40)}
        <title>{title}</title>
      </text>
      {two && (
        <text class="small dim" x={box.width / 2} y={box.height / 2 + 13} text-anchor="middle">
          {shortened(line, box.width - 40)}
        </text>
      )}
    </>
  );
}

/** How many findings the lines of a node have: a triangle with the number. */
export function Findings({
  count,
  x,
  y,
}: {
  readonly count: number;
  readonly x: number;
  readonly y: number;
}) {
  return (
    <g class="findings" transform={`translate(${x} ${y})`}>
      <path d="M0 -8L8 6H-8z" />
      <text y="4.5" text-anchor="middle">
        {count > 9 ? '9+' : count}
      </text>
    </g>
  );
}
