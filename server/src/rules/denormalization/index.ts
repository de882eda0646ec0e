import type { Rule } from '../rule.js';
import copyOfVolatileSource from './copy-of-volatile-source.js';
import denormalizationNotWorthIt from './denormalization-not-worth-it.js';
import denormalizeCandidate from './denormalize-candidate.js';
import duplicatedAttribute from './duplicated-attribute.js';
import entityAttributeValue from './entity-attribute-value.js';
import flattenedHierarchy from './flattened-hierarchy.js';
import jsonEmbedsEntity from './json-embeds-entity.js';
import materializedViewCandidate from './materialized-view-candidate.js';
import materializedViewWithoutRefresh from './materialized-view-without-refresh.js';
import materializedViewWithoutUniqueIndex from './materialized-view-without-unique-index.js';
import multiValuedColumn from './multi-valued-column.js';
import partialDependency from './partial-dependency.js';
import pivotedColumns from './pivoted-columns.js';
import polymorphicReference from './polymorphic-reference.js';
import racyAggregate from './racy-aggregate.js';
import repeatingGroup from './repeating-group.js';
import summaryTableUnsynchronized from './summary-table-unsynchronized.js';
import syncTriggerMissesColumn from './sync-trigger-misses-column.js';
import syncTriggerMissesOperation from './sync-trigger-misses-operation.js';
import syncTriggerOneDirection from './sync-trigger-one-direction.js';
import tablePerPeriod from './table-per-period.js';
import transitiveDependency from './transitive-dependency.js';
import unsynchronizedAggregate from './unsynchronized-aggregate.js';
import unsynchronizedCopy from './unsynchronized-copy.js';
import wideTable from './wide-table.js';

/** By weight. */
export const DENORMALIZATION: readonly Rule[] = [
  syncTriggerMissesColumn,
  syncTriggerMissesOperation,
  syncTriggerOneDirection,
  racyAggregate,
  unsynchronizedCopy,
  unsynchronizedAggregate,
  summaryTableUnsynchronized,
  copyOfVolatileSource,
  denormalizationNotWorthIt,
  denormalizeCandidate,
  materializedViewCandidate,
  partialDependency,
  transitiveDependency,
  duplicatedAttribute,
  materializedViewWithoutUniqueIndex,
  materializedViewWithoutRefresh,
  multiValuedColumn,
  repeatingGroup,
  pivotedColumns,
  flattenedHierarchy,
  entityAttributeValue,
  polymorphicReference,
  jsonEmbedsEntity,
  tablePerPeriod,
  wideTable,
];
