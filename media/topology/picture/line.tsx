import { between, distance, type Point } from './geometry.js';
import { curveAt, type LinkMark } from './links-of.js';
import { still, UNSPOKEN } from './still.js';

/** A link: its kind by dashes and arrow, what is cut by bars, words above and below. */
export const Line = still(({ link }: { readonly link: LinkMark }) => {
  const { from, to, bend, kind, arrow, cut, slow, idle, label } = link;
  const whole =
    bend === undefined
      ? `M${from.x} ${from.y}L${to.x} ${to.y}`
      : `M${from.x} ${from.y}Q${bend.x} ${bend.y} ${to.x} ${to.y}`;
  return (
    <>
      <path class="reach" d={whole} />
      {cut === 'no' ? (
        <g class={`line ${kind}${idle ? ' idle' : ''}`}>
          {kind === 'quorum' && <path class="quorum-under" d={whole} />}
          <path d={slow ? wavy(from, to, bend) : whole} />
          {arrow !== 'none' && (
            <Arrow tip={to} from={bend ?? from} open={kind !== 'sync' && kind !== 'quorum'} />
          )}
          {arrow === 'both' && (
            <Arrow tip={from} from={bend ?? to} open={kind !== 'sync' && kind !== 'quorum'} />
          )}
        </g>
      ) : cut === 'both' ? (
        <Cut from={from} to={to} bend={bend} kind={kind} />
      ) : cut === 'there' ? (
        <OneWay from={from} to={to} kind={kind} />
      ) : (
        <OneWay from={to} to={from} kind={kind} />
      )}
      {label.above !== '' && (
        <text {...UNSPOKEN} class="small halo" x={label.x} y={label.y - 8} text-anchor="middle">
          {label.above}
        </text>
      )}
      {label.below !== '' && (
        <text {...UNSPOKEN} class="small dim halo" x={label.x} y={label.y + 18} text-anchor="middle">
          {label.below}
        </text>
      )}
    </>
  );
});

/** What is left of a line through which nothing passes: it ends in a bar on each side. */
function Cut({ from, to, bend, kind }: Pick<LinkMark, 'from' | 'to' | 'bend' | 'kind'>) {
  const stub = Math.min(26, distance(from, to) * 0.3);
  const near = along(from, bend ?? to, stub);
  const far = along(to, bend ?? from, stub);
  return (
    <g class={`line cut ${kind}`}>
      <path d={`M${from.x} ${from.y}L${near.x} ${near.y}`} />
      <path class="bar" d={barAt(near, from)} />
      <path d={`M${to.x} ${to.y}L${far.x} ${far.y}`} />
      <path class="bar" d={barAt(far, to)} />
    </g>
  );
}

/** The dead direction ends in a bar, the live one beside it stays whole. */
function OneWay({ from, to, kind }: Pick<LinkMark, 'from' | 'to' | 'kind'>) {
  const whole = distance(from, to) || 1;
  const [nx, ny] = [(-(to.y - from.y) / whole) * 8, ((to.x - from.x) / whole) * 8];
  const beside = ({ x, y }: Point, side: number): Point => ({ x: x + nx * side, y: y + ny * side });
  const [start, end] = [beside(from, -1), beside(to, -1)];
  const dead = along(start, end, whole * 0.55);
  const [back, home] = [beside(to, 1), beside(from, 1)];
  return (
    <g class={`line cut ${kind}`}>
      <path d={`M${start.x} ${start.y}L${dead.x} ${dead.y}`} />
      <path class="bar" d={barAt(dead, start)} />
      <path class="alive" d={`M${back.x} ${back.y}L${home.x} ${home.y}`} />
      <Arrow tip={home} from={back} open={false} />
    </g>
  );
}

function Arrow({ tip, from, open }: { readonly tip: Point; readonly from: Point; readonly open: boolean }) {
  const angle = (Math.atan2(tip.y - from.y, tip.x - from.x) * 180) / Math.PI;
  return (
    <path
      class={open ? 'arrow open' : 'arrow'}
      d={open ? 'M-8 -4.5L0 0L-8 4.5' : 'M-9 -4.5L0 0L-9 4.5z'}
      transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`}
    />
  );
}

function along(from: Point, to: Point, px: number): Point {
  const whole = distance(from, to);
  return whole === 0 ? from : between(from, to, px / whole);
}

function barAt(at: Point, from: Point): string {
  const whole = distance(at, from) || 1;
  const [nx, ny] = [(-(at.y - from.y) / whole) * 7, ((at.x - from.x) / whole) * 7];
  return `M${at.x - nx} ${at.y - ny}L${at.x + nx} ${at.y + ny}`;
}

/** Slow links are waves. */
function wavy(from: Point, to: Point, bend: Point | undefined): string {
  const whole = distance(from, to) || 1;
  const waves = Math.max(2, Math.round(whole / 16));
  const at = (part: number) => (bend === undefined ? between(from, to, part) : curveAt(from, bend, to, part));
  let path = `M${from.x} ${from.y}`;
  for (let index = 0; index < waves; index++) {
    const start = at(index / waves);
    const middle = at((index + 0.5) / waves);
    const end = at((index + 1) / waves);
    const length = distance(start, end) || 1;
    const side = (index % 2 === 0 ? 8 : -8) / length;
    path += `Q${middle.x - (end.y - start.y) * side} ${middle.y + (end.x - start.x) * side} ${end.x} ${end.y}`;
  }
  return path;
}
