import type { Origin } from '../../../sql/reading.js';
import type { Written } from '../../settings.js';

/** What one place says of YugabyteDB. */
export type YugabyteData = YugabyteServer | YugabyteTablespace;

export interface YugabyteServer {
  readonly kind: 'server';
  /** Of a chart, which may be installed in each zone. */
  readonly chart?: true;
  readonly what: 'master' | 'tserver' | 'both';
  readonly folder: string;
  readonly name: string;
  readonly hosts: readonly string[];
  /** Undefined: as many as a template says. */
  readonly copies: number | undefined;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export interface Block {
  readonly region: string;
  readonly zone: string;
  readonly least: number;
}

export interface YugabyteTablespace {
  readonly kind: 'tablespace';
  readonly folder: string;
  readonly name: string;
  readonly copies: number;
  readonly blocks: readonly Block[];
  readonly written: readonly Written[];
  readonly origin: Origin;
}
