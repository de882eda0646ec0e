import { between, distance, type Point } from './geometry.js';
import type { LinkMark } from './links-of.js';

/** A link: its kind by dashes and arrow, what is cut by bars, words above and below. */
export function Line({ link }: { readonly link: LinkMark }) {
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
          <path d={slow && bend === undefined ? wavy(from, to) : whole} />
          {arrow !== 'none' && (
            <Arrow tip={to} from={bend ?? from} open={kind !== 'sync' && kind !== 'quorum'} />
          )}
          {arrow === 'both' && (
            <Arrow tip={from} from={bend ?? to} open={kind !== 'sync' && kind !== 'quorum'} />
          )}
        </g>
      ) : (
        <Cut from={from} to={to} bend={bend} kind={kind} oneWay={cut === 'there'} />
      )}
      {label.above !== '' && (
        <text class="small halo" x={label.x} y={label.y - 8} text-anchor="middle">
          {label.above}
        </text>
      )}
      {label.below !== '' && (
        <text class="small dim halo" x={label.x} y={label.y + 18} text-anchor="middle">
          {label.below}
        </text>
      )}
    </>
  );
}

/** What is left of a line through which nothing passes: it ends in a bar on each side, or where the dead direction ends. */
function Cut({
  from,
  to,
  bend,
  kind,
  oneWay,
}: Pick<LinkMark, 'from' | 'to' | 'bend' | 'kind'> & { readonly oneWay: boolean }) {
  const stub = Math.min(26, distance(from, to) * 0.3);
  const near = along(from, bend ?? to, stub);
  const far = along(to, bend ?? from, oneWay ? 0 : stub);
  return (
    <g class={`line cut ${kind}`}>
      <path d={`M${from.x} ${from.y}L${near.x} ${near.y}`} />
      <path class="bar" d={barAt(near, from)} />
      {oneWay ? (
        <>
          <path class="alive" d={`M${to.x} ${to.y + 7}L${from.x} ${from.y + 7}`} />
          <Arrow tip={{ x: from.x, y: from.y + 7 }} from={{ x: to.x, y: to.y + 7 }} open={false} />
        </>
      ) : (
        <>
          <path d={`M${to.x} ${to.y}L${far.x} ${far.y}`} />
          <path class="bar" d={barAt(far, to)} />
        </>
      )}
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
function wavy(from: Point, to: Point): string {
  const whole = distance(from, to) || 1;
  const waves = Math.max(2, Math.round(whole / 16));
  const [nx, ny] = [-(to.y - from.y) / whole, (to.x - from.x) / whole];
  let path = `M${from.x} ${from.y}`;
  for (let index = 0; index < waves; index++) {
    const middle = between(from, to, (index + 0.5) / waves);
    const end = between(from, to, (index + 1) / waves);
    const side = index % 2 === 0 ? 8 : -8;
    path += `Q${middle.x + nx * side} ${middle.y + ny * side} ${end.x} ${end.y}`;
  }
  return path;
}
