import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';

/** What one place says of CockroachDB. */
export type CockroachData = CockroachNode | CockroachDatabase | CockroachZone;

export interface CockroachNode {
  readonly kind: 'node';
  readonly folder: string;
  readonly uri: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly single: boolean;
  /** Undefined: as many as a template says. */
  readonly copies: number | undefined;
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  readonly origin: Origin;
}

export interface CockroachDatabase {
  readonly kind: 'database';
  readonly folder: string;
  readonly name: string;
  /** The statement tells where the list of regions begins. */
  readonly whole: boolean;
  readonly regions: readonly Named[];
  readonly dropped: readonly string[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export interface CockroachZone {
  readonly kind: 'zone';
  readonly folder: string;
  readonly name: string;
  readonly of: string;
  readonly written: readonly Written[];
  readonly origin: Origin;
}
