import { memo } from 'preact/compat';
import { CARD, headerHeight, rowTops } from '../model/cards.js';
import { type Detail, nameSize } from '../model/detail.js';
import { MARK_SIGN } from '../model/marks.js';
import { fit as fitText, type Measure } from '../model/measure.js';
import type { CardRow, PlacedCard } from '../model/scene.js';
import { ClusterMark, FactMark, FindingMark, GlyphMark, Squiggle, ViewMark } from './glyphs.js';

export interface CardProps {
  readonly card: PlacedCard;
  readonly detail: Detail;
  /** px of the screen per px of the picture, in coarse steps: names read from afar grow with it. */
  readonly scale: number;
  readonly measure: Measure;
  readonly selected: boolean;
  readonly column?: string;
  readonly pinned: boolean;
  readonly lit: boolean;
  readonly faded: boolean;
  /** What a query would read the table by. */
  readonly access?: string;
}

/** One card. Drawn again only when what it shows changes. */
export const CardView = memo(function CardView(props: CardProps) {
  const { card, detail, selected, lit, faded, pinned, access, measure } = props;
  const { width, height, shape, mark } = card;
  const name = `card ${shape}${mark === undefined ? '' : ` ${mark}`}${lit ? ' lit' : ''}${faded ? ' faded' : ''}`;
  const close = detail === 'all' || detail === 'keys';
  return (
    <g class={name} data-id={card.id} transform={`translate(${card.x} ${card.y})`}>
      {(card.conformed || mark === 'added') && (
        <rect
          class="ring"
          x={-4}
          y={-4}
          width={width + 8}
          height={height + 8}
          rx={shape === 'fact' ? 0 : shape === 'dimension' ? 12 : 6}
        />
      )}
      <Outline card={card} />
      {shape === 'fact' && (
        <rect class="fact-header" width={width} height={detail === 'shapes' ? height : CARD.factHeader} />
      )}
      {close ? <Content {...props} /> : detail === 'names' && <Name {...props} />}
      {selected && (
        <rect
          class="selected"
          x={-1}
          y={-1}
          width={width + 2}
          height={height + 2}
          rx={shape === 'dimension' ? 9 : shape === 'fact' ? 0 : 4}
        />
      )}
      {pinned && close && <path class="fill" d={`M${width - 6} -7h6l-1.5 4l2 3h-7l2 -3zM${width - 3} 0v5`} />}
      {access !== undefined && close && (
        <g>
          <rect class="access" x={0} y={-22} width={measure(access, CARD.small) + 16} height={18} rx={2} />
          <text class="small" x={8} y={-9}>
            {access}
          </text>
        </g>
      )}
    </g>
  );
});

function Outline({ card: { shape, width, height } }: { readonly card: PlacedCard }) {
  if (shape === 'bridge')
    return (
      <path
        class="box"
        d={`M10 0H${width - 10}L${width} ${height / 2}L${width - 10} ${height}H10L0 ${height / 2}z`}
      />
    );
  const round = shape === 'fact' ? 0 : shape === 'dimension' || shape === 'fold' ? 8 : 4;
  return (
    <>
      {shape === 'cluster' && <path class="stack" d={`M6 -4H${width + 4}V${height - 6}`} />}
      <rect class="box" width={width} height={height} rx={round} />
    </>
  );
}

/** The name alone, as large as the card allows, for those who look from afar. */
function Name({ card, scale, measure }: CardProps) {
  const { width, height, name, findings, mark, shape } = card;
  const size = nameSize(width, height, measure(name, 13, true), scale);
  const text = fitText(name, width - 8, size, measure, true);
  return (
    <>
      <text
        class={`name afar${mark === 'dropped' ? ' struck' : ''}`}
        x={width / 2}
        y={
          shape === 'fact'
            ? CARD.factHeader + (height - CARD.factHeader + size * 0.7) / 2
            : (height + size * 0.7) / 2
        }
        style={{ fontSize: `${size}px` }}
        text-anchor="middle"
      >
        {mark === undefined ? text : `${MARK_SIGN[mark]} ${text}`}
      </text>
      {findings > 0 && (
        <path class="finding" d={`M${width - 4} ${-4}l${0.5 * size} ${0.9 * size}h${-size}z`} />
      )}
    </>
  );
}

