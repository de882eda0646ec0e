/** Calls of one function that come quickly one after the other, of which the last of each first argument counts. */
export function debounced<V>(
  call: (key: string, value: V) => void,
  restMs: number,
): { later(key: string, value: V): void; settle(): void } {
  const waiting = new Map<string, V>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    timer = undefined;
    const all = [...waiting];
    waiting.clear();
    for (const [key, value] of all) call(key, value);
  };
  return {
    later: (key, value) => {
      waiting.set(key, value);
      clearTimeout(timer);
      timer = setTimeout(run, restMs);
    },
    /** What waits is not wanted any more. */
    settle: () => {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
