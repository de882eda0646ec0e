import type { Cluster, Named, Router } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { System } from '../../systems.js';
import type { Version } from '../../version.js';
import { folderOf } from '../postgres/conf.js';
import { impliedCluster, onePerSet } from '../postgres/implied.js';
import type { ProxyRow, ProxyTable } from './data.js';
import { PROXYSQL_TABLE } from './parameters.js';

/** Every file of ProxySQL is one of it; each of its hostgroups is a router. */
export function assembleProxysql(fragments: readonly Fragment<ProxyRow>[]): Assembled {
  const files = new Map<string, ProxyRow[]>();
  for (const { uri, data } of fragments) files.set(uri, [...(files.get(uri) ?? []), data]);
  const proxies = [...files].map(([uri, rows]) => new ProxyFile(uri, rows));
  return {
    clusters: onePerSet(proxies.flatMap(proxy => proxy.implied())),
    routers: proxies.flatMap(proxy => proxy.routers()),
  };
}

/** Hostgroups that servers move between, as a check of their role says. */
interface Family {
  readonly row: ProxyRow;
  readonly writer: number | undefined;
  readonly reader: number | undefined;
  readonly all: readonly number[];
}

const FAMILIES: readonly ProxyTable[] = [
  'mysql_replication_hostgroups',
  'mysql_galera_hostgroups',
  'mysql_group_replication_hostgroups',
];

class ProxyFile {
  private readonly families: readonly Family[];

  constructor(
    private readonly uri: string,
    private readonly rows: readonly ProxyRow[],
  ) {
    this.families = rows.flatMap(row => {
      if (!FAMILIES.some(table => table === row.table) || isOff(row)) return [];
      const [writer, backup, reader] = ['writer', 'backup_writer', 'reader'].map(name =>
        numberOf(row, `${name}_hostgroup`),
      );
      const all = [writer, backup, reader].filter(group => group !== undefined);
      return [{ row, writer, reader, all }];
    });
  }

  routers(): readonly Router[] {
    const families = this.families.flatMap(family => [
      ...(family.writer === undefined ? [] : [this.ofFamily(family, family.writer, 'write')]),
      ...(family.reader === undefined ? [] : [this.ofFamily(family, family.reader, 'read')]),
    ]);
    const alone = [...new Set(this.servers().map(groupOf))]
      .filter(group => group !== undefined)
      .filter(group => !this.families.some(({ all }) => all.includes(group)))
      .map(group => this.router(group, this.purposeOf(group), [group], []));
    return [...families, ...alone].filter(({ targets }) => targets.length > 0);
  }

  /** What it stands before, in case nothing else tells. */
  implied(): readonly Cluster[] {
    const place = {
      uri: this.uri,
      origin: this.rows[0]!.origin,
      folder: folderOf(this.uri.toLowerCase()),
    };
    return this.families.flatMap(({ all, row }) => {
      const system: System =
        row.table === 'mysql_galera_hostgroups'
          ? 'galera'
          : row.table === 'mysql_group_replication_hostgroups'
            ? 'group-replication'
            : 'mysql';
      return impliedCluster(this.targets(all), { ...place, origin: row.origin }, system) ?? [];
    });
  }

  private ofFamily(family: Family, group: number, purpose: 'write' | 'read'): Router {
    const { row } = family;
    const text =
      row.table === 'mysql_replication_hostgroups'
        ? (settings(row.written).text('mysql_replication_hostgroups.check_type') ?? 'read_only')
        : row.table;
    return {
      ...this.router(group, purpose, family.all, row.written),
      check: { text, origin: row.origin },
    };
  }

