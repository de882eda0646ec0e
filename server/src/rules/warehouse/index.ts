import type { Rule } from '../rule.js';
import datetimeAsDimensionKey from './datetime-as-dimension-key.js';
import factWithoutDimensionKeys from './fact-without-dimension-keys.js';
import factWithoutGrain from './fact-without-grain.js';
import manyToManyWithoutBridge from './many-to-many-without-bridge.js';
import measureInDimension from './measure-in-dimension.js';
import mixedGrain from './mixed-grain.js';
import naturalKeyInFact from './natural-key-in-fact.js';
import noDateDimension from './no-date-dimension.js';
import nullableDimensionKeyInFact from './nullable-dimension-key-in-fact.js';
import oltpOlapMixed from './oltp-olap-mixed.js';
import scd2Incomplete from './scd2-incomplete.js';
import scd2Overlap from './scd2-overlap.js';
import snowflakedDimension from './snowflaked-dimension.js';
import textInFact from './text-in-fact.js';
import tooManyM2m from './too-many-m2m.js';

/** By weight. */
export const WAREHOUSE: readonly Rule[] = [
  mixedGrain,
  scd2Overlap,
  scd2Incomplete,
  naturalKeyInFact,
  nullableDimensionKeyInFact,
  manyToManyWithoutBridge,
  measureInDimension,
  factWithoutGrain,
  factWithoutDimensionKeys,
  textInFact,
  snowflakedDimension,
  noDateDimension,
  datetimeAsDimensionKey,
  tooManyM2m,
  oltpOlapMixed,
];
