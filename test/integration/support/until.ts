const TIMEOUT_MS = 30_000;
const INTERVAL_MS = 25;

/** Asks again and again until the answer is true of something; `what` says what was waited for. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  what: string | (() => string),
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise(next => setTimeout(next, INTERVAL_MS));
  }
}