function Content({ card, detail, measure, column }: CardProps) {
  const { width, shape, name, tag, findings, mark, sections } = card;
  const header = headerHeight(shape);
  if (shape === 'fold')
    return (
      <text class="small faint" x={width / 2} y={15} text-anchor="middle">
        {fitText(name, width - 16, CARD.small, measure)}
      </text>
    );
  const middle = header / 2;
  const sign = shape === 'fact' || shape === 'view' || shape === 'cluster';
  const markRoom = mark === undefined ? 0 : 16;
  const left = (shape === 'bridge' ? 16 : CARD.pad) + (sign ? 18 : 0) + markRoom;
  const tagWidth = tag === undefined ? 0 : measure(tag, CARD.small) + 14;
  const findingRoom = findings > 0 ? 28 : 0;
  const room = width - left - CARD.pad - findingRoom - (tagWidth > 0 ? tagWidth + 8 : 0);
  const right = width - (findings > 0 ? findingRoom + 6 : 10);
  const shown = fitText(name, room, CARD.name, measure, true);
  const tops = rowTops(card);
  return (
    <>
      {shape === 'fact' && <FactMark x={CARD.pad + markRoom} y={middle} />}
      {shape === 'view' && <ViewMark x={CARD.pad + markRoom - 1} y={middle} />}
      {shape === 'cluster' && <ClusterMark x={CARD.pad + markRoom} y={middle} />}
      {mark !== undefined && (
        <text class="name sign" x={CARD.pad} y={middle + 4}>
          {MARK_SIGN[mark]}
        </text>
      )}
      <text class={`name${mark === 'dropped' ? ' struck' : ''}`} x={left} y={middle + 4}>
        {shown}
      </text>
      {tag !== undefined && (
        <>
          <rect class="tag" x={right - tagWidth} y={middle - 8} width={tagWidth} height={16} rx={2} />
          <text class="small faint" x={right - tagWidth / 2} y={middle + 4} text-anchor="middle">
            {tag}
          </text>
        </>
      )}
      {findings > 0 && <FindingMark x={width - 18} y={middle} number={findings} plate={shape === 'fact'} />}
      {sections.map(({ rows, lines }, index) => {
        const at = tops[index]!;
        return (
          <g key={index}>
            {(index > 0 || shape !== 'fact') && !(shape === 'bridge' && index === 0) && (
              <path class="rule" d={`M0 ${at.section + 0.5}H${width}`} />
            )}
            {detail === 'keys' && <path class="greeked" d={greeked(rows, at.rows, measure)} />}
            {rows.map((row, place) =>
              detail === 'keys' && !row.key ? null : (
                <Row
                  key={place}
                  row={row}
                  y={at.rows[place]!}
                  width={width}
                  line={lines}
                  measure={measure}
                  chosen={row.column !== undefined && row.column === column}
                />
              ),
            )}
          </g>
        );
      })}
    </>
  );
}

function Row({
  row,
  y,
  width,
  line,
  measure,
  chosen,
}: {
  readonly row: CardRow;
  readonly y: number;
  readonly width: number;
  readonly line: boolean;
  readonly measure: Measure;
  readonly chosen: boolean;
}) {
  const { glyph, text, note, faint, findings, mark, before, column } = row;
  const size = line ? CARD.small : CARD.text;
  const left = line ? CARD.pad : CARD.indent;
  const old = before === undefined ? 0 : CARD.line;
  const middle = y + old + (line ? CARD.line : CARD.row) / 2;
  const noteText = note === undefined ? undefined : fitText(note, width * 0.55, CARD.small, measure);
  const noteWidth = noteText === undefined ? 0 : measure(noteText, CARD.small) + 12;
  const shown = fitText(text, width - left - CARD.pad - noteWidth, size, measure);
  return (
    <g {...(column === undefined ? {} : { 'data-column': column })} class={mark === undefined ? '' : mark}>
      {chosen && <rect class="chosen" x={3} y={y} width={width - 6} height={old + (line ? 16 : 20)} rx={2} />}
      {column !== undefined && <rect class="hit" x={0} y={y} width={width} height={old + CARD.row} />}
      {mark !== undefined && glyph === 'none' ? (
        <text class="sign" x={CARD.pad + 2} y={middle + 4}>
          {MARK_SIGN[mark]}
        </text>
      ) : (
        <GlyphMark glyph={glyph} x={CARD.pad} y={middle} />
      )}
      {before !== undefined && (
        <text class="small faint struck" x={width - CARD.pad} y={y + 13} text-anchor="end">
          {fitText(before, width - left - CARD.pad, CARD.small, measure)}
        </text>
      )}
      <text
        class={`${line ? 'small ' : ''}${faint ? 'faint' : ''}${mark === 'dropped' ? ' struck' : ''}`}
        x={left}
        y={middle + 4}
      >
        {mark !== undefined && glyph !== 'none' ? `${MARK_SIGN[mark]} ${shown}` : shown}
      </text>
      {findings > 0 && <Squiggle x={left} y={middle + 8} width={measure(shown, size)} />}
      {noteText !== undefined && (
        <text class="small faint" x={width - CARD.pad} y={middle + 4} text-anchor="end">
          {noteText}
        </text>
      )}
    </g>
  );
}

/** Rows that are too small to read, as lines as long as their texts. */
function greeked(rows: readonly CardRow[], tops: readonly number[], measure: Measure): string {
  return rows
    .map(({ key, text }, index) =>
      key ? '' : `M${CARD.indent} ${tops[index]! + CARD.row / 2}h${Math.round(measure(text, CARD.text))}`,
    )
    .join('');
}
