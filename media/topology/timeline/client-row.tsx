import { useMemo } from 'preact/hooks';
import type { ClientLane, Playback } from '../../../server/src/protocol/topology-panel.js';
import { originOf } from '../at.js';
import { type Piece, pieceLabel, pieceSentence, piecesOf } from './client-lane.js';
import { ROW } from './rows.js';
import { type Scale, toX } from './scale.js';
import { Tag, tagWidth } from './tag.js';

/** Narrowest piece that has words inside, px. */
const WORDS = 64;
/** Half of a glyph's width, px. */
const GLYPH = 5;

interface Placed {
  readonly piece: Piece;
  readonly left: number;
  readonly right: number;
  readonly words: Words | undefined;
}

interface Words {
  readonly x: number;
  readonly text: string;
  readonly tone: 'plain' | 'wait' | 'lost';
}

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
  const pieces = useMemo(() => piecesOf(client, playback), [client, playback]);
  const origin = originOf(playback);
  const middle = y + ROW / 2;
  const end = scale.left + scale.width;
  const placed = pieces.flatMap((piece): Placed[] => {
    const left = Math.max(scale.left, toX(scale, piece.fromMs));
    const right = Math.min(end, toX(scale, piece.toMs));
    if (right < scale.left || left > end) return [];
    return [{ piece, left, right, words: wordsOf(piece, left, right, pieces) }];
  });
  const labels = placed.flatMap(({ words }) => (words === undefined ? [] : [words]));
  const covered = (x: number): boolean =>
    labels.some(
      ({ x: from, text, tone }) => x > from - GLYPH && x < from + tagWidth(text, tone === 'lost') + GLYPH,
    );
  return (
    <g>
      {placed.map(each => (
        <PieceMark
          key={`${each.piece.look} ${each.piece.fromMs}`}
          placed={each}
          middle={middle}
          title={pieceSentence(client.name, each.piece, origin)}
          hidden={covered}
        />
      ))}
    </g>
  );
}

function PieceMark({
  placed: { piece, left, right, words },
  middle,
  title,
  hidden,
}: {
  readonly placed: Placed;
  readonly middle: number;
  readonly title: string;
  /** Whether words stand where a glyph would. */
  readonly hidden: (x: number) => boolean;
}) {
  const width = Math.max(1, right - left);
  const { look, within } = piece;
  const label = words !== undefined && <Tag x={words.x} y={middle} text={words.text} tone={words.tone} />;
  if (look === 'refused' || look === 'unknown') {
    const glyphs = width > 2 * WORDS ? [left + GLYPH, right - GLYPH] : [(left + right) / 2];
    return (
      <g class={`mark blocked ${look}`}>
        <title>{title}</title>
        {width > 12 && !within && <path class="thread" d={`M${left} ${middle}H${right}`} />}
        {glyphs
          .filter(x => !hidden(x))
          .map(x => (
            <g key={x}>
              {within && <rect class="ground" x={x - GLYPH} y={middle - 6} width={2 * GLYPH} height="12" />}
              {look === 'refused' ? (
                <path class="cross" d={`M${x - 4} ${middle - 4}l8 8m0 -8l-8 8`} />
              ) : (
                <text class="question" x={x} y={middle + 4}>
                  ?
                </text>
              )}
            </g>
          ))}
        {label}
      </g>
    );
  }
  return (
    <g class={`mark ${LENS[look]}`}>
      <title>{title}</title>
      <rect class={`piece ${look}`} x={left} y={middle - 6} width={width} height="12" />
      {look === 'waiting' && <path class="bar-end" d={`M${right - 1.5} ${middle - 9}v18`} />}
      {label}
    </g>
  );
}

/** Which verdicts a look belongs to: their lens lights it. */
const LENS: Readonly<Record<Piece['look'], string>> = {
  acknowledged: 'ack recovery',
  only: 'lost ack',
  waiting: 'blocked recovery',
  refused: 'blocked',
  unknown: 'blocked',
  lost: 'lost ack',
};

/** What is written into a piece, and where; what happens while a client waits has no room for words. */
function wordsOf(piece: Piece, left: number, right: number, all: readonly Piece[]): Words | undefined {
  const width = right - left - 12;
  if (width < WORDS - 12 || piece.within) return undefined;
  const { look } = piece;
  const tone = look === 'lost' ? 'lost' : look === 'only' || look === 'acknowledged' ? 'plain' : 'wait';
  // A glyph at the very beginning of a wait stays to be seen.
  const shift =
    look === 'refused' || look === 'unknown'
      ? 10
      : all.some(each => each.within && each.fromMs >= piece.fromMs && each.fromMs - piece.fromMs < 1_000)
        ? 12
        : 2;
  const text = [true, false]
    .map(long => pieceLabel(piece, long))
    .find(label => label !== undefined && tagWidth(label, tone === 'lost') + shift <= width);
  if (text === undefined) return undefined;
  const x = look === 'only' ? left + 6 + (width - tagWidth(text)) / 2 : left + 6 + shift;
  return { x, text, tone };
}
