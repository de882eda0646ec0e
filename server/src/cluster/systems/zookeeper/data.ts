import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Site } from '../../model.js';
import type { Written } from '../../settings.js';

/** A server of an ensemble, as a line `server.1=host:2888:3888:participant;2181` has it. */
export interface ListedServer {
  readonly id: string;
  readonly host: string;
  readonly clientPort?: string;
  readonly observer: boolean;
  readonly origin: Origin;
}

/** A config, a container or a chart. Mostly all servers of an ensemble have the same. */
export interface ZooNode {
  readonly from: 'file' | 'service' | 'chart';
  readonly uri: string;
  /** Stands in a compose file. */
  readonly compose?: true;
  readonly folder: string;
  readonly name: string;
  /** `myid`, where it is told. */
  readonly id?: string;
  readonly servers: readonly ListedServer[];
  /** The list is there and cannot be read. */
  readonly hidden: boolean;
  readonly written: readonly Written[];
  readonly version?: ToldVersion;
  readonly hosts: readonly string[];
  readonly site: Site;
  readonly copies: number | undefined;
  readonly origin: Origin;
}
