import type { PanelContext } from '../../answer.js';

/** How long work goes on before whatever waits goes first, in ms. */
const SLICE_MS = 15;
/** How often a better answer is sent while nothing else gives cause to, in ms. */
const TELL_MS = 500;
/** Between two looks at the clock. */
const AMOUNT = 8;

/** Something that is done a bit at a time: states of a search, whole runs. */
export interface Advancing {
  /** Does so much more; true: it is over. */
  advance(amount: number): boolean;
}

/** Does long work in slices, lets others go first between them, and tells how far it came. */
export class Slices {
  private told = Date.now();

  constructor(
    private readonly context: Pick<PanelContext, 'pause' | 'cancelled'>,
    private readonly tell: () => void,
  ) {}

  /**
   * Does a piece of work. False: nobody waits for it any more.
   *
   * @param each Called after each slice; `tell`: what is known is worth telling at once; `ended`: enough is known.
   * @param amount Done between two looks at the clock.
   */
  async finish(
    work: Advancing,
    each: () => 'tell' | 'ended' | undefined = () => undefined,
    amount = AMOUNT,
  ): Promise<boolean> {
    for (;;) {
      const begun = Date.now();
      let over = false;
      while (!over && Date.now() - begun < SLICE_MS) over = work.advance(amount);
      const found = each();
      if (found === 'tell' || Date.now() - this.told >= TELL_MS) this.now();
      await this.context.pause();
      if (this.context.cancelled()) return false;
      if (over || found === 'ended') return true;
    }
  }

  /** Tells what is known. */
  now(): void {
    this.told = Date.now();
    this.tell();
  }
}
