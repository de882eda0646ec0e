import type { ClientLane, Playback } from '../../../server/src/protocol/topology-panel.js';
import { originOf } from '../at.js';
import { type Piece, pieceLabel, pieceSentence, piecesOf } from './client-lane.js';
import { ROW } from './rows.js';
import { type Scale, toX } from './scale.js';
import { Tag, tagWidth } from './tag.js';

/** Narrowest piece that has words inside, px. */
const WORDS = 64;

/** The lane of a client: what became of its writes. */
export function ClientRow({
  client,
  playback,
  scale,
  y,
}: {
  readonly client: ClientLane;
  readonly playback: Playback;
  readonly scale: Scale;
  readonly y: number;
}) {
  const origin = originOf(playback);
  return (
    <g>
      {piecesOf(client, playback).map(piece => (
        <PieceMark
          key={`${piece.look} ${piece.fromMs}`}
          piece={piece}
          left={toX(scale, piece.fromMs)}
          right={toX(scale, piece.toMs)}
          middle={y + ROW / 2}
          title={pieceSentence(client.name, piece, origin)}
        />
      ))}
    </g>
  );
}

function PieceMark({
  piece,
  left,
  right,
  middle,
  title,
}: {
  readonly piece: Piece;
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  readonly title: string;
}) {
  const width = Math.max(1, right - left);
  const { look } = piece;
  const box = { x: left, y: middle - 6, width, height: 12 };
  if (look === 'refused' || look === 'unknown') {
    const glyphs = width > WORDS ? [left + 6, right - 6] : [(left + right) / 2];
    return (
      <g class={`mark blocked ${look}`}>
        <title>{title}</title>
        {width > 12 && <path class="thread" d={`M${left} ${middle}H${right}`} />}
        {glyphs.map(x =>
          look === 'refused' ? (
            <path key={x} class="cross" d={`M${x - 4} ${middle - 4}l8 8m0 -8l-8 8`} />
          ) : (
            <text key={x} class="question" x={x} y={middle + 4}>
              ?
            </text>
          ),
        )}
        <Words piece={piece} left={left + 14} width={width - 28} middle={middle} tone="wait" />
      </g>
    );
  }
  return (
    <g class={`mark ${LENS[look]}`}>
      <title>{title}</title>
      <rect class={`piece ${look}`} {...box} />
      {look === 'waiting' && <path class="bar-end" d={`M${right - 1.5} ${middle - 9}v18`} />}
      <Words
        piece={piece}
        left={left + 6}
        width={width - 12}
        middle={middle}
        tone={look === 'waiting' ? 'wait' : look === 'lost' ? 'lost' : 'plain'}
      />
    </g>
  );
}

const LENS: Readonly<Record<Piece['look'], string>> = {
  acknowledged: 'ack recovery',
  only: 'lost ack',
  waiting: 'blocked recovery',
  refused: 'blocked',
  unknown: 'blocked',
  lost: 'lost ack',
};

function Words({
  piece,
  left,
  width,
  middle,
  tone,
}: {
  readonly piece: Piece;
  readonly left: number;
  readonly width: number;
  readonly middle: number;
  readonly tone: 'plain' | 'wait' | 'lost';
}) {
  if (width < WORDS - 12) return null;
  const text = [true, false]
    .map(long => pieceLabel(piece, long))
    .find(label => label !== undefined && tagWidth(label, tone === 'lost') <= width);
  if (text === undefined) return null;
  const x = piece.look === 'only' ? left + (width - tagWidth(text)) / 2 : left + 2;
  return <Tag x={x} y={middle} text={text} tone={tone} />;
}
