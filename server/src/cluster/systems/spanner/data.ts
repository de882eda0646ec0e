import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';

export interface SpannerInstance {
  /** Its name, or that of the resource; empty where it is not told. */
  readonly label: string;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export interface SpannerDatabase {
  readonly label: string;
  /** Label of its instance; empty where it is not told. */
  readonly instance: string;
  /** A placement within a database: rows that stand elsewhere. */
  readonly placement?: true;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** What one file says of Spanner. */
export interface SpannerData {
  readonly folder: string;
  readonly instances: readonly SpannerInstance[];
  readonly databases: readonly SpannerDatabase[];
  /** Regions of programs in the same file. */
  readonly programs: readonly Named[];
}
