/** Bytes per piece of memory. */
const CHUNK = 1 << 20;
/** Bytes before the words of a state: its number, how many words, and how wide they are. */
const HEAD = 8;

/**
 * States that wait to be looked at, first in first out, packed: zeros at the end are left out, and a state of small
 * numbers takes a byte a word.
 */
export class Frontier {
  private readonly chunks: (Uint8Array | undefined)[] = [];
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
    let all = 0;
    for (let i = 0; i < words; i++) all |= state[i]!;
    const width = (all & ~0xff) === 0 ? 1 : 4;
    const size = HEAD + words * width;
    if (this.tail + size > CHUNK) {
      this.chunks.push(new Uint8Array(Math.max(CHUNK, size)));
      this.tail = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1]!;
    let at = this.tail;
    at = put(chunk, at, id);
    chunk[at++] = words & 0xff;
    chunk[at++] = (words >> 8) & 0xff;
    chunk[at++] = (words >> 16) & 0xff;
    chunk[at++] = width;
    if (width === 1) for (let i = 0; i < words; i++) chunk[at++] = state[i]!;
    else for (let i = 0; i < words; i++) at = put(chunk, at, state[i]!);
    this.tail = at;
    this.count++;
  }

  /** Takes the first state out and writes it to `into`; answers its number. */
  shift(into: Int32Array): number {
    let chunk = this.chunks[this.firstChunk]!;
    if (this.head >= chunk.length || (chunk[this.head + HEAD - 1] === 0 && this.head > 0)) {
      // The rest of a piece that was too small for the next state.
      this.chunks[this.firstChunk++] = undefined;
      this.head = 0;
      chunk = this.chunks[this.firstChunk]!;
    }
    let at = this.head;
    const id = read(chunk, at);
    const words = chunk[at + 4]! | (chunk[at + 5]! << 8) | (chunk[at + 6]! << 16);
    const width = chunk[at + 7]!;
    at += HEAD;
    if (width === 1) for (let i = 0; i < words; i++) into[i] = chunk[at++]!;
    else for (let i = 0; i < words; i++, at += 4) into[i] = read(chunk, at);
    into.fill(0, words);
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
