import type { Rule } from '../rule.js';
import charPadding from './char-padding.js';
import floatForExact from './float-for-exact.js';
import intPrimaryKeyOverflow from './int-primary-key-overflow.js';
import serialOverIdentity from './serial-over-identity.js';
import timestampWithoutTimeZone from './timestamp-without-time-zone.js';

/** By weight. */
export const TYPES: readonly Rule[] = [
  floatForExact,
  timestampWithoutTimeZone,
  charPadding,
  intPrimaryKeyOverflow,
  serialOverIdentity,
];
