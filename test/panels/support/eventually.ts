import type { FromPanel } from '../../../server/src/protocol/webview.js';

/** Longest time that something may take to come true, ms. */
const PATIENCE = 10_000;

/**
 * Asks again until the answer is one; then gives it.
 * @param patience Longest time that it may take, ms.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  patience = PATIENCE,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`never came true: ${ask}`);
    await new Promise(done => setTimeout(done, 10));
  }
}

/** The last thing of a kind that a page said, once it has said one. */
export function saidBy<T extends FromPanel['type']>(
  host: { readonly said: readonly FromPanel[] },
  type: T,
  fits: (message: Extract<FromPanel, { type: T }>) => boolean = () => true,
): Promise<Extract<FromPanel, { type: T }>> {
  return eventually(() =>
    host.said
      .filter((each): each is Extract<FromPanel, { type: T }> => each.type === type && fits(each as never))
      .at(-1),
  );
}
