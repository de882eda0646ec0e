import type { Origin } from '../../../sql/reading.js';
import type { Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

/** Which family of servers runs. Percona Server and XtraDB Cluster are of MySQL's. */
export type Flavour = 'mysql' | 'mariadb';

/** What one file or service says of one mysqld. */
export interface ServerDraft {
  readonly kind: 'server';
  /** Path of the file, with `/`. */
  readonly path: string;
  /** File or service name without its ending: `node1`, `mysql-replica`. */
  readonly label: string;
  readonly written: readonly Written[];
  readonly flavour: Flavour | undefined;
  readonly version: Version | undefined;
  readonly versionOrigin?: Origin;
  readonly origin: Origin;
  /** Files and folders that it includes, as paths with `/`; those that cannot be told are left out. */
  readonly includes: readonly string[];
  /** True where a template fills in parts of it. */
  readonly templated: boolean;
  /** Of a service: how others reach it, and what starts with it. */
  readonly service?: ServicePart;
}

export interface ServicePart {
  /** The file or namespace that its services stand in. */
  readonly group: string;
  readonly hosts: readonly string[];
  readonly site: Site;
  /** How many of it run; undefined: not told. */
  readonly replicas: number | undefined;
  /** Config files on the host that are mounted into it, as paths with `/`. */
  readonly mounts: readonly string[];
  /** True for a service of a composition whose image is made elsewhere: of the project it has what it mounts, and no more. */
  readonly made?: true;
  /** What the image is told by its environment. */
  readonly role?: 'source' | 'replica' | 'galera' | 'group-replication' | undefined;
  /** Source that the image's environment names. */
  readonly follows?: Named;
}

/** `CHANGE REPLICATION SOURCE TO` or `CHANGE MASTER TO`: this server follows another. */
export interface ChannelDraft {
  readonly kind: 'channel';
  readonly path: string;
  /** Statement in the old words. */
  readonly old: boolean;
  /** Options by today's name (`SOURCE_HOST`, upper case). */
  readonly options: ReadonlyMap<string, ChannelOption>;
  /** Name of the channel; empty: the default one. */
  readonly channel: string;
  /** Server that the statement is sent to, where the script names it: `mysql -h replica1 -e "..."`. */
  readonly on?: string;
  readonly origin: Origin;
}

export interface ChannelOption extends Named {
  /** The name as written: `MASTER_HOST`. */
  readonly key: Named;
}

/** `SET GLOBAL`, `SET PERSIST`, `START GROUP_REPLICATION`, `INSTALL PLUGIN` in a script. */
export interface RuntimeDraft {
  readonly kind: 'runtime';
  readonly path: string;
  readonly written: readonly Written[];
  readonly statement: 'set' | 'start group replication' | 'install plugin';
  readonly origin: Origin;
}

/** The arbitrator of Galera: garb.cnf, or arguments of garbd. */
export interface ArbitratorDraft {
  readonly kind: 'arbitrator';
  readonly path: string;
  readonly label: string;
  readonly group: Named | undefined;
  /** Nodes that it connects to. */
  readonly addresses: readonly string[];
  readonly written: readonly Written[];
  readonly hosts: readonly string[];
  readonly site: Site;
  readonly origin: Origin;
}

/** A server of an MHA config. */
export interface MhaDraft {
  readonly kind: 'mha';
  readonly path: string;
  /** Settings of `[server default]`. */
  readonly defaults: readonly Written[];
  readonly servers: readonly {
    readonly section: Named;
    readonly written: readonly Written[];
    readonly hostname: Named | undefined;
  }[];
  readonly origin: Origin;
}

export interface OrchestratorDraft {
  readonly kind: 'orchestrator';
  readonly path: string;
  readonly written: readonly Written[];
  readonly raftNodes: readonly Named[];
  readonly origin: Origin;
}

/** Something that promotes stands in this file, or is named there. */
export interface StepsDraft {
  readonly kind: 'steps';
  readonly path: string;
  readonly origin: Origin;
}

/** The family of servers that the packages which a file names are of. */
export interface FamilyDraft {
  readonly kind: 'family';
  readonly path: string;
  readonly flavour: Flavour | 'both';
  readonly origin: Origin;
}

export type MysqlDraft =
  | FamilyDraft
  | StepsDraft
  | ServerDraft
  | ChannelDraft
  | RuntimeDraft
  | ArbitratorDraft
  | MhaDraft
  | OrchestratorDraft;

/** Folder of a path, without the slash at its end. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end === -1 ? '' : path.slice(0, end);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path relative to a folder with `.` and `..` worked out; absolute ones stay. */
export function resolvePath(folder: string, relative: string): string {
  if (relative.startsWith('/')) return relative;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
