/** Codes of diagnostics, by the promise that is broken: those of which a run with real timing can show that they are. */
const CODES: Readonly<Record<string, string>> = {
  'no-lost-write': 'simulated-lost-write',
  'one-writer': 'simulated-two-writers',
  'no-stale-read': 'simulated-stale-read',
  'no-conflict': 'simulated-conflict',
  available: 'simulated-outage',
};

/** Promises that may be looked at on save, as `explore --property` knows them. */
export const VERDICT_PROMISES: readonly string[] = Object.keys(CODES);

/** Every code: of something that a search found, and no rule. */
export const VERDICT_CODES: ReadonlySet<string> = new Set(Object.values(CODES));

export function codeOf(promise: string): string {
  return CODES[promise] ?? 'simulated-failure';
}
