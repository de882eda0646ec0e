/** Bytes of the first piece of memory, and of later ones at most: most queues of a search are short. */
const FIRST = 1 << 14;
const CHUNK = 1 << 20;
/** Bytes before the words of a state: its number, and how many words there are. */
const HEAD = 6;
/** Most bytes of a word: a mark (1), the word itself (4). */
const WIDEST = 5;
/** A word from here on does not fit its byte. */
const WIDE = 255;

/**
 * States that wait to be looked at, first in first out, packed: of eight words each a byte that says which of them are not zero, and
 * these, each in a byte where it is small.
 */
export class Frontier {
  private readonly chunks: (Uint8Array | undefined)[] = [];
  /** Bytes used of each piece. */
  private readonly used: number[] = [];
  private head = 0;
  private tail = CHUNK;
  private firstChunk = 0;
  private count = 0;
  private taken = 0;

  /** @param keeps What was taken out is kept until it is taken out again: see `rewind`. */
  constructor(private keeps = false) {}

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return this.chunks.reduce((sum, chunk) => sum + (chunk?.length ?? 0), 0);
  }

  /** @param words How many words at the beginning tell everything. @param id Number of the state, given back with it. */
  push(state: Int32Array, words: number, id: number): void {
    const most = HEAD + (words >> 3) + 1 + words * WIDEST + 1;
    if (this.tail + most > (this.chunks[this.chunks.length - 1]?.length ?? 0)) {
      if (this.chunks.length > 0) this.used[this.chunks.length - 1] = this.tail;
      const room = Math.min(CHUNK, FIRST * 2 ** this.chunks.length);
      this.chunks.push(new Uint8Array(Math.max(room, most)));
      this.tail = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1]!;
    put(chunk, this.tail, id);
    chunk[this.tail + 4] = words & 0xff;
    chunk[this.tail + 5] = words >> 8;
    let at = this.tail + HEAD;
    for (let i = 0; i < words; ) {
      const mask = at++;
      const end = Math.min(i + 8, words);
      let full = 0;
      for (let bit = 1; i < end; i++, bit <<= 1) {
        const word = state[i]!;
        // Written in any case, and overwritten by the next one where it is zero: quicker than to ask.
        chunk[at] = word;
        if (word >>> 0 >= WIDE) {
          chunk[at] = WIDE;
          put(chunk, at + 1, word);
          at += 4;
        }
        const some = word === 0 ? 0 : 1;
        at += some;
        full |= bit * some;
      }
      chunk[mask] = full;
    }
    this.tail = at;
    this.count++;
  }

  /** Takes the first state out and writes it to `into`; answers its number. */
  shift(into: Int32Array): number {
    if (this.firstChunk < this.chunks.length - 1 && this.head >= this.used[this.firstChunk]!) {
      if (!this.keeps) this.chunks[this.firstChunk] = undefined;
      this.firstChunk++;
      this.head = 0;
    }
    const chunk = this.chunks[this.firstChunk]!;
    let at = this.head;
    const id = read(chunk, at);
    const words = chunk[at + 4]! | (chunk[at + 5]! << 8);
    at += HEAD;
    into.fill(0);
    for (let i = 0; i < words; i += 8) {
      for (let full = chunk[at++]!; full !== 0; full &= full - 1) {
        let word = chunk[at++]!;
        if (word === WIDE) {
          word = read(chunk, at);
          at += 4;
        }
        into[i + 31 - Math.clz32(full & -full)] = word;
      }
    }
    this.head = at;
    this.count--;
    this.taken++;
    return id;
  }

  /** All that was kept waits again, for the last time. */
  rewind(): void {
    this.count += this.taken;
    this.taken = 0;
    this.head = 0;
    this.firstChunk = 0;
    this.keeps = false;
  }
}

function put(chunk: Uint8Array, at: number, word: number): void {
  chunk[at] = word & 0xff;
  chunk[at + 1] = (word >> 8) & 0xff;
  chunk[at + 2] = (word >> 16) & 0xff;
  chunk[at + 3] = (word >> 24) & 0xff;
}

function read(chunk: Uint8Array, at: number): number {
  return chunk[at]! | (chunk[at + 1]! << 8) | (chunk[at + 2]! << 16) | (chunk[at + 3]! << 24);
}
