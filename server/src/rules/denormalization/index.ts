import type { Rule } from '../rule.js';
import entityAttributeValue from './entity-attribute-value.js';
import multiValuedColumn from './multi-valued-column.js';
import pivotedColumns from './pivoted-columns.js';
import polymorphicReference from './polymorphic-reference.js';
import repeatingGroup from './repeating-group.js';
import unsynchronizedCopy from './unsynchronized-copy.js';

/** By weight. */
export const DENORMALIZATION: readonly Rule[] = [
  unsynchronizedCopy,
  multiValuedColumn,
  repeatingGroup,
  pivotedColumns,
  entityAttributeValue,
  polymorphicReference,
];
