import type { Origin } from '../../../sql/reading.js';
import { hostOf } from '../../join.js';
import type { SettingsBySystem, Site } from '../../model.js';
import { Settings, type Written } from '../../settings.js';
import type { Version } from '../../version.js';
import { GALERA_TABLE } from '../galera/parameters.js';
import { GROUP_REPLICATION_TABLE } from '../group-replication/parameters.js';
import { type ChannelDraft, type Flavour, folderOf, type ServicePart } from './data.js';
import { MARIADB_TABLE, MYSQL_TABLE } from './parameters/index.js';

/** One mysqld, put together from the files and the service that speak of it. */
export class Server {
  private readonly made = new Map<string, Settings>();

  constructor(
    readonly label: string,
    readonly path: string,
    readonly written: readonly Written[],
    readonly flavour: Flavour | undefined,
    readonly version: Version | undefined,
    readonly versionOrigin: Origin | undefined,
    readonly origin: Origin,
    readonly uris: readonly string[],
    readonly templated: boolean,
    /** Names under which its service is reached. */
    readonly hosts: readonly string[],
    readonly site: Site,
    readonly service: ServicePart | undefined,
    readonly channels: readonly ChannelDraft[] = [],
    /** Folders of the files that it was put together from. */
    readonly folders: readonly string[] = [folderOf(path)],
  ) {}

  /** The same server with what a script does to it. */
  with(written: readonly Written[], channels: readonly ChannelDraft[], uri: string): Server {
    return new Server(
      this.label,
      this.path,
      [...this.written, ...written],
      this.flavour,
      this.version,
      this.versionOrigin,
      this.origin,
      [...new Set([...this.uris, uri])],
      this.templated,
      this.hosts,
      this.site,
      this.service,
      [...this.channels, ...channels],
      this.folders,
    );
  }

  get folder(): string {
    return folderOf(this.path);
  }

  /** Its variables, as its family of servers has them. */
  get mysqld(): Settings {
    return this.settings(this.flavour === 'mariadb' ? 'mariadb' : 'mysql');
  }

  get galera(): Settings {
    return this.settings('galera');
  }

  get group(): Settings {
    return this.settings('group-replication');
  }

  /** The same settings, by system. */
  by(...also: readonly ('galera' | 'group-replication')[]): SettingsBySystem {
    const own = this.flavour === 'mariadb' ? { mariadb: this.mysqld } : { mysql: this.mysqld };
    return { ...own, ...Object.fromEntries(also.map(system => [system, this.settings(system)])) };
  }

  /** What it is called, and what it can be reached by. */
  get addresses(): readonly string[] {
    const port = this.text('port');
    const own = [
      this.text('wsrep_node_name'),
      bare(this.text('wsrep_node_address')),
      this.text('report_host'),
      bare(this.text('group_replication_local_address')),
      listensAt(this.text('bind_address')),
      ...this.hosts,
    ].filter(each => each !== undefined && each !== '');
    const all = own.flatMap(host => (port === undefined ? [host!] : [host!, `${host!}:${port}`]));
    return [...new Set(all)];
  }

  /** What is written for a variable of any of its systems; undefined where nothing is, or a template says it. */
  text(name: string): string | undefined {
    for (let i = this.written.length - 1; i >= 0; i--) {
      const { key, raw } = this.written[i]!;
      if (key === name) return raw === undefined ? undefined : String(raw);
    }
    return undefined;
  }

  says(name: string): Written | undefined {
    return this.written.filter(({ key }) => key === name).at(-1);
  }

  private settings(system: 'mysql' | 'mariadb' | 'galera' | 'group-replication'): Settings {
    let known = this.made.get(system);
    if (known === undefined) {
      const table = {
        mysql: MYSQL_TABLE,
        mariadb: MARIADB_TABLE,
        galera: GALERA_TABLE,
        'group-replication': GROUP_REPLICATION_TABLE,
      }[system];
      // Versions of the provider are not those of the server: options of Galera have no version here.
      this.made.set(
        system,
        (known = new Settings(
          table,
          system === 'galera' ? undefined : this.version,
          system === 'galera' || system === 'group-replication'
            ? this.written
            : [...this.written, ...this.channels.flatMap(channelSettings)],
        )),
      );
    }
    return known;
  }
}

/**
 * What a statement says of the connection to the source, as settings that no parameter has: `change.source_host`, and
 * `change.statement` for the statement itself.
 */
function channelSettings({ options, old, channel, origin }: ChannelDraft): Written[] {
  const statement = old ? 'CHANGE MASTER TO' : 'CHANGE REPLICATION SOURCE TO';
  const { unit, span } = origin;
  const keyOrigin = { unit, span: { start: span.start, end: wordsEnd(unit.piece.text, span.start) } };
  return [
    { key: 'change.statement', raw: statement, keyOrigin, origin },
    { key: 'change.channel', raw: channel, keyOrigin, origin },
    ...[...options].map(([name, option]) => ({
      key: `change.${name.toLowerCase()}`,
      raw: option.text,
      keyOrigin: option.key.origin,
      origin: option.origin,
    })),
  ];
}

/** Where `CHANGE MASTER` or `CHANGE REPLICATION SOURCE` ends. */
function wordsEnd(text: string, start: number): number {
  return (
    start +
    (/^CHANGE\s+(?:REPLICATION\s+SOURCE|MASTER)/i.exec(text.slice(start, start + 200))?.[0].length ?? 6)
  );
}

function bare(address: string | undefined): string | undefined {
  return address === undefined ? undefined : hostOf(address);
}

/** An address that is one machine's own; `*`, `0.0.0.0` and loopback are everybody's. */
function listensAt(address: string | undefined): string | undefined {
  return address === undefined || /^(?:\*|0\.0\.0\.0|::|127\..*|localhost|::1)$/.test(address)
    ? undefined
    : address;
}
