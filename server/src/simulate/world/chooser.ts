import { Random } from './random.js';

/** Answers every question that the protocols leave open. The answers are all that tells two runs apart. */
export interface Chooser {
  /** 0 to n - 1. */
  choose(n: number): number;
  /** A duration from `least` to `most`, in ms of virtual time. */
  between(least: number, most: number): number;
}

/**
 * Draws from a seed. `lean`: durations at their least, at their most, or anywhere: a run over all extremes makes an
 * interval wider than the same number of random ones.
 */
export class SeededChooser implements Chooser {
  private readonly random: Random;

  constructor(
    seed: number,
    private readonly lean: 'least' | 'most' | 'any' = 'any',
  ) {
    this.random = new Random(seed);
  }

  choose(n: number): number {
    return this.random.below(n);
  }

  between(least: number, most: number): number {
    const any = this.random.between(least, most);
    return this.lean === 'least' ? least : this.lean === 'most' ? most : any;
  }
}

/** Follows a list of answers, then takes the first of each, and remembers how many there were: for searching all. */
export class TraceChooser implements Chooser {
  /** Given, or taken so far; the first `known` count. Kept from one list to the next: searches begin one for every step. */
  private readonly taken: number[] = [];
  private readonly limits: number[] = [];
  private known = 0;
  private at = 0;

  /** Durations take their least, without a question: for the first state, where a phase is as good as another. */
  plain = false;

  /** @param phases How many moments stand for an interval: 1: only its beginning; 2: both ends; 3: the middle too. */
  constructor(private readonly phases: number) {}

  begin(answers: readonly number[]): void {
    for (let i = 0; i < answers.length; i++) {
      this.taken[i] = answers[i]!;
      this.limits[i] = 0;
    }
    this.known = answers.length;
    this.at = 0;
  }

  choose(n: number): number {
    if (n <= 1) return 0;
    if (this.at === this.known) this.taken[this.known++] = 0;
    this.limits[this.at] = n;
    return this.taken[this.at++]!;
  }

  between(least: number, most: number): number {
    if (most <= least || this.phases <= 1 || this.plain) return least;
    const which = this.choose(Math.min(this.phases, most - least + 1));
    return which === 0 ? least : which === 1 ? most : Math.round((least + most) / 2);
  }

  /** How many questions were asked since `begin`. */
  get asked(): number {
    return this.at;
  }

  answers(): number[] {
    return this.taken.slice(0, this.at);
  }

  /** Goes on to the next list of answers; false: those were all. */
  next(): boolean {
    for (let i = this.at - 1; i >= 0; i--) {
      if (this.taken[i]! + 1 < this.limits[i]!) {
        this.taken[i] = this.taken[i]! + 1;
        this.known = i + 1;
        this.at = 0;
        return true;
      }
    }
    return false;
  }

  /** Starts over with the answers that `next` has set. */
  again(): void {
    this.at = 0;
  }
}
