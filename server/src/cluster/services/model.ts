import type { Node } from '../../documents/tree.js';
import type { Named, Site } from '../model.js';
import type { Source } from '../source.js';

/** A container or process that some file starts: a compose service, a pod template, a Helm chart, a systemd unit. */
export interface ServiceDraft {
  readonly source: Source;
  readonly from: 'compose' | 'kubernetes' | 'helm' | 'systemd' | 'procfile' | 'shell';
  /** Service, container or unit name. */
  readonly name: string;
  /** Names under which others reach it: service name, hostname, container name, aliases, Kubernetes service. */
  readonly hosts: readonly string[];
  /** `postgres:16`; absent for processes. Undefined text: a template. */
  readonly image?: Named;
  /** Environment by name; a value that the text does not tell has an empty `text` and `hidden: true`. */
  readonly env: ReadonlyMap<string, Named & { readonly hidden?: true; readonly keyOrigin: Named['origin'] }>;
  /** Command and arguments, split like a shell does; `${VAR}` is left as it is. */
  readonly args: readonly Named[];
  /** Files that are mounted or embedded: path in the container to text and where it stands (ConfigMaps, `configs`), or
   * to the path on the host. */
  readonly files: readonly ServiceFile[];
  /** Ports that it listens at, as the file says. */
  readonly ports: readonly number[];
  /** How many of it are started; undefined: not told (a template). StatefulSets number their pods. */
  readonly replicas: number | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly site: Site;
  /** Group that shares networks: the file, the namespace, the project. */
  readonly group: string;
  /** The tree of the chart's values or of the resource, for what has no common shape. */
  readonly node?: Node;
}

export interface ServiceFile {
  readonly containerPath: string;
  /** Relative to the file that mounts it. */
  readonly hostPath?: string;
  readonly content?: Named;
}
