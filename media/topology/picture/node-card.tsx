import type { Step } from '../story.js';
import { Badges } from './badges.js';
import type { NodeMark } from './nodes-of.js';
import { Findings, Router, Stadium, Witness } from './shapes.js';
import { UNSPOKEN } from './still.js';

interface NodeCardProps {
  readonly mark: NodeMark;
  readonly badges: readonly Step[];
  readonly instant: number;
  /** Seen from so far away that only a name can be read. */
  readonly far: boolean;
}

/** A node: a card for what keeps data, shapes of their own for the others. */
export function NodeCard({ mark, badges, instant, far }: NodeCardProps) {
  const { node, box } = mark;
  if (node.shape === 'witness') return <Witness mark={mark} />;
  if (node.shape === 'router') return <Router mark={mark} />;
  if (node.shape === 'client') return <Stadium mark={mark} />;
  if (far) return <FarCard mark={mark} />;
  const narrow = box.width < 150;
  const pad = narrow ? 8 : 12;
  const inside = box.width - 2 * pad;
  const name = shortened(node.title, mark.word === '' ? inside - 24 : inside - 24 - mark.word.length * 6.5);
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <rect class={`card ${mark.look}`} width={box.width} height={box.height} rx="4" />
      {!narrow && <Cylinder x={pad} y={12} />}
      <text class={`bold ${mark.look === 'stopped' ? 'faint' : ''}`} x={narrow ? pad : pad + 20} y="24">
        {name}
        {name !== node.title && <title>{node.title}</title>}
      </text>
      <Word mark={mark} right={box.width - pad} narrow={narrow} />
      <text class="mono" x={pad} y="43">
        {shortened(narrow ? mark.figures.replace(/ writes?$/, '') : mark.figures, inside, narrow ? 6.7 : 6.1)}
      </text>
      {mark.strip !== undefined && <Strip strip={mark.strip} x={pad} y={52} width={inside} />}
      {mark.note !== undefined && (
        <text class={`small ${mark.note.tone}`} x={pad} y="84">
          {shortened(mark.note.text, inside)}
        </text>
      )}
      {node.findings > 0 && <Findings count={node.findings} x={box.width - 12} y={box.height - 12} />}
      <Badges steps={badges} x={box.width - 2} y={0} instant={instant} />
    </g>
  );
}

/** A name as large as the card, filled where it leads. */
function FarCard({ mark: { box, look, node } }: { readonly mark: NodeMark }) {
  const size = Math.max(16, Math.min(44, (box.width - 16) / (0.62 * node.title.length)));
  const name = shortened(node.title, box.width - 16, size * 0.62);
  return (
    <g transform={`translate(${box.x} ${box.y})`} {...UNSPOKEN}>
      <rect class={`card ${look} far`} width={box.width} height={box.height} rx="4" />
      <text
        class={`bold ${look === 'leader' ? 'on-lead' : ''}`}
        x={box.width / 2}
        y={box.height / 2 + size * 0.35}
        text-anchor="middle"
        style={{ fontSize: `${size}px` }}
      >
        {name}
      </text>
    </g>
  );
}

/** LEADER in a filled tab; what others are as a word. */
function Word({
  mark,
  right,
  narrow,
}: {
  readonly mark: NodeMark;
  readonly right: number;
  readonly narrow: boolean;
}) {
  if (mark.word === '') return null;
  if (mark.look === 'leader' && mark.word === 'LEADER') {
    const width = narrow ? 50 : 56;
    return (
      <>
        <rect class="tab" x={right - width} y="11" width={width} height="17" rx="2" />
        <text class="tab-text" x={right - width / 2} y="23.5" text-anchor="middle">
          LEADER
        </text>
      </>
    );
  }
  return (
    <text class="small dim" x={right} y="24" text-anchor="end">
      {mark.look === 'paused' ? '❚❚ paused' : mark.word}
    </text>
  );
}

/** How much is in the log: what all have, what is only here, what will be lost. One scale for all nodes. */
function Strip({
  strip: { common, only, doomed },
  x,
  y,
  width,
}: {
  readonly strip: NonNullable<NodeMark['strip']>;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}) {
  const height = 12;
  // What is there is seen, however little of the whole it is.
  const least = (part: number) => (part === 0 ? 0 : Math.max(2, part * width));
  const [a, b, c] = [least(common), least(only), least(doomed)];
  return (
    <g transform={`translate(${x} ${y})`}>
      <path class="strip-track" d={`M0 ${height / 2}H${width}`} />
      <rect class="strip-common" width={a} height={height} />
      {only > 0 && <rect class="strip-only" x={a} width={b} height={height} fill="url(#hatch-only)" />}
      {doomed > 0 && (
        <rect class="strip-doomed" x={a + b} width={c} height={height} fill="url(#hatch-lost)" />
      )}
    </g>
  );
}

function Cylinder({ x, y }: { readonly x: number; readonly y: number }) {
  return (
    <path
      class="cylinder"
      transform={`translate(${x} ${y})`}
      d="M1 3.5c0-3.3 11-3.3 11 0v8c0 3.3-11 3.3-11 0zM1 3.5c0 3.3 11 3.3 11 0"
    />
  );
}

/** Cut to what fits. @param letter Their usual width, px. */
export function shortened(text: string, width: number, letter = 6.1): string {
  const most = Math.max(4, Math.floor(width / letter));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
