import type { Origin } from '../../../sql/reading.js';

/** True for files of tests and benchmarks, where data may go. */
export function isTestFile({ unit }: Origin): boolean {
  return /(?:^|[/._-])(?:tests?|testing|testdata|e2e|ci|fixtures?|bench(?:mark)?s?|mocks?|specs?)(?:[/._-]|$)/i.test(
    // Folders above are the user's own: a workspace may well stand below `testing`.
    unit.uri.split('/').slice(-3).join('/'),
  );
}
