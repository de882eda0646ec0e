import type { QueryPath } from '../../../server/src/protocol/schema-panel.js';
import type { Detail } from '../model/detail.js';
import type { Measure } from '../model/measure.js';
import type { Frame, PlacedCard, PlacedLink } from '../model/scene.js';
import { count } from '../model/words.js';
import { CardView } from './card.js';
import { farPath, LinkView } from './links.js';

export interface DrawingProps {
  readonly cards: readonly PlacedCard[];
  readonly links: readonly PlacedLink[];
  readonly frames: readonly Frame[];
  readonly detail: Detail;
  readonly scale: number;
  readonly measure: Measure;
  readonly selected?: { readonly card: string; readonly column?: string } | undefined;
  readonly hover?: string | undefined;
  readonly pinned: ReadonlySet<string>;
  readonly path?: QueryPath | undefined;
}

/** Lines above this number are drawn as one where no ends and words would be read anyway. */
const MANY_LINES = 250;

/** Frames, lines and cards, without a canvas around them. */
export function Drawing(props: DrawingProps) {
  const { cards, links, frames, detail, scale, measure, selected, hover, pinned, path } = props;
  const pathTables = new Set(path?.tables ?? []);
  const pathEdges = new Set(path?.edges ?? []);
  const access = new Map((path?.access ?? []).map(each => [each.table, each.index ?? 'no index']));
  const marked = hover ?? selected?.card;
  const far = (detail === 'names' || detail === 'shapes') && links.length > MANY_LINES;
  const fewBundles = links.length < 40;
  const single = far
    ? links.filter(
        ({ id, from, to, mark }) =>
          from === marked || to === marked || pathEdges.has(id) || mark !== undefined,
      )
    : links;
  return (
    <>
      {frames.map(({ id, name, count: number, x, y, width, height }) => (
        <g key={id} class="frame">
          <rect class="frame-box" x={x} y={y} width={width} height={height} rx={8} />
          <text
            data-id={id}
            class="name"
            x={x + 12}
            y={y + 19}
            style={{ fontSize: `${Math.min(32, Math.max(13, 12 / scale))}px` }}
          >
            {name}
            <tspan class="faint" dx={8}>
              {count(number, 'table')}
            </tspan>
          </text>
        </g>
      ))}
      {far && (
        <>
          <path class="far" d={farPath(links.filter(({ dashed, kind }) => !dashed && kind !== 'bundle'))} />
          <path class="far dashed" d={farPath(links.filter(({ dashed }) => dashed))} />
          <path class="far" d={farPath(links.filter(({ kind }) => kind === 'bundle'))} />
        </>
      )}
      {single.map(link => (
        <LinkView
          key={link.id}
          link={link}
          detail={detail}
          strong={link.from === marked || link.to === marked}
          lit={pathEdges.has(link.id)}
          faded={path !== undefined && !pathEdges.has(link.id)}
          numbered={fewBundles}
        />
      ))}
      {cards.map(card => (
        <CardView
          // A fact is drawn otherwise than a table: nothing of it is used again.
          key={`${card.shape} ${card.id}`}
          card={card}
          detail={detail}
          scale={scale}
          measure={measure}
          selected={card.id === selected?.card}
          {...(card.id === selected?.card && selected.column !== undefined
            ? { column: selected.column }
            : {})}
          pinned={pinned.has(card.id)}
          lit={pathTables.has(card.id)}
          faded={path !== undefined && !pathTables.has(card.id) && card.id !== selected?.card}
          {...(access.has(card.id) ? { access: access.get(card.id)! } : {})}
        />
      ))}
      {detail === 'shapes' &&
        frames.map(({ id, name, x, y, width, height }) => (
          <text
            key={`${id} name`}
            data-id={id}
            class="name over-cards"
            x={x + width / 2}
            y={y + height / 2}
            text-anchor="middle"
            style={{
              fontSize: `${Math.min(15 / scale, (width * 0.9 * 13) / Math.max(1, measure(name, 13, true)))}px`,
            }}
          >
            {name}
          </text>
        ))}
    </>
  );
}
