import { bothFixes, type Fix } from './fix.js';
import type { Advancing } from './slices.js';
import { type Mended, Trial, type TrialsOf } from './trial.js';

/** A fix that makes something better. */
export interface Helping {
  readonly fix: Fix;
  readonly mended: readonly Mended[];
  readonly trial: Trial;
}

/** What is said of a promise with a fix, the best first. */
export const RANK = { holds: 0, unknown: 1, broken: 2 } as const;

/** Pairs that are tried where no fix mends a promise alone. */
const MAX_PAIRS = 6;

/** Tries fixes one after the other; where a promise stays broken with each of them, two at once. */
export class Trials implements Advancing {
  readonly helping: Helping[] = [];
  /** The fix that is being tried. */
  current: Trial | undefined;
  /** Of all trials that are over. */
  private before = 0;
  private readonly queue: Generator<Fix, void, void>;

  constructor(
    private readonly of: TrialsOf,
    fixes: readonly Fix[],
  ) {
    this.queue = this.all(fixes);
  }

  /** Different states that were come upon so far. */
  get states(): number {
    return this.before + (this.current?.states ?? 0);
  }

  /** Looks at so many states more. True: it is over. */
  advance(states: number): boolean {
    if (this.current === undefined) {
      const next = this.queue.next();
      if (next.done === true) return true;
      this.current = new Trial(this.of, next.value);
      return false;
    }
    if (!this.current.advance(states)) return false;
    const mended = this.mends(this.current);
    if (mended.length > 0) this.helping.push({ fix: this.current.fix, mended, trial: this.current });
    this.before += this.current.states;
    this.current = undefined;
    return false;
  }

  /** What a fix mends; of two at once what neither of them mends as well alone. */
  mends(trial: Trial): readonly Mended[] {
    const parts = trial.fix.parts ?? [];
    const alone = this.helping.filter(({ fix }) => parts.includes(fix.id)).flatMap(({ mended }) => mended);
    return trial
      .mended()
      .filter(
        ({ property, verdict }) =>
          !alone.some(each => each.property === property && RANK[each.verdict] <= RANK[verdict]),
      );
  }

  private *all(fixes: readonly Fix[]): Generator<Fix, void, void> {
    yield* fixes;
    if (this.allMended()) return;
    let tried = 0;
    for (const [a, b] of pairsOf(fixes, this.helping)) {
      const both = bothFixes(this.of.analyzer, a, b);
      if (both === undefined) continue;
      yield both;
      if (++tried >= MAX_PAIRS || this.allMended()) return;
    }
  }

  /** Every promise holds with some fix, or was not seen broken as far as was searched. */
  private allMended(): boolean {
    return this.of.before.properties.every(
      ({ property, verdict }) =>
        verdict !== 'broken' ||
        this.helping.some(({ mended }) =>
          mended.some(each => each.property === property.name && each.verdict !== 'broken'),
        ),
    );
  }
}

/** Those that help a little come first. */
function* pairsOf(
  fixes: readonly Fix[],
  helping: readonly Helping[],
): Generator<readonly [Fix, Fix], void, void> {
  const weight = (fix: Fix) => (helping.some(each => each.fix === fix) ? 0 : 1);
  // A parameter has one value.
  const parameter = ({ id }: Fix) => id.replace(/=.*$/, '');
  const pairs = fixes.flatMap((a, i) =>
    fixes.slice(i + 1).flatMap(b => (parameter(a) === parameter(b) ? [] : [[a, b] as const])),
  );
  yield* pairs.sort(([a, b], [c, d]) => weight(a) + weight(b) - weight(c) - weight(d));
}
