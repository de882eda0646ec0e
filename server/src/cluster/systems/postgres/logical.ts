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
 * a subscription leads to the file that makes its publications.
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
  return [...folders].map(([folder, own]) => clusterOf(folder, own));
}

function clusterOf(folder: string, own: readonly (Published | Subscribed)[]): Cluster {
  const files = [...new Set(own.map(({ uri }) => uri))];
  const subscriptions = own.filter((each): each is Subscribed => each.data.kind === 'subscription');
  const publications = own.filter((each): each is Published => each.data.kind === 'publication');
  const ids = new Map(files.map(uri => [uri, stemOf(uri)]));
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

function stemOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1).replace(/\.sql$/i, '');
}
