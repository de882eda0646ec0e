import type { Rule } from '../rule.js';
import alignmentPadding from './alignment-padding.js';
import charPadding from './char-padding.js';
import dateAsText from './date-as-text.js';
import decimalWithoutScale from './decimal-without-scale.js';
import enumOrCheckList from './enum-or-check-list.js';
import floatForExact from './float-for-exact.js';
import intPrimaryKeyOverflow from './int-primary-key-overflow.js';
import ipAsText from './ip-as-text.js';
import jsonOverJsonb from './json-over-jsonb.js';
import moneyType from './money-type.js';
import myisamEngine from './myisam-engine.js';
import nullStringDefault from './null-string-default.js';
import sameNameDifferentType from './same-name-different-type.js';
import serialOverIdentity from './serial-over-identity.js';
import sqliteStrictType from './sqlite-strict-type.js';
import sqliteTypeAffinity from './sqlite-type-affinity.js';
import textOverVarchar from './text-over-varchar.js';
import timeWithTimeZone from './time-with-time-zone.js';
import timestamp2038 from './timestamp-2038.js';
import timestampWithoutTimeZone from './timestamp-without-time-zone.js';
import utf8mb3Charset from './utf8mb3-charset.js';
import uuidAsText from './uuid-as-text.js';
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
  dateAsText,
  uuidAsText,
  ipAsText,
  sameNameDifferentType,
  sqliteTypeAffinity,
  sqliteStrictType,
  textOverVarchar,
  enumOrCheckList,
  alignmentPadding,
];
