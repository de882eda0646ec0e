import type { Node } from '../../documents/tree.js';
import type { Named, Site } from '../model.js';
import type { Source } from '../source.js';

/** A container or process that some file starts: a compose service, a pod template, a Helm chart, a systemd unit. */
export interface ServiceDraft {
  readonly source: Source;
  readonly from: 'compose' | 'kubernetes' | 'helm' | 'systemd' | 'procfile' | 'shell';
  /** Service, container or unit name. */
  readonly name: string;
  /** Where its name stands. */
  readonly origin: Named['origin'];
  /** Names under which others reach it: service name, hostname, container name, aliases, Kubernetes service. */
  readonly hosts: readonly string[];
  /** `postgres:16`; absent for processes. Undefined text: a template. */
  readonly image?: Named;
  /** Where its image is made beside the file: the folder, the Dockerfile in it, and arguments; both relative to the file. */
  readonly build?: {
    readonly context: string;
    readonly file: string;
    readonly args: ReadonlyMap<string, string>;
    readonly origin: Named['origin'];
  };
  /** Environment by name; a value that the text does not tell has an empty `text` and `hidden: true`. */
  readonly env: ReadonlyMap<string, EnvValue>;
  /** Files of the workspace that more of the environment comes from, relative to the file that names them. */
  readonly envFiles: readonly Named[];
  /** Command and arguments, split like a shell does; `${VAR}` is left as it is. */
  readonly args: readonly Named[];
  /** All commands where a shell runs several (`sh -c "a && b"`); `args` is the one that stays. */
  readonly commands: readonly (readonly Named[])[];
  /** Files that are mounted or embedded: path in the container to text and where it stands (ConfigMaps, `configs`), or
   * to the path on the host. */
  readonly files: readonly ServiceFile[];
  /** Ports that it listens at, as the file says. */
  readonly ports: readonly number[];
  /**
   * Those of the ports that are reached from outside the containers' network; undefined where the file does not tell,
   * as where the container has the network of its machine.
   */
  readonly published?: readonly number[];
  /** How many of it are started; undefined: not told (a template). StatefulSets number their pods. */
  readonly replicas: number | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly site: Site;
  /** What its copies are kept apart by (topology spread, anti-affinity). */
  readonly spread: readonly Spread[];
  /** Group that shares networks: the file, the namespace, the project. */
  readonly group: string;
  /** Of Kubernetes: `StatefulSet`, `Deployment`, `DaemonSet`, `Pod`, `Job`. */
  readonly kind?: string;
  /** Of Kubernetes: the service that gives each pod a name (`serviceName`), and the namespace. */
  readonly headless?: string;
  readonly namespace?: string;
  /** The tree of the chart's values or of the resource, for what has no common shape. */
  readonly node?: Node;
}

export interface EnvValue extends Named {
  readonly hidden?: true;
  readonly keyOrigin: Named['origin'];
  /** Of a value of several lines: the file that it amounts to, such as YAML within an environment variable. */
  readonly embedded?: Source;
}

/** Copies of a service on different hosts, zones or regions. `hard`: one that cannot be placed so is not started. */
export interface Spread {
  readonly over: 'host' | 'zone' | 'region';
  readonly hard: boolean;
  readonly origin: Named['origin'];
}

export interface ServiceFile {
  readonly containerPath: string;
  /** Relative to the file that mounts it. */
  readonly hostPath?: string;
  /** Where it says that it cannot be written to. */
  readonly readOnly?: Named['origin'];
  readonly content?: Named;
  /** The content as a file of its own, for formats to read; its origins point into the file that holds it. */
  readonly embedded?: Source;
}

/** What a file starts, and the files that it holds within itself: ConfigMaps, `configs`, here documents. */
export interface StartedServices {
  readonly services: readonly ServiceDraft[];
  readonly embedded: readonly Source[];
}

export const NOTHING_STARTED: StartedServices = { services: [], embedded: [] };
