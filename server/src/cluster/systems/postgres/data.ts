import type { Origin } from '../../../sql/reading.js';
import type { Client, Named, Site } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';
import type { AutoFailoverCommand } from '../pg-auto-failover/commands.js';
import type { PgpoolFile } from '../pgpool/conf.js';
import type { RepmgrFile } from '../repmgr/conf.js';

/** What one place says of PostgreSQL or of what manages it. */
export type PostgresData =
  | ConfFile
  | SignalFile
  | HbaFile
  | SqlSettings
  | Publication
  | Subscription
  | PostgresService
  | Evidence
  | { readonly kind: 'client'; readonly client: Client }
  | RepmgrFile
  | PgpoolFile
  | AutoFailoverCommand;

/** `postgresql.conf`, what it includes, `postgresql.auto.conf`, `recovery.conf`. */
export interface ConfFile {
  readonly kind: 'conf';
  readonly part: 'main' | 'fragment' | 'auto' | 'recovery';
  /** In the order of the lines; `include` and its kin are among them. */
  readonly written: readonly Written[];
  readonly version: { readonly version: Version; readonly origin: Origin } | undefined;
  /** A cluster manager writes this file: it says so at the top. */
  readonly managedBy?: 'patroni';
  readonly folder: string;
  readonly name: string;
  /** Of a file within a script or manifest: what to call the server by. */
  readonly label?: string;
}

/** `standby.signal`, `recovery.signal`: their being there is what counts. */
export interface SignalFile {
  readonly kind: 'signal';
  readonly signal: 'standby' | 'recovery';
  readonly folder: string;
}

/** `pg_hba.conf`, its lines on replication and those that let everybody in. */
export interface HbaFile {
  readonly kind: 'hba';
  readonly lines: readonly HbaLine[];
  readonly folder: string;
}

export interface HbaLine {
  readonly type: Named;
  readonly databases: Named;
  readonly users: Named;
  /** Absent for `local`. */
  readonly address?: Named;
  readonly method: Named;
  readonly origin: Origin;
}

/** `ALTER SYSTEM`, `ALTER ROLE`, `ALTER DATABASE`, `SET`. */
export interface SqlSettings {
  readonly kind: 'sql';
  readonly scope: 'system' | 'database' | 'role';
  /** Of the database or role. */
  readonly name: string;
  readonly written: readonly Written[];
  readonly folder: string;
}

export interface Publication {
  readonly kind: 'publication';
  readonly name: string;
  readonly altered: boolean;
  /** Options, and `tables` with the names of the tables, or `*`. */
  readonly written: readonly Written[];
  readonly folder: string;
}

export interface Subscription {
  readonly kind: 'subscription';
  readonly name: string;
  readonly altered: boolean;
  readonly connection: Named | undefined;
  readonly publications: readonly string[];
  readonly written: readonly Written[];
  readonly folder: string;
}

/** What a file that is no config of PostgreSQL's tells all the same. */
export interface Evidence {
  readonly kind: 'evidence';
  readonly tells:
    | 'version'
    | 'subscription'
    | 'promotion'
    | 'manager'
    /** A script puts a config in its place, a setting names the file, or that of the access rules. */
    | 'copies'
    | 'points'
    | 'hba file'
    /** A Dockerfile puts the access rules below `/etc`; a script puts them in their place. */
    | 'hba aside'
    | 'hba copied'
    /** A script makes a replication slot, or copies a standby by one. */
    | 'slot'
    /** A script copies a standby with all that makes one of it; or does so whenever it starts. */
    | 'standby'
    | 'copied anew'
    /** A script or an argument says how log is archived. */
    | 'archives';
  readonly version?: { readonly version: Version; readonly origin: Origin };
  readonly folder: string;
}

/** A container or process of PostgreSQL, with what its arguments and environment set. */
export interface PostgresService {
  readonly kind: 'service';
  readonly name: string;
  readonly group: string;
  readonly hosts: readonly string[];
  readonly site: Site;
  readonly replicas: number | undefined;
  readonly version: { readonly version: Version; readonly origin: Origin } | undefined;
  readonly role: 'primary' | 'standby' | 'unknown';
  readonly open: boolean;
  readonly written: readonly Written[];
  /** URIs, in lower case, of config files of the workspace that are mounted into it. */
  readonly mounts: readonly string[];
  /** Those of them whose place is `/docker-entrypoint-initdb.d`: scripts are run there, and configs read by nobody. */
  readonly atFirst: readonly string[];
  /** Those below `/etc` of an image that reads none there unless a setting names them. */
  readonly aside: readonly string[];
  readonly folder: string;
}
