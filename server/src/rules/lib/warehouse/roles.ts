import {
  type Classification,
  type ClassifyContext,
  classify,
  couldBeFact,
  isDimensional,
  lean,
  lookupsOf,
  readTable,
  type TableReading,
} from '../../../classify/index.js';
import type { Table } from '../../../schema/model.js';
import type { Origin } from '../../../sql/reading.js';
import { isOwnTable } from '../tables.js';

export interface Judged {
  readonly reading: TableReading;
  readonly found: Classification;
}

/** The table as a fact; undefined for any other, without a look-up where its own columns rule it out. */
export function asFact(table: Table, context: ClassifyContext): Judged | undefined {
  if (!isOwnTable(table) || table.columnsIncomplete) return undefined;
  const lookups = lookupsOf(context);
  const reading = readTable(table, lookups);
  if (!couldBeFact(reading, lookups)) return undefined;
  const found = classify(table, context);
  return found.role === 'fact' && isDimensional(found) ? { reading, found } : undefined;
}

/** The table as a dimension, which its own name and columns have to say. */
export function asDimension(table: Table, context: ClassifyContext): Judged | undefined {
  if (!isOwnTable(table) || table.columnsIncomplete) return undefined;
  const reading = readTable(table, lookupsOf(context));
  if (lean(reading).role !== 'dimension') return undefined;
  const found = classify(table, context);
  return found.role === 'dimension' && isDimensional(found) ? { reading, found } : undefined;
}

/** Where a column's name stands. */
export function placeOf(table: Table, column: string): Origin {
  return table.columns.find(item => item.name === column)?.nameOrigin ?? table.nameOrigin;
}

export const STAR_SCHEMA = {
  title: 'Microsoft: star schema',
  url: 'https://learn.microsoft.com/en-us/power-bi/guidance/star-schema',
} as const;
export const FACT_TABLES = {
  title: 'Microsoft: fact tables of a dimensional model',
  url: 'https://learn.microsoft.com/en-us/fabric/data-warehouse/dimensional-modeling-fact-tables',
} as const;
export const DIMENSION_TABLES = {
  title: 'Microsoft: dimension tables of a dimensional model',
  url: 'https://learn.microsoft.com/en-us/fabric/data-warehouse/dimensional-modeling-dimension-tables',
} as const;
