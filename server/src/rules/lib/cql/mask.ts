import type { Piece } from '../../../text/piece.js';
import type { Span } from '../../../text/span.js';

/** A stretch of a piece with blanks in place of its comments: offsets stay, and patterns do not find words in comments. */
export function maskComments(piece: Piece, span: Span): string {
  let text = piece.text.slice(span.start, span.end);
  for (const comment of piece.comments) {
    const start = Math.max(comment.start, span.start) - span.start;
    const end = Math.min(comment.end, span.end) - span.start;
    if (start < end) text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  }
  return text;
}
