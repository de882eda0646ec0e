import type { Cluster } from '../../../cluster/model.js';
import type { System } from '../../../cluster/systems.js';
import type { Catalog, Table } from '../../../schema/model.js';
import type { Dialect } from '../../../sql/dialect.js';
import type { TableFacts } from '../../../workload/model.js';
import type { ClusterContext } from '../../rule.js';
import { isOwnTable } from '../tables.js';

/** A table that a cluster holds, as far as files tell. */
export interface HeldTable {
  readonly table: Table;
  readonly facts: TableFacts;
  readonly catalog: Catalog;
}

/** More tables than anybody reads findings of. */
const MAX_TABLES = 2000;

/**
 * The tables of the project that this cluster holds: those in its language whose file stands nearest to its configs,
 * where all clusters that are as near answer alike. Of several such clusters the first one speaks for all.
 * @param speaks Whether a cluster is of the kind that the rule is about.
 * @param among The clusters that may hold tables; publishers and subscribers are looked at apart from their standbys.
 */
export function tablesOf(
  cluster: Cluster,
  context: ClusterContext,
  speaks: (cluster: Cluster) => boolean,
  among: (cluster: Cluster) => boolean = replicates,
): readonly HeldTable[] {
  if (!speaks(cluster)) return [];
  const found: HeldTable[] = [];
  const answers = new Map<string, boolean>();
  for (const { catalog, facts } of context.schemas) {
    for (const table of catalog.allTables()) {
      if (found.length >= MAX_TABLES) return found;
      const systems = HOLDERS[table.dialect];
      if (systems === undefined || !isOwnTable(table)) continue;
      const { uri } = table.nameOrigin.unit;
      let mine = answers.get(uri);
      if (mine === undefined) {
        const able = context.clusters.filter(
          each => among(each) && systems.some(system => each.systems.has(system)),
        );
        // A description of our own stands for a store whose configs are not there.
        const near = nearest(
          uri,
          able.length > 0 ? able : context.clusters.filter(({ system }) => system === 'neutral'),
        );
        answers.set(
          uri,
          (mine =
            near.every(speaks) &&
            near[0] === cluster &&
            !isOfAnother(uri, near) &&
            !hasServerNearer(uri, near, context.clusters, systems)),
        );
      }
      if (mine) found.push({ table, facts: facts.factsOf(table), catalog });
    }
  }
  return found;
}

/** True for a cluster whose nodes copy each other: a single server beside it holds what it likes. */
function replicates(cluster: Cluster): boolean {
  const { members, commit, resources, open, system } = cluster;
  if (isLogical(cluster)) return false;
  return members.length > 1 || commit.count > 0 || resources.length > 0 || (open && system !== 'postgres');
}

/** True for publishers and subscribers of PostgreSQL. */
export function isLogical({ resources }: Cluster): boolean {
  return resources.some(({ kind }) => kind === 'publication' || kind === 'subscription');
}

/** Systems that hold tables of a language. */
const HOLDERS: Partial<Record<Dialect, readonly System[]>> = {
  postgres: ['postgres'],
  mysql: ['mysql', 'mariadb', 'galera', 'group-replication', 'ndb'],
  mariadb: ['mysql', 'mariadb', 'galera'],
  cql: ['cassandra', 'scylla'],
  cockroach: ['cockroach'],
  yugabyte: ['yugabyte'],
};

function nearest(uri: string, clusters: readonly Cluster[]): readonly Cluster[] {
  let folder = uri;
  while (folder.includes('/')) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const inside = clusters.filter(({ sources }) => sources.some(source => source.startsWith(`${folder}/`)));
    if (inside.length > 0) return inside;
  }
  return clusters;
}

/**
 * True where the SQL lies in a role, chart or service of its own, and no config of the clusters lies there: what its tables are
 * kept by is the choice of whoever sets that part up.
 */
function isOfAnother(uri: string, near: readonly Cluster[]): boolean {
  const part = PART.exec(uri)?.[0];
  return part !== undefined && !near.some(({ sources }) => sources.some(each => each.startsWith(part)));
}

