import type { World } from '../world/world.js';
import { stirred } from './mixing.js';
import { BY, KIND, type WordTable } from './word-table.js';

/** Where each process and each host stands after a change of places, by where it stands now. */
export interface Places {
  readonly process: Int32Array;
  readonly host: Int32Array;
}

/**
 * Puts processes that are alike into an order that depends on what they hold and not on their names. Those that hold the same are
 * told apart by whom they refer to and who refers to them, as in one round of colour refinement (Weisfeiler and Leman). Where two
 * are the same in that as well, the order between them is left as it is: then two like states may count as two, but never two
 * unlike ones as one, for whatever the order, the state that comes out is the same but for names.
 */
export class Symmetry {
  readonly places: Places;
  private readonly hostOf: Int32Array;
  /** Of each tuple: what its processes hold, and (where that does not tell) how it stands to the others. */
  private readonly colours: Float64Array;
  private readonly ties: Int32Array;
  private readonly low: Int32Array;
  private readonly order: Int32Array;
  /** Per process and per host: which tuple it is in, + 1, and where in it. */
  private readonly tupleOf: Int32Array;
  private readonly placeIn: Int32Array;
  private readonly tupleOn: Int32Array;

  constructor(
    private readonly world: World,
    private readonly tuples: readonly (readonly number[])[],
    private readonly words: WordTable,
    /** What the words of messages mean, of each kind as many as there are. */
    private readonly payloads: Uint8Array,
  ) {
    const { hosts, processes } = world.options;
    this.places = {
      process: Int32Array.from(processes, (_, p) => p),
      host: Int32Array.from(hosts, (_, h) => h),
    };
    this.hostOf = Int32Array.from(processes, ({ host }) => host);
    this.colours = new Float64Array(tuples.length);
    this.ties = new Int32Array(tuples.length);
    this.low = new Int32Array(tuples.length);
    this.order = new Int32Array(tuples.length);
    this.tupleOf = new Int32Array(processes.length);
    this.placeIn = new Int32Array(processes.length);
    this.tupleOn = new Int32Array(hosts.length);
    for (const [t, tuple] of tuples.entries()) {
      for (const [i, p] of tuple.entries()) {
        this.tupleOf[p] = t + 1;
        this.placeIn[p] = i;
        this.tupleOn[this.hostOf[p]!] = t + 1;
      }
    }
  }

  /** Brings `places` up to date with the present state, given the sums over what each process holds. */
  sort(ownLow: Int32Array, ownHigh: Int32Array): void {
    const { tuples, colours, low, order, ties } = this;
    for (let t = 0; t < tuples.length; t++) {
      const tuple = tuples[t]!;
      let a = ownLow[tuple[0]!]!;
      let b = ownHigh[tuple[0]!]!;
      for (let i = 1; i < tuple.length; i++) {
        a = (Math.imul(a, 0x9e3779b1) + stirred(ownLow[tuple[i]!]!)) | 0;
        b = (Math.imul(b, 0x85ebca6b) + stirred(ownHigh[tuple[i]!]!)) | 0;
      }
      low[t] = a;
      colours[t] = (b >>> 0) * 2097152 + (a >>> 11);
      order[t] = t;
    }
    ties.fill(0);
    if (this.arrange()) {
      this.refer();
      if (this.arrange()) {
        this.referMessages();
        this.arrange();
      }
    }
    this.place();
  }

  /** Sorts by insertion: few tuples. True: two have the same colour. */
  private arrange(): boolean {
    const { order, colours, ties } = this;
    let tied = false;
    for (let i = 1; i < order.length; i++) {
      const moving = order[i]!;
      const colour = colours[moving]!;
      const tie = ties[moving]!;
      let j = i - 1;
      while (j >= 0) {
        const before = order[j]!;
        if (colours[before]! < colour || (colours[before] === colour && ties[before]! <= tie)) break;
        order[j + 1] = before;
        j--;
      }
      if (j >= 0 && colours[order[j]!] === colour && ties[order[j]!] === tie) tied = true;
      order[j + 1] = moving;
    }
    return tied;
  }