  private router(
    group: number,
    purpose: Router['purpose'],
    groups: readonly number[],
    more: readonly Written[],
  ): Router {
    const servers = this.servers().filter(row => groups.includes(groupOf(row) ?? Number.NaN));
    const users = this.rows.filter(
      row =>
        row.table === 'mysql_users' &&
        (row.written.every(({ key }) => key !== 'mysql_users.default_hostgroup') || userGroup(row) === group),
    );
    // What is changed of rows that are there already.
    const changed = this.rows.filter(
      row =>
        row.table === 'mysql_servers' && row.written.every(({ key }) => !/\.(?:hostname|address)$/.test(key)),
    );
    const own = this.rows.filter(({ table }) => table === 'variables');
    const rules = this.rulesTo(group);
    const written = [...own, ...rules, ...users, ...servers, ...changed].flatMap(row => row.written);
    const sends = this.patterns(group);
    return {
      id: `ProxySQL hostgroup ${group}`,
      system: 'proxysql',
      purpose,
      targets: this.targets(groups),
      ...(sends.length === 0 ? {} : { sends }),
      settings: { proxysql: settings([...written, ...more], this.rows[0]?.version) },
      origin: (more[0] ?? servers[0]?.written[0])?.origin ?? this.rows[0]!.origin,
    };
  }

  /** The rules that send statements to a hostgroup. */
  private rulesTo(group: number): readonly ProxyRow[] {
    return this.rows.filter(
      row =>
        row.table === 'mysql_query_rules' &&
        numberOf(row, 'destination_hostgroup') === group &&
        (settings(row.written).flag('mysql_query_rules.active') ?? row.fromFile),
    );
  }

  /** Patterns of those statements. */
  private patterns(group: number): readonly Named[] {
    return this.rulesTo(group).flatMap(({ written }): readonly Named[] => {
      const pattern = written.find(({ key }) => /\.match_(?:digest|pattern)$/.test(key));
      return typeof pattern?.raw === 'string' ? [{ text: pattern.raw, origin: pattern.origin }] : [];
    });
  }

  private purposeOf(group: number): Router['purpose'] {
    const patterns = this.patterns(group);
    const isDefault = this.rows.some(row => row.table === 'mysql_users' && userGroup(row) === group);
    // What no rule sends elsewhere goes to the user's own hostgroup: with reads by a rule it gets both.
    // A second user with a hostgroup of its own may be the one that writes.
    const users = this.rows.filter(({ table }) => table === 'mysql_users');
    const isOnly = isDefault && users.every(row => userGroup(row) === group);
    const writes = isOnly || patterns.some(({ text }) => /\b(?:insert|update|delete|replace)\b/i.test(text));
    if (patterns.some(({ text }) => isRead(text))) return writes ? 'any' : 'read';
    if (isDefault) {
      const others = this.rows.some(
        row =>
          row.table === 'mysql_query_rules' && (numberOf(row, 'destination_hostgroup') ?? group) !== group,
      );
      return others ? 'write' : 'any';
    }
    return 'unknown';
  }

  private servers(): readonly ProxyRow[] {
    return this.rows.filter(
      row =>
        row.table === 'mysql_servers' && row.written.some(({ key }) => /\.(?:hostname|address)$/.test(key)),
    );
  }

  private targets(groups: readonly number[]): readonly Named[] {
    const targets = new Map<string, Named>();
    for (const row of this.servers()) {
      if (!groups.includes(groupOf(row) ?? Number.NaN)) continue;
      const host = settings(row.written).given('mysql_servers.hostname');
      if (typeof host?.value !== 'string' || host.value === '' || host.value.startsWith('/')) continue;
      const text = `${host.value}:${numberOf(row, 'port') ?? 3306}`;
      if (!targets.has(text)) targets.set(text, { text, origin: host.written.origin });
    }
    return [...targets.values()];
  }
}

/** True for a pattern that takes plain reads, not only those that lock. */
export function isRead(pattern: string): boolean {
  return /\bselect\b/i.test(pattern.replace(/^\(\?i\)/, '')) && !/\bfor\b/i.test(pattern);
}

function settings(written: readonly Written[], version?: Version): Settings {
  return new Settings(PROXYSQL_TABLE, version, written);
}

function numberOf(row: ProxyRow, column: string): number | undefined {
  return settings(row.written).number(`${row.table}.${column}`);
}

function groupOf(row: ProxyRow): number | undefined {
  // Somebody else's server is in hostgroup 0 only where nothing is said.
  return numberOf(row, 'hostgroup_id');
}

function userGroup(row: ProxyRow): number | undefined {
  return numberOf(row, 'default_hostgroup');
}

function isOff(row: ProxyRow): boolean {
  return settings(row.written).flag(`${row.table}.active`) === false;
}
