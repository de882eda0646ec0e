import type { Cluster, Link, Member, Resource } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import { readConninfo } from './conninfo.js';
import type { PostgresData, Publication, Subscription } from './data.js';
import { PUBLICATION_OPTIONS, SUBSCRIPTION_OPTIONS } from './logical-parameters.js';

type Published = Fragment<PostgresData> & { readonly data: Publication };
type Subscribed = Fragment<PostgresData> & { readonly data: Subscription };

/**
 * Clusters of publishers and subscribers. Each file of SQL stands for one server, as such scripts are run against one;
 * a subscription leads to the file that makes its publications, which may stand in a folder beside its own.
 */
export function logicalClusters(fragments: readonly Fragment<PostgresData>[]): readonly Cluster[] {
  const published = fragments.filter((each): each is Published => each.data.kind === 'publication');
  const subscribed = fragments.filter((each): each is Subscribed => each.data.kind === 'subscription');
  const folders = new Map<string, (Published | Subscribed)[]>();
  for (const each of [...published, ...subscribed]) {
    const known = folders.get(each.data.folder);
    if (known === undefined) folders.set(each.data.folder, [each]);
    else known.push(each);
  }
  return joinFolders(folders, published, subscribed).map(({ folder, own }) => clusterOf(folder, own));
}

/** What stands in one folder, or in several side by side of which one subscribes to what only another publishes. */
function joinFolders(
  folders: ReadonlyMap<string, readonly (Published | Subscribed)[]>,
  published: readonly Published[],
  subscribed: readonly Subscribed[],
): { readonly folder: string; readonly own: readonly (Published | Subscribed)[] }[] {
  const heads = new Map([...folders.keys()].map(folder => [folder, folder]));
  const headOf = (folder: string): string => {
    const head = heads.get(folder)!;
    return head === folder ? folder : headOf(head);
  };
  for (const { data } of subscribed) {
    if (data.altered) continue;
    for (const name of data.publications) {
      const makers = new Set(published.flatMap(each => (each.data.name === name ? each.data.folder : [])));
      const [maker] = makers;
      // A name that several folders use says of none that it is meant.
      if (maker === undefined || makers.size > 1 || parentOf(maker) !== parentOf(data.folder)) continue;
      heads.set(headOf(maker), headOf(data.folder));
    }
  }
  const joined = new Map<string, string[]>();
  for (const folder of folders.keys()) {
    const head = headOf(folder);
    joined.set(head, [...(joined.get(head) ?? []), folder]);
  }
  return [...joined.values()].map(all => ({
    folder: all.length === 1 ? all[0]! : parentOf(all[0]!),
    own: all.flatMap(folder => folders.get(folder)!),
  }));
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}

function clusterOf(folder: string, own: readonly (Published | Subscribed)[]): Cluster {
  const files = [...new Set(own.map(({ uri }) => uri))];
  const subscriptions = own.filter((each): each is Subscribed => each.data.kind === 'subscription');
  const publications = own.filter((each): each is Published => each.data.kind === 'publication');
  const ids = idsOf(files);
  const members: Member[] = files.map(uri => ({
    id: ids.get(uri)!,
    role: 'data',
    votes: 0,
    eligible: false,
    site: {},
    addresses: [],
    settings: {},
    origin: own.find(each => each.uri === uri)!.origin,
    configured: true,
  }));
  const links: Link[] = [];
  for (const { data, uri, origin } of subscriptions) {
    if (data.altered) continue;
    const maker = publications.find(each => each.uri !== uri && data.publications.includes(each.data.name));
    const host = data.connection === undefined ? undefined : readConninfo(data.connection.text)?.hosts[0];
    const from = maker ? ids.get(maker.uri)! : (host?.host ?? 'publisher');
    if (!members.some(({ id }) => id === from)) {
      members.push({
        id: from,
        role: 'data',
        votes: 0,
        eligible: false,
        site: {},
        addresses: host === undefined ? [] : [`${host.host}:${host.port}`],
        settings: {},
        origin: data.connection?.origin ?? origin,
        configured: false,
      });
    }
    links.push({
      from,
      to: ids.get(uri)!,
      kind: 'logical',
      sync: 'async',
      filter: data.publications.join(', '),
      origin,
    });
  }
  const first = own[0]!;
  const name =
    folder
      .split('/')
      .filter(part => part !== '' && !part.includes(':'))
      .at(-1) ?? members[0]!.id;
  return {
    id: `postgres:${name} (logical)@${folder}`,
    name,
    system: 'postgres',
    systems: new Set(['postgres'] as const),
    versions: {},
    members,
    links,
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    failover: { kind: 'none needed', by: undefined },
    resources: own.map(resourceOf),
    routers: [],
    clients: [],
    settings: {},
    missing: [],
    open: true,
    origin: first.origin,
    sources: files,
  };
}

function resourceOf({ data, origin }: Published | Subscribed): Resource {
  const table = data.kind === 'publication' ? PUBLICATION_OPTIONS : SUBSCRIPTION_OPTIONS;
  return {
    kind: data.kind,
    name: data.name,
    settings: { postgres: new Settings(table, undefined, data.written) },
    origin,
  };
}

/** Files by their names; where two have one name, by their folders as well. */
function idsOf(files: readonly string[]): ReadonlyMap<string, string> {
  const stems = files.map(stemOf);
  const many = new Set(stems).size < stems.length;
  return new Map(files.map(uri => [uri, many ? inFolder(uri) : stemOf(uri)]));
}

function inFolder(uri: string): string {
  return uri
    .split('/')
    .slice(-2)
    .join('/')
    .replace(/\.sql$/i, '');
}

function stemOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).replace(/\.sql$/i, '');
}
