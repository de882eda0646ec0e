import type { PanelContext } from './answer.js';

/** How long work goes on before whatever waits goes first, in ms. */
const SLICE_MS = 15;

/**
 * Does long work in slices, between which others go first; at least once, at its end. Undefined: nobody waits for it any
 * more.
 */
export async function inSlices<T>(
  steps: Generator<void, T>,
  context: Pick<PanelContext, 'pause' | 'cancelled'>,
): Promise<{ readonly value: T } | undefined> {
  for (;;) {
    const begun = Date.now();
    let step = steps.next();
    while (!step.done && Date.now() - begun < SLICE_MS) step = steps.next();
    await context.pause();
    if (context.cancelled()) return undefined;
    if (step.done) return { value: step.value };
  }
}
