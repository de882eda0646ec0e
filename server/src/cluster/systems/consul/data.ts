import type { Origin } from '../../../sql/reading.js';
import type { ToldVersion } from '../../kit/places.js';
import type { Site } from '../../model.js';
import type { Written } from '../../settings.js';

/** A file, a container or a chart of Consul. Settings go by the names of the config file, with dots. */
export interface ConsulAgent {
  readonly from: 'file' | 'service' | 'chart';
  readonly uri: string;
  /** Stands in a compose file. */
  readonly compose?: true;
  readonly folder: string;
  readonly name?: string;
  readonly written: readonly Written[];
  /** Of a container: the files and folders of the project that it mounts, as URIs in lower case. */
  readonly mounts?: readonly string[];
  readonly version?: ToldVersion;
  readonly hosts: readonly string[];
  readonly site: Site;
  readonly copies: number | undefined;
  readonly origin: Origin;
}
