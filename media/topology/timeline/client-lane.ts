import type { ClientLane, Playback } from '../../../server/src/protocol/topology-panel.js';
import { seconds } from '../words.js';

/** How a stretch of a client's lane looks. */
export type Look = 'acknowledged' | 'only' | 'waiting' | 'refused' | 'unknown' | 'lost';

export interface Piece {
  readonly fromMs: number;
  readonly toMs: number;
  readonly look: Look;
  readonly count: number;
  readonly node?: string;
  readonly reason?: string;
  /** It happens while the client waits: within another piece. */
  readonly within?: boolean;
}

/** Pieces of one look that are closer than this stand together: clients pause between two writes. ms */
const CLOSE = 600;

/** What became of a client's writes, as stretches. */
export function piecesOf(client: ClientLane, playback: Playback): Piece[] {
  const alone = aloneOf(playback);
  const pieces: Piece[] = [];
  let waitsUntil = 0;
  for (const span of client.spans) {
    const within = span.result !== 'waiting' && span.fromMs < waitsUntil;
    if (span.result === 'waiting') waitsUntil = Math.max(waitsUntil, span.toMs);
    const common = { node: span.node, reason: span.reason, ...(within ? { within } : {}) };
    for (const part of span.result === 'acknowledged' ? parted(span, alone.get(span.node ?? '')) : [span]) {
      const look: Look =
        'look' in part
          ? part.look
          : span.result === 'warned' || span.result === 'acknowledged'
            ? 'acknowledged'
            : span.result;
      const last = pieces.at(-1);
      const count = Math.round(span.count * share(part, span));
      if (
        last !== undefined &&
        last.look === look &&
        part.fromMs - last.toMs <= CLOSE &&
        joins(look, last, common)
      )
        pieces[pieces.length - 1] = {
          ...last,
          toMs: Math.max(last.toMs, part.toMs),
          count: last.count + count,
        };
      else pieces.push({ fromMs: part.fromMs, toMs: part.toMs, look, count, ...common });
    }
  }
  return pieces;
}

/** What is written into a piece that is wide enough for it; undefined: nothing. */
export function pieceLabel(piece: Piece, long: boolean): string | undefined {
  const { look, count, fromMs, toMs, node } = piece;
  switch (look) {
    case 'acknowledged':
      return undefined;
    case 'only':
      return long && node !== undefined ? `${count} on ${node} only` : `${count} on one`;
    case 'waiting':
      return `blocked ${seconds(toMs - fromMs)} s`;
    case 'refused':
      return long ? `${count} refused` : 'refused';
    case 'unknown':
      return long ? `${count} unknown` : 'unknown';
    case 'lost':
      return long ? `${count} acknowledged, then lost` : `${count} lost`;
  }
}

/** The same for those who point at it, a whole sentence. */
export function pieceSentence(client: string, piece: Piece, originMs: number): string {
  const { look, count, fromMs, toMs, node, reason } = piece;
  const when = `between ${seconds(fromMs, originMs)} s and ${seconds(toMs, originMs)} s`;
  const by = node === undefined ? '' : ` by ${node}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const writes = `${count} ${count === 1 ? 'write' : 'writes'} of ${client}`;
  switch (look) {
    case 'acknowledged':
      return `${writes} acknowledged${by} ${when}.`;
    case 'only':
      return `${writes} acknowledged ${when} that only ${node ?? 'one node'} has.`;
    case 'waiting':
      return `${client} is blocked for ${seconds(toMs - fromMs)} s ${when}${why}.`;
    case 'refused':
      return `${writes} refused${by} ${when}${why}.`;
    case 'unknown':
      return `${writes} of unknown outcome ${when}${why}.`;
    case 'lost':
      return `${writes} acknowledged${by} ${when} and lost later.`;
  }
}

/** The longest stretch after the first fault in which nobody was acknowledged; undefined: there was none of a second. */
export function longestGap(
  playback: Playback,
): { readonly fromMs: number; readonly toMs: number } | undefined {
  const origin = playback.firstFaultMs;
  if (origin === undefined) return undefined;
  const acknowledged = playback.clients
    .flatMap(({ spans }) => spans)
    .filter(
      ({ result, toMs }) =>
        toMs > origin && (result === 'acknowledged' || result === 'warned' || result === 'lost'),
    )
    .sort((a, b) => a.fromMs - b.fromMs);
  let until = origin;
  let longest: { fromMs: number; toMs: number } | undefined;
  for (const { fromMs, toMs } of acknowledged) {
    if (
      fromMs - until >= 1_000 &&
      fromMs - until > (longest === undefined ? 0 : longest.toMs - longest.fromMs)
    )
      longest = { fromMs: until, toMs: fromMs };
    until = Math.max(until, toMs);
  }
  return longest;
}

/** When each process held more writes than any other than it ever does while all is well, by name. */
function aloneOf(playback: Playback): Map<string, { fromMs: number; toMs: number }[]> {
  return new Map(
    playback.processes.map(({ name, log }) => {
      const usual = Math.max(
        0,
        ...log.filter(({ atMs }) => atMs < (playback.firstFaultMs ?? 0)).map(({ only }) => only),
      );
      const stretches: { fromMs: number; toMs: number }[] = [];
      log.forEach(({ atMs, only }, index) => {
        if (only <= usual) return;
        const toMs = log[index + 1]?.atMs ?? playback.endMs;
        const last = stretches.at(-1);
        if (last !== undefined && last.toMs === atMs) last.toMs = toMs;
        else stretches.push({ fromMs: atMs, toMs });
      });
      return [name, stretches];
    }),
  );
}

/** A span cut into what is on one node only and what is not. */
function parted(
  span: { readonly fromMs: number; readonly toMs: number },
  alone: readonly { fromMs: number; toMs: number }[] = [],
): { fromMs: number; toMs: number; look: Look }[] {
  const parts: { fromMs: number; toMs: number; look: Look }[] = [];
  let at = span.fromMs;
  for (const { fromMs, toMs } of alone) {
    const from = Math.max(fromMs, at);
    const to = Math.min(toMs, span.toMs);
    if (to <= from) continue;
    if (from > at) parts.push({ fromMs: at, toMs: from, look: 'acknowledged' });
    parts.push({ fromMs: from, toMs: to, look: 'only' });
    at = to;
  }
  if (at < span.toMs || parts.length === 0) parts.push({ fromMs: at, toMs: span.toMs, look: 'acknowledged' });
  return parts;
}

function share(part: { fromMs: number; toMs: number }, whole: { fromMs: number; toMs: number }): number {
  return whole.toMs === whole.fromMs ? 1 : (part.toMs - part.fromMs) / (whole.toMs - whole.fromMs);
}

/** Refusals by two nodes are told apart; waiting is waiting. */
function joins(look: Look, last: Piece, next: { readonly node?: string | undefined }): boolean {
  return look === 'waiting' || last.node === next.node;
}
