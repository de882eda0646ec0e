/**
 * Calls at the first asking and, however often it is asked meanwhile, once more when `ms` are over: what every keystroke would ask
 * for is done now and then.
 */
export function coalesced(
  ms: number,
  later: (ms: number, run: () => void) => void,
  run: () => void,
): () => void {
  let waits = false;
  let again = false;
  return function ask(): void {
    if (waits) {
      again = true;
      return;
    }
    waits = true;
    run();
    later(ms, () => {
      waits = false;
      if (!again) return;
      again = false;
      ask();
    });
  };
}
