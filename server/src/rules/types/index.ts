import type { Rule } from '../rule.js';
import charPadding from './char-padding.js';
import decimalWithoutScale from './decimal-without-scale.js';
import floatForExact from './float-for-exact.js';
import intPrimaryKeyOverflow from './int-primary-key-overflow.js';
import jsonOverJsonb from './json-over-jsonb.js';
import moneyType from './money-type.js';
import myisamEngine from './myisam-engine.js';
import nullStringDefault from './null-string-default.js';
import serialOverIdentity from './serial-over-identity.js';
import timeWithTimeZone from './time-with-time-zone.js';
import timestamp2038 from './timestamp-2038.js';
import timestampWithoutTimeZone from './timestamp-without-time-zone.js';
import utf8mb3Charset from './utf8mb3-charset.js';
import zeroDate from './zero-date.js';

/** By weight. */
export const TYPES: readonly Rule[] = [
  floatForExact,
  decimalWithoutScale,
  nullStringDefault,
  zeroDate,
  timestampWithoutTimeZone,
  timeWithTimeZone,
  timestamp2038,
  charPadding,
  moneyType,
  jsonOverJsonb,
  intPrimaryKeyOverflow,
  serialOverIdentity,
  utf8mb3Charset,
  myisamEngine,
];
