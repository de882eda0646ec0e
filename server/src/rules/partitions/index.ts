import type { Rule } from '../rule.js';
import noDefaultPartition from './no-default-partition.js';
import partitionGap from './partition-gap.js';
import partitionKeyNotInUnique from './partition-key-not-in-unique.js';
import partitionOfUnpartitioned from './partition-of-unpartitioned.js';
import partitionOverlap from './partition-overlap.js';

/** By weight. */
export const PARTITIONS: readonly Rule[] = [
  partitionKeyNotInUnique,
  partitionOfUnpartitioned,
  partitionGap,
  partitionOverlap,
  noDefaultPartition,
];