/** A folder below one that collects what has little to do with each other. */
const PART =
  /^.*\/(?:roles|charts|services|apps|applications|modules|packages|projects|examples|stacks|templates|labs?|demos?)\/[^/]+\//i;

/** True where a single server, which copies to no other, stands nearer to the SQL than the clusters do. */
function hasServerNearer(
  uri: string,
  near: readonly Cluster[],
  all: readonly Cluster[],
  systems: readonly System[],
): boolean {
  const steps = (clusters: readonly Cluster[]) =>
    Math.max(0, ...clusters.flatMap(({ sources }) => sources.map(source => sharedFolders(uri, source))));
  const others = all.filter(
    each =>
      !near.includes(each) &&
      each.system !== 'neutral' &&
      each.idle !== true &&
      systems.some(system => each.systems.has(system)),
  );
  return steps(others) > steps(near);
}

/** How many folders, from the top on, two files have in common. */
function sharedFolders(a: string, b: string): number {
  const [x, y] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  const apart = x.findIndex((part, i) => part !== y[i]);
  return apart === -1 ? x.length : apart;
}

/** True for a unique key none of whose columns may be null: it identifies rows like a primary key. */
export function hasRowIdentity(table: Table): boolean {
  if (table.primaryKey !== undefined) return true;
  const never = (columns: readonly string[]) =>
    columns.length > 0 &&
    columns.every(name => table.columns.find(column => column.name === name)?.nullable === false);
  return (
    table.uniques.some(({ columns }) => never(columns)) ||
    table.indexes.some(
      ({ unique, parts, where }) =>
        unique &&
        where === undefined &&
        parts.every(({ column }) => column !== undefined) &&
        never(parts.map(({ column }) => column!.value)),
    )
  );
}

/** `orders, customers and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most) {
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  }
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** A publication of PostgreSQL: all statements that make or change it, as one. */
export interface PublicationView {
  readonly name: string;
  /** Names as written; undefined: every table. */
  readonly tables: ReadonlySet<string> | undefined;
  readonly origin: Cluster['origin'];
  option(name: string): string | undefined;
}

/** The publications that a cluster of publishers and subscribers makes. */
export function publicationsOf(cluster: Cluster): readonly PublicationView[] {
  const byName = new Map<string, PublicationView>();
  for (const { kind, name, settings, origin } of cluster.resources) {
    const own = settings.postgres;
    if (kind !== 'publication' || own === undefined) continue;
    const known = byName.get(name);
    const names = own.list('tables');
    const given = own.given('tables') !== undefined;
    const all = names.includes('*') || (known !== undefined && known.tables === undefined);
    byName.set(name, {
      name,
      tables: all ? undefined : new Set([...(known?.tables ?? []), ...(given ? names : [])]),
      origin: known?.origin ?? origin,
      option: key => (own.given(key) === undefined ? known?.option(key) : undefined) ?? own.text(key),
    });
  }
  // FOR TABLES IN SCHEMA names no tables: nothing is known of those.
  return [...byName.values()].filter(({ tables }) => tables === undefined || tables.size > 0);
}

/** True where a publication names the table, with or without its schema. */
export function publishes(publication: PublicationView, table: Table): boolean {
  if (publication.tables === undefined) return !table.unlogged;
  return publication.tables.has(table.name) || publication.tables.has(`${table.schema}.${table.name}`);
}

/** Names of publications that feed programs, where no database subscribes: change data capture, live queries. */
const FOR_PROGRAMS =
  /dbz|debezium|realtime|powersync|electric|cdc|kafka|airbyte|fivetran|stitch|sequin|zero|peerdb|estuary|datastream|bigquery|snowflake|materialize|elastic/i;

/** False for a publication whose name says that no database subscribes to it. */
export function feedsDatabase({ name }: PublicationView): boolean {
  return !FOR_PROGRAMS.test(name);
}
