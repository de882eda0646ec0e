import assert from 'node:assert/strict';
import { longestGap } from '../../../server/src/rules/lib/cron.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('longest time between two runs of a cron schedule', () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['* * * * *', MINUTE],
    ['*/15 * * * *', 15 * MINUTE],
    // 0, 7, ..., 56: four minutes to the full hour are shorter than the seven before.
    ['*/7 * * * *', 7 * MINUTE],
    ['*/40 * * * *', 40 * MINUTE],
    ['5 * * * *', HOUR],
    ['0 */2 * * *', 2 * HOUR],
    ['0 9-17 * * *', 16 * HOUR],
    ['0,30 9-17 * * mon-fri', 2 * DAY + 15 * HOUR + 30 * MINUTE],
    ['0 3 * * *', DAY],
    ['30 4 * * 0', 7 * DAY],
    ['30 4 * * 7', 7 * DAY],
    ['0 0 1 * *', 31 * DAY],
    ['0 0 31 * *', 61 * DAY],
    ['0 0 $ * *', 31 * DAY],
    ['0 0 29 2 *', (4 * 365 + 1) * DAY],
    // Both restricted: either will do.
    ['0 0 1 * 1', 7 * DAY],
    ['0 0 1 1 *', 366 * DAY],
    ['@hourly', HOUR],
    ['@daily', DAY],
    ['30 seconds', 30],
    ['0 0 30 2 *', undefined],
    ['61 * * * *', undefined],
    ['a b c d e', undefined],
    ['* * * *', undefined],
    ['', undefined],
  ];
  for (const [schedule, seconds] of cases) {
    it(`${schedule || 'nothing'}: ${seconds ?? 'unknown'}`, () =>
      assert.equal(longestGap(schedule), seconds));
  }
});
