import type { Rule } from '../rule.js';
import avoidNullable from './avoid-nullable.js';
import chasmTrap from './chasm-trap.js';
import columnstoreOnSmallTable from './columnstore-on-small-table.js';
import datetimeAsDimensionKey from './datetime-as-dimension-key.js';
import distKeySkew from './dist-key-skew.js';
import diststyleAllOnFact from './diststyle-all-on-fact.js';
import externalRowFormat from './external-row-format.js';
import externalTableWithoutPartitions from './external-table-without-partitions.js';
import externalTableWithoutStatistics from './external-table-without-statistics.js';
import factWithoutColumnstore from './fact-without-columnstore.js';
import factWithoutDimensionKeys from './fact-without-dimension-keys.js';
import factWithoutGrain from './fact-without-grain.js';
import fanTrap from './fan-trap.js';
import indexNotSupported from './index-not-supported.js';
import interleavedGrowingKey from './interleaved-growing-key.js';
import lakePartitionCardinality from './lake-partition-cardinality.js';
import manyToManyWithoutBridge from './many-to-many-without-bridge.js';
import measureInDimension from './measure-in-dimension.js';
import missingDistOrSortKey from './missing-dist-or-sort-key.js';
import mixedGrain from './mixed-grain.js';
import nativeTypes from './native-types.js';
import naturalKeyInFact from './natural-key-in-fact.js';
import noDateDimension from './no-date-dimension.js';
import nonAdditiveSum from './non-additive-sum.js';
import nullableDimensionKeyInFact from './nullable-dimension-key-in-fact.js';
import oltpOlapMixed from './oltp-olap-mixed.js';
import orderByCardinality from './order-by-cardinality.js';
import orderByNotFiltered from './order-by-not-filtered.js';
import replacingWithoutFinal from './replacing-without-final.js';
import scd2Incomplete from './scd2-incomplete.js';
import scd2Overlap from './scd2-overlap.js';
import snowflakedDimension from './snowflaked-dimension.js';
import textInFact from './text-in-fact.js';
import tooManyM2m from './too-many-m2m.js';
import uncompressedColumn from './uncompressed-column.js';
import unenforcedKey from './unenforced-key.js';
import useLowcardinality from './use-lowcardinality.js';
import vacuumTooEarly from './vacuum-too-early.js';

/** By weight. */
export const WAREHOUSE: readonly Rule[] = [
  fanTrap,
  chasmTrap,
  nonAdditiveSum,
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
  distKeySkew,
  missingDistOrSortKey,
  diststyleAllOnFact,
  uncompressedColumn,
  columnstoreOnSmallTable,
  factWithoutColumnstore,
  orderByCardinality,
  orderByNotFiltered,
  replacingWithoutFinal,
  avoidNullable,
  useLowcardinality,
  nativeTypes,
  lakePartitionCardinality,
  externalTableWithoutPartitions,
  externalRowFormat,
  externalTableWithoutStatistics,
  unenforcedKey,
  indexNotSupported,
  interleavedGrowingKey,
  vacuumTooEarly,
];
