import { useMemo } from 'preact/hooks';
import type { Step } from '../story.js';
import { ClientCard } from './client-card.js';
import { CoordinationMember } from './coordination.js';
import { Ground } from './ground.js';
import { Line } from './line.js';
import { NodeCard } from './node-card.js';
import { Rift } from './rift.js';
import type { Scene } from './scene.js';
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
}

/** The cluster at an instant. Things carry `data-thing`; what is done with them is somebody else's. */
export function Picture({ scene, selected, hovered, lit, focused, steps, instant }: PictureProps) {
  const badges = useMemo(() => badgesOf(steps), [steps]);
  const classOf = (thing: string) =>
    `thing${selected === thing ? ' selected' : ''}${hovered === thing ? ' hovered' : ''}${lit.has(thing) ? ' lit' : ''}`;
  const common = (thing: string) => ({
    'data-thing': thing,
    class: classOf(thing),
    tabindex: focused === thing ? 0 : -1,
    role: 'button' as const,
  });
  return (
    <g class="picture">
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
      {scene.links.map(link => (
        <g key={link.id} {...common(`link:${link.id}`)} aria-label={link.name}>
          <Line link={link} />
        </g>
      ))}
      {scene.nodes.map(mark => (
        <g key={mark.id} {...common(`node:${mark.id}`)} aria-label={mark.name}>
          {mark.node.shape === 'coordination' ? (
            <CoordinationMember mark={mark} />
          ) : (
            <NodeCard mark={mark} badges={badges.get(mark.node.title) ?? NONE} instant={instant} />
          )}
        </g>
      ))}
      {scene.clients.map(mark => (
        <g key={mark.name} {...common(`client:${mark.name}`)} aria-label={mark.spoken}>
          <ClientCard mark={mark} />
        </g>
      ))}
      {scene.messages.map(({ x, y, data }, index) =>
        data ? (
          <rect key={index} class="message" x={x - 3.5} y={y - 3.5} width="7" height="7" />
        ) : (
          <circle key={index} class="message" cx={x} cy={y} r="3.5" />
        ),
      )}
    </g>
  );
}

const NONE: readonly Step[] = [];

/** Steps by the node that they are about; a process beside it counts as the node. */
function badgesOf(steps: readonly Step[]): Map<string, Step[]> {
  const found = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.node === undefined) continue;
    const node = step.node.replace(/\/.*$/, '');
    found.set(node, [...(found.get(node) ?? []), step]);
  }
  return found;
}
