import { strict as assert } from 'node:assert';
import {
  DAY,
  formatBothRates,
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
  formatShort,
} from '../../../server/src/workload/capacity.js';

describe('figures as text', () => {
  const cases: readonly (readonly [string, string])[] = [
    [formatCount(50e6), '50,000,000'],
    [formatCount(2.5), '2.5'],
    [formatCount(0.014), '0.01'],
    [formatCount(-1234.4), '-1,234'],
    [formatCount(Number.NaN), 'unknown'],
    [formatShort(50e6), '50M'],
    [formatShort(999_950_000), '1B'],
    [formatShort(12_345), '12.3k'],
    [formatShort(999), '999'],
    [formatShort(1.25e12), '1.25T'],
    [formatBytes(1), '1 byte'],
    [formatBytes(512), '512 bytes'],
    [formatBytes(8192), '8 kB'],
    [formatBytes(1024 ** 3 * 1.25), '1.25 GB'],
    [formatBytes(1024 ** 3 * 1023.9), '1 TB'],
    [formatDuration(365 * DAY), '1 year'],
    [formatDuration(90 * DAY), '90 days'],
    [formatDuration(5400), '1.5 hours'],
    [formatDuration(0.05), '50 ms'],
    [formatDuration(0), '0 seconds'],
    [formatRate(1e9 / DAY), '11,574/s'],
    [formatRate(0.5), '30/min'],
    [formatRate(90 / DAY), '3.8/h'],
    [formatRate(10 / DAY), '10/day'],
    [formatBothRates(1e9 / DAY), '11,574/s (1B/day)'],
    [formatBothRates(500), '500/s (43.2M/day)'],
    [formatShare(0.3), '30 %'],
    [formatShare(0.005), '0.5 %'],
  ];
  for (const [text, expected] of cases) it(expected, () => assert.equal(text, expected));
});
