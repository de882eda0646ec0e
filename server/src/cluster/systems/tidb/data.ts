import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';

/** One process of PD, TiKV, TiFlash or TiCDC. */
export interface Server {
  readonly host: string;
  /** It is a pod: which machine it stands on is not told. */
  readonly pod?: true;
  readonly port: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

/** What one file says of a cluster. */
export interface Topology {
  readonly pd: readonly Server[];
  readonly tikv: readonly Server[];
  readonly tiflash: readonly Server[];
  readonly cdc: readonly Server[];
  readonly written: readonly Written[];
  readonly source: Source;
  readonly origin: Origin;
  /** Undefined: that of its file. */
  readonly name?: string;
  readonly version?: ToldVersion;
}
