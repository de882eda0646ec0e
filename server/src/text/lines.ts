import type { Position, Range } from './span.js';

/**
 * Maps offsets to lines and columns and back, in UTF-16 code units. Lines end with `\n`, `\r\n` or `\r`.
 * An edit moves typed arrays and looks at nothing but the text that comes in.
 */
export class LineIndex {
  /** Offset at which each line starts. */
  private starts: Uint32Array;
  /** Length of the line end before each line's start: 0 for the first line, else 1 or 2. */
  private ends: Uint8Array;
  private count: number;
  private length: number;

  constructor(text: string) {
    const found = lineStarts(text, 0);
    this.count = found.length + 1;
    this.starts = new Uint32Array(capacity(this.count));
    this.ends = new Uint8Array(this.starts.length);
    this.length = text.length;
    this.store(found, 1, text, 0);
  }

  /** Number of lines; at least one. */
  get lineCount(): number {
    return this.count;
  }

  /** Line and column of an offset. Offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.length));
    const line = this.lineAt(clamped);
    return { line, character: clamped - this.starts[line]! };
  }

  /** Offset of a line and column. Columns beyond the line are moved to its end, lines beyond the text to its end. */
  offsetAt(position: Position): number {
    const line = Math.floor(position.line);
    if (!(line >= 0)) return 0;
    if (line >= this.count) return this.length;
    const start = this.starts[line]!;
    const end = line + 1 < this.count ? this.starts[line + 1]! - this.ends[line + 1]! : this.length;
    return Math.max(start, Math.min(start + Math.max(0, Math.floor(position.character)), end));
  }

  /** Range between two offsets. */
  rangeOf(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** Offset at which a line starts. */
  startOf(line: number): number {
    return this.starts[Math.max(0, Math.min(line, this.count - 1))]!;
  }

  /**
   * The text between two offsets was replaced. `before` and `after` are the characters next to it (empty at the
   * ends of the text): a line end may have been torn apart or put together there.
   */
  replace(start: number, end: number, text: string, before: string, after: string): void {
    const context = before + text + after;
    const found = lineStarts(context, before.length).filter(at => at - before.length <= text.length);
    const from = this.firstFrom(Math.max(start, 1));
    const to = this.firstFrom(end + 1);
    const delta = text.length - (end - start);
    this.makeRoom(from, to, found.length);
    shift(this.starts.subarray(from + found.length, this.count), delta);
    this.length += delta;
    this.store(found, from, context, start - before.length);
    const next = from + found.length;
    if (this.starts[next] === start + text.length + 1 && next < this.count) {
      this.ends[next] = after === '\n' && (before + text).endsWith('\r') ? 2 : 1;
    }
  }

  private store(found: readonly number[], at: number, text: string, shift: number): void {
    for (let i = 0; i < found.length; i++) {
      const start = found[i]!;
      this.starts[at + i] = start + shift;
      this.ends[at + i] = text.charCodeAt(start - 1) === 10 && text.charCodeAt(start - 2) === 13 ? 2 : 1;
    }
  }

  private makeRoom(from: number, to: number, wanted: number): void {
    const count = this.count + wanted - (to - from);
    if (count > this.starts.length) {
      const starts = new Uint32Array(capacity(count));
      const ends = new Uint8Array(starts.length);
      starts.set(this.starts.subarray(0, this.count));
      ends.set(this.ends.subarray(0, this.count));
      this.starts = starts;
      this.ends = ends;
    }
    this.starts.copyWithin(from + wanted, to, this.count);
    this.ends.copyWithin(from + wanted, to, this.count);
    this.count = count;
  }

  private lineAt(offset: number): number {
    return this.firstFrom(offset + 1) - 1;
  }

  /** Index of the first line that starts at or after an offset. */
  private firstFrom(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function shift(offsets: Uint32Array, delta: number): void {
  if (delta === 0) return;
  for (let i = 0; i < offsets.length; i++) offsets[i]! += delta;
}

/** Offsets in the text, beyond 0 and from `from` on, at which a line starts. */
function lineStarts(text: string, from: number): number[] {
  const starts: number[] = [];
  if (!text.includes('\r')) {
    // A native search passes over a line several times as fast as a loop over its characters.
    for (let at = text.indexOf('\n', Math.max(0, from - 1)); at >= 0; at = text.indexOf('\n', at + 1))
      starts.push(at + 1);
    return starts;
  }
  for (let pos = Math.max(0, from - 1); pos < text.length; pos++) {
    const unit = text.charCodeAt(pos);
    if (unit === 10 || (unit === 13 && text.charCodeAt(pos + 1) !== 10)) starts.push(pos + 1);
  }
  return starts;
}

function capacity(count: number): number {
  return count + (count >>> 3) + 64;
}