  private place(): void {
    const { order, tuples, hostOf } = this;
    const { process, host } = this.places;
    for (let i = 0; i < order.length; i++) {
      const from = tuples[order[i]!]!;
      const to = tuples[i]!;
      for (let k = 0; k < to.length; k++) {
        process[from[k]!] = to[k]!;
        host[hostOf[from[k]!]!] = hostOf[to[k]!]!;
      }
    }
  }

  /** Sums up for each tuple who refers to it and to whom it refers, the others known by their colours. */
  private refer(): void {
    const { s, now } = this.world;
    const { others, by, kind, base, row, column, inner, asked } = this.words;
    for (let o = 0; o < others.length; o++) {
      const i = others[o]!;
      let word = s[i]!;
      if (word === 0 || (asked[i]! >= 0 && s[asked[i]!]! > 1)) continue;
      const what = kind[i]!;
      const how = by[i]!;
      const field = base[i]! * 64 + inner[i]!;
      if (what === KIND.due) word = word <= now ? 1 : word - now + 1;
      if (how === BY.pair) {
        this.relate(this.party(row[i]!), this.party(column[i]!), field, what <= KIND.due ? word : 0);
        continue;
      }
      const own = how === BY.process ? this.party(row[i]!) : how === BY.host ? this.partyOn(row[i]!) : -1 - i;
      if (what <= KIND.due) this.note(own, field, word);
      else if (what === KIND.process) this.relate(own, this.party(word - 1), field, 0);
      else if (what === KIND.host) this.relate(own, this.partyOn(word - 1), field, 0);
      else {
        for (let q = 0; word >> q !== 0; q++) {
          if ((word & (1 << q)) !== 0)
            this.relate(own, what === KIND.hosts ? this.partyOn(q) : this.party(q), field, 0);
        }
      }
    }
  }

  private referMessages(): void {
    const { mail, s } = this.world;
    const { top, baseWord, slotWords, payloadWords } = mail;
    const body = slotWords - payloadWords;
    for (let slot = 0, at = baseWord; slot < top; slot++, at += slotWords) {
      const kind = s[at]!;
      if (kind === 0) continue;
      let carried = kind;
      for (let w = 0; w < payloadWords; w++) {
        const value = this.payloads[kind * payloadWords + w] === KIND.value ? s[at + body + w]! : 0;
        carried = (Math.imul(carried, 0x9e3779b1) + value) | 0;
      }
      this.relate(this.party(s[at + 1]!), this.party(s[at + 2]!), -kind, carried);
    }
  }

  /** Who a process is, whatever its name: its tuple and its place there; one that has no like is known by its name: below 0. */
  private party(p: number): number {
    const t = this.tupleOf[p]!;
    return t === 0 ? -1 - p : (t - 1) * 64 + this.placeIn[p]!;
  }

  private partyOn(host: number): number {
    const t = this.tupleOn[host]!;
    return t === 0 ? -1 - host : (t - 1) * 64;
  }

  private relate(from: number, to: number, field: number, word: number): void {
    const self = from >= 0 && from >> 6 === to >> 6 ? 1 : 0;
    this.note(from, field * 4 + 1 + self, stirred(this.known(to) + word));
    this.note(to, field * 4 + 3, stirred(this.known(from) + word));
  }

  private known(party: number): number {
    return party < 0 ? party : (this.low[party >> 6]! + Math.imul(party & 63, 0x27d4eb2f)) | 0;
  }

  private note(party: number, field: number, word: number): void {
    if (party < 0) return;
    const t = party >> 6;
    const mixed = stirred(Math.imul(field + (party & 63) * 0x10001, 0x9e3779b1) ^ word);
    this.ties[t] = (this.ties[t]! + mixed) | 0;
  }
}
