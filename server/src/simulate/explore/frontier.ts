/** Bytes per piece of memory. */
const CHUNK = 1 << 20;
/** Bytes before the words of a state: its number, and how many words are not zero. */
const HEAD = 6;
/** Most bytes of a word: how many zeros come before it (2), a mark (1), the word itself (4). */
const WIDEST = 7;
/** A word from here on does not fit its byte. */
const WIDE = 255;

/**
 * States that wait to be looked at, first in first out, packed: only the words that are not zero, each in two bytes where
 * it is small and near the last one.
 */
export class Frontier {
  private readonly chunks: (Uint8Array | undefined)[] = [];
  /** Bytes used of each piece. */
  private readonly used: number[] = [];
  private head = 0;
  private tail = CHUNK;
  private firstChunk = 0;
  private count = 0;

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return (this.chunks.length - this.firstChunk) * CHUNK;
  }

  /** @param words How many words at the beginning tell everything. @param id Number of the state, given back with it. */
  push(state: Int32Array, words: number, id: number): void {
    const most = HEAD + words * WIDEST;
    if (this.tail + most > (this.chunks[this.chunks.length - 1]?.length ?? 0)) {
      if (this.chunks.length > 0) this.used[this.chunks.length - 1] = this.tail;
      this.chunks.push(new Uint8Array(Math.max(CHUNK, most)));
      this.tail = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1]!;
    const start = this.tail;
    let at = start + HEAD;
    let last = 0;
    let full = 0;
    for (let i = 0; i < words; i++) {
      const word = state[i]!;
      if (word === 0) continue;
      full++;
      const skip = i - last;
      last = i + 1;
      if (skip < WIDE) chunk[at++] = skip;
      else {
        chunk[at++] = WIDE;
        chunk[at++] = skip & 0xff;
        chunk[at++] = skip >> 8;
      }
      if (word > 0 && word < WIDE) chunk[at++] = word;
      else {
        chunk[at++] = WIDE;
        at = put(chunk, at, word);
      }
    }
    put(chunk, start, id);
    chunk[start + 4] = full & 0xff;
    chunk[start + 5] = full >> 8;
    this.tail = at;
    this.count++;
  }

  /** Takes the first state out and writes it to `into`; answers its number. */
  shift(into: Int32Array): number {
    if (this.firstChunk < this.chunks.length - 1 && this.head >= this.used[this.firstChunk]!) {
      this.chunks[this.firstChunk++] = undefined;
      this.head = 0;
    }
    const chunk = this.chunks[this.firstChunk]!;
    let at = this.head;
    const id = read(chunk, at);
    const full = chunk[at + 4]! | (chunk[at + 5]! << 8);
    at += HEAD;
    into.fill(0);
    let i = 0;
    for (let n = 0; n < full; n++) {
      let skip = chunk[at++]!;
      if (skip === WIDE) {
        skip = chunk[at]! | (chunk[at + 1]! << 8);
        at += 2;
      }
      i += skip;
      let word = chunk[at++]!;
      if (word === WIDE) {
        word = read(chunk, at);
        at += 4;
      }
      into[i++] = word;
    }
    this.head = at;
    this.count--;
    return id;
  }
}

function put(chunk: Uint8Array, at: number, word: number): number {
  chunk[at] = word & 0xff;
  chunk[at + 1] = (word >> 8) & 0xff;
  chunk[at + 2] = (word >> 16) & 0xff;
  chunk[at + 3] = (word >> 24) & 0xff;
  return at + 4;
}

function read(chunk: Uint8Array, at: number): number {
  return chunk[at]! | (chunk[at + 1]! << 8) | (chunk[at + 2]! << 16) | (chunk[at + 3]! << 24);
}
