import type { Step } from '../story.js';
import { ClientCard } from './client-card.js';
import { CoordinationMember } from './coordination.js';
import { Ground } from './ground.js';
import type { LeadersMark } from './leaders-of.js';
import { Line } from './line.js';
import { NodeCard } from './node-card.js';
import { Rift } from './rift.js';
import type { MessageMark, Scene } from './scene.js';
import { still } from './still.js';
import './picture.css';

export interface PictureProps {
  readonly scene: Scene;
  /** `node:n1`, `link:…`: what is chosen, pointed at, and where the cursor of an editor stands. */
  readonly selected: string | undefined;
  readonly hovered: string | undefined;
  readonly lit: ReadonlySet<string>;
  /** The one thing that the keyboard reaches. */
  readonly focused: string | undefined;
  /** Numbered steps of the story, and the instant: those that were are filled. */
  readonly steps: readonly Step[];
  readonly instant: number;
  /** Seen from so far away that only names can be read. */
  readonly far: boolean;
}

/** The cluster at an instant. Things carry `data-thing`; what is done with them is somebody else's. */
export const Picture = still((props: PictureProps) => {
  const { scene, selected, hovered, lit, focused, steps, instant, far } = props;
  const badges = badgesOf(steps);
  const classOf = (thing: string) =>
    `thing${selected === thing ? ' selected' : ''}${hovered === thing ? ' hovered' : ''}${lit.has(thing) ? ' lit' : ''}`;
  const common = (thing: string) => ({
    'data-thing': thing,
    class: classOf(thing),
    tabindex: focused === thing ? 0 : -1,
    // Named in words of its own, not by what is written in it: a picture, moved to and broken by keys of the canvas.
    role: 'img' as const,
  });
  return (
    <g class={far ? 'picture far' : 'picture'}>
      <Ground arrangement={scene.arrangement} rifts={scene.rifts} common={common} />
      {scene.rifts.map((rift, index) => (
        <Rift
          key={index}
          rift={rift}
          badges={
            index > 0 ? NONE : steps.filter(step => step.fault !== undefined && step.atMs === rift.sinceMs)
          }
          instant={instant}
        />
      ))}
      {scene.leaders !== undefined && <Leaders mark={scene.leaders} />}
      {scene.links.map(link => (
        <g key={link.id} {...common(`link:${link.id}`)} aria-label={link.name}>
          <Line link={link} />
        </g>
      ))}
      {scene.nodes.map(mark => {
        const own = badges.get(mark.node.title) ?? NONE;
        return (
          <g key={mark.id} {...common(`node:${mark.id}`)} aria-label={mark.name}>
            <Node mark={mark} badges={own} instant={lastOf(own, instant)} far={far} />
          </g>
        );
      })}
      {scene.clients.map(mark => (
        <g key={mark.name} {...common(`client:${mark.name}`)} aria-label={mark.spoken}>
          <Client mark={mark} />
        </g>
      ))}
      {scene.messages.map((message, index) => (
        <Message key={index} message={message} />
      ))}
    </g>
  );
});

const Client = still(ClientCard);
const Node = still((props: Parameters<typeof NodeCard>[0]) =>
  props.mark.node.shape === 'coordination' ? (
    <CoordinationMember mark={props.mark} />
  ) : (
    <NodeCard {...props} />
  ),
);

/** When the last of the steps was that lies before the instant: badges change only there. */
function lastOf(steps: readonly Step[], instant: number): number {
  let last = -Infinity;
  for (const { atMs } of steps) if (atMs <= instant) last = Math.max(last, atMs);
  return last;
}

/** A dot that moves, a square where it carries writes; for those who want less motion an arrow that stands. */
function Message({ message: { x, y, data, angle, middle } }: { readonly message: MessageMark }) {
  return (
    <g class="message">
      {data ? (
        <rect class="moving" x={x - 3.5} y={y - 3.5} width="7" height="7" />
      ) : (
        <circle class="moving" cx={x} cy={y} r="3.5" />
      )}
      <path
        class="standing"
        d={data ? 'M-8 -2H2V-5L8 0L2 5V2H-8z' : 'M-7 0H5M1 -4L5 0L1 4'}
        transform={`translate(${middle.x} ${middle.y}) rotate(${angle})`}
      />
    </g>
  );
}

function Leaders({ mark: { ends, y, text } }: { readonly mark: LeadersMark }) {
  const [first, last] = [ends[0]!, ends.at(-1)!];
  return (
    <g class="two-leaders">
      <path d={`M${first.x} ${y}H${last.x}${ends.map(end => `M${end.x} ${end.y}V${y}`).join('')}`} />
      <text class="bold halo lost" x={first.x + 8} y={y + 15}>
        {text}
      </text>
    </g>
  );
}

const NONE: readonly Step[] = [];

let told: { readonly steps: readonly Step[]; readonly by: Map<string, Step[]> } | undefined;

/** Steps by the node that they are about; a process beside it counts as the node. */
function badgesOf(steps: readonly Step[]): Map<string, Step[]> {
  if (told?.steps === steps) return told.by;
  const by = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.node === undefined) continue;
    const node = step.node.replace(/\/.*$/, '');
    by.set(node, [...(by.get(node) ?? []), step]);
  }
  told = { steps, by };
  return by;
}
