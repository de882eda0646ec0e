import { folderOfUri, stepsBetween } from '../../folders.js';
import type { Fragment } from '../../module.js';
import type { AddData, DefaultsData, MongoData, ServerData, SetData, ShardData } from './data.js';
import { hostAndPort } from './written.js';

type Of<T extends MongoData> = Fragment<MongoData> & { readonly data: T };

/** What the fragments say of one replica set. */
export interface Group {
  name: string;
  readonly folder: string;
  set: Of<SetData> | undefined;
  /** Documents that change the same set, in order. */
  readonly changes: Of<SetData>[];
  readonly adds: Of<AddData>[];
  readonly servers: Of<ServerData>[];
  readonly defaults: Of<DefaultsData>[];
}

/** Folders this far apart may belong together: siblings, or a file two folders below. */
const NEAR = 2;

/** Puts together what speaks of the same replica set: by name, then by addresses, then by folder. */
export function groupsOf(fragments: readonly Fragment<MongoData>[]): {
  readonly groups: readonly Group[];
  readonly routers: readonly Of<ServerData>[];
} {
  const groups: Group[] = [];
  for (const fragment of only(fragments, isSet)) addSet(groups, fragment);
  for (const fragment of only(fragments, isAdd)) addTo(groups, fragment, group => group.adds.push(fragment));
  const servers = withDuties(withFiles(only(fragments, isServer)), only(fragments, isAdd));
  const members = servers.filter(({ data }) => data.process === 'mongod' && !data.untold);
  // First those that a document lists, so that others of their file find them.
  const left = members.filter(fragment => !addListed(groups, fragment));
  for (const fragment of left) addServer(groups, fragment);
  for (const fragment of only(fragments, isDefaults)) {
    const folder = folderOfUri(fragment.uri);
    const steps = Math.min(...groups.map(group => stepsBetween(folder, group.folder)));
    if (steps > NEAR) continue;
    for (const group of groups) {
      if (stepsBetween(folder, group.folder) === steps) group.defaults.push(fragment);
    }
  }
  const shards = only(fragments, isShard);
  for (const group of groups) {
    // A set that a script adds as a shard is called by what the script says, where nothing else does.
    if (group.name === '')
      group.name =
        shards.find(({ data }) => data.hosts.some(host => hostsOf(group).has(host)))?.data.replSet ?? '';
  }
  return { groups, routers: servers.filter(({ data }) => data.process === 'mongos') };
}

/** Servers with the config files that they are started with; those files by themselves are gone. */
function withFiles(servers: readonly Of<ServerData>[]): readonly Of<ServerData>[] {
  const files = new Map(
    servers.flatMap(each =>
      each.data.fileId === undefined ? [] : [[each.data.fileId.toLowerCase(), each.data] as const],
    ),
  );
  const used = new Set<ServerData>();
  const whole = servers.flatMap((each): Of<ServerData>[] => {
    const { data } = each;
    const own = (data.uses ?? []).map(id => files.get(id.toLowerCase())).find(file => file !== undefined);
    if (own === undefined) return [each];
    used.add(own);
    const replSet = data.replSet ?? own.replSet;
    const written = [...own.written, ...data.written.filter(({ key }) => key !== 'config')];
    const port = data.written.some(({ key }) => key === 'net.port') ? data.port : own.port;
    return [{ ...each, data: { ...data, replSet, written, port } }];
  });
  return whole.filter(({ data }) => !used.has(data));
}

/** Servers that a script adds as arbiters by a name with a variable in it: `rs.addArb("shard${n}-judge:27017")`. */
function withDuties(
  servers: readonly Of<ServerData>[],
  adds: readonly Of<AddData>[],
): readonly Of<ServerData>[] {
  const patterns = adds.slice(0, 20).flatMap(({ uri, data: { member } }) => {
    // What has a variable in it is no host that is known: it is read as it stands.
    const { unit, span } = member.origin;
    const written = unit.piece.text.slice(span.start, Math.min(span.end, span.start + 200));
    const host = written
      .replace(/[\s"'\\]/g, '')
      .replace(/:\d+$/, '')
      .toLowerCase();
    const isArbiter = member.written.some(({ key, raw }) => key === 'members.arbiterOnly' && raw === true);
    if (!isArbiter || !VARIABLE.test(host)) return [];
    const parts = host.split(VARIABLE).map(part => part.replace(/[.*+?^()|[\]\\{}$]/g, '\\$&'));
    // Nothing but a variable would be everybody.
    return parts.join('').length < 2
      ? []
      : [{ folder: folderOfUri(uri), name: new RegExp(`^${parts.join('[\\w-]{1,20}')}$`) }];
  });
  if (patterns.length === 0) return servers;
  return servers.map(server => {
    const { data } = server;
    const isOne = patterns.some(
      ({ folder, name }) =>
        stepsBetween(folder, folderOfUri(server.uri)) <= NEAR &&
        [data.name, ...data.hosts].some(host => name.test(host.toLowerCase())),
    );
    return isOne && data.duty === undefined
      ? { ...server, data: { ...data, duty: 'arbiter' as const } }
      : server;
  });
}

const VARIABLE = /\$\{\w{1,40}\}|\$[a-z_]\w{0,40}/;

function addSet(groups: Group[], fragment: Of<SetData>): void {
  const { data } = fragment;
  const folder = folderOfUri(fragment.uri);
  const name = data.id?.text ?? '';
  const known = groups.find(
    group =>
      group.set !== undefined &&
      stepsBetween(folder, group.folder) <= NEAR &&
      // Resources and charts make a set each: those of one name in two files are alternatives.
      !(data.by === 'operator' && group.set.data.by === 'operator' && group.set.uri !== fragment.uri) &&
      // Folders beside each other that each make the set are examples of their own.
      !(data.by === 'initiate' && group.set.data.by === 'initiate' && areBeside(folder, group.folder)) &&
      // An operator has one resource of a name: a second one is an alternative.
      (data.by !== 'operator' || group.set.data.by !== 'operator') &&
      (data.members.length === 0
        ? data.by === 'reconfig' && group.set.uri === fragment.uri
        : (name === '' || name === group.name) && sharesHost(group.set.data, data)),
  );
  if (known === undefined) {
    groups.push({ name, folder, set: fragment, changes: [], adds: [], servers: [], defaults: [] });
  } else if (data.by === 'reconfig' && data.members.length > 0 && known.set!.uri === fragment.uri) {
    // The document that comes later in a script is the one that holds.
    known.changes.push(known.set!);
    known.set = { ...fragment, data: { ...data, id: data.id ?? known.set!.data.id } };
  } else {
    known.changes.push(fragment);
  }
}

function areBeside(a: string, b: string): boolean {
  return a !== b && !a.startsWith(`${b}/`) && !b.startsWith(`${a}/`);
}

function sharesHost(a: SetData, b: SetData): boolean {
  const hosts = new Set(a.members.map(({ host }) => host?.text));
  return b.members.some(({ host }) => host !== undefined && host.text !== '' && hosts.has(host.text));
}

function addTo(groups: Group[], fragment: Of<AddData>, add: (group: Group) => void): void {
  const own = groups.filter(
    group => group.set?.uri === fragment.uri || group.changes.some(({ uri }) => uri === fragment.uri),
  );
  const before = own.filter(group => group.set!.origin.span.start <= fragment.origin.span.start);
  const found = before.at(-1) ?? own[0];
  if (found !== undefined) add(found);
}

/** At the address of a member it is that member, though it may go by another set's name by mistake. */
function addListed(groups: Group[], fragment: Of<ServerData>): boolean {
  const { data } = fragment;
  const folder = folderOfUri(fragment.uri);
  const name = data.replSet?.text ?? '';
  const near = groups
    .filter(group => group.set !== undefined && stepsBetween(folder, group.folder) <= NEAR)
    .sort((a, b) => stepsBetween(folder, a.folder) - stepsBetween(folder, b.folder));
  const named = near.filter(group => group.name === name || group.name === '');
  const found = (named.length > 0 ? named : near.filter(group => group.folder === folder)).find(group =>
    hostsOf(group).has(addressOf(data)),
  );
  found?.servers.push(fragment);
  return found !== undefined;
}

function addServer(groups: Group[], fragment: Of<ServerData>): void {
  const { data } = fragment;
  const name = data.replSet?.text ?? '';
  const folder = folderOfUri(fragment.uri);
  if (data.replSet === undefined && !data.written.some(({ key }) => key === 'sharding.clusterRole')) {
    // Options that hold for the members of the only set nearby, whose name the command line gives; else it stands alone.
    const near = groups.filter(group => stepsBetween(folder, group.folder) <= 1);
    if (near.length === 1) near[0]!.servers.push(fragment);
    return;
  }
  const candidates = groups.filter(
    group =>
      stepsBetween(folder, group.folder) <= NEAR &&
      (name === ''
        ? group.name === '' && group.folder === folder
        : group.name === name || (group.name === '' && group.set?.uri === fragment.uri)),
  );
  const byName = candidates
    .filter(group =>
      group.set === undefined
        ? data.alone === group.servers[0]?.data.alone &&
          (data.alone || group.servers[0]?.uri === fragment.uri)
        : data.alone || group.set.data.open || group.folder === folder || mentions(group, data),
    )
    .sort((a, b) => stepsBetween(folder, a.folder) - stepsBetween(folder, b.folder));
  // Others that the same file starts for the same set tell where it belongs.
  const beside = groups.find(group =>
    group.servers.some(
      each =>
        each.uri === fragment.uri && !each.data.alone && name !== '' && each.data.replSet?.text === name,
    ),
  );
  const found = byName[0] ?? beside;
  if (found !== undefined) found.servers.push(fragment);
  else
    groups.push({ name, folder, set: undefined, changes: [], adds: [], servers: [fragment], defaults: [] });
}

function mentions(group: Group, server: ServerData): boolean {
  const hosts = new Set([...hostsOf(group)].map(each => hostAndPort(each, 0).host));
  return [...server.hosts, server.name.toLowerCase()].some(host => hosts.has(host));
}

function hostsOf(group: Group): ReadonlySet<string> {
  const members = [...(group.set?.data.members ?? []), ...group.adds.map(({ data }) => data.member)];
  return new Set(members.flatMap(({ host }) => (host === undefined ? [] : [host.text])));
}

/** `host:port` of a server by its first name. */
function addressOf({ hosts, name, port }: ServerData): string {
  return `${hosts[0] ?? name.toLowerCase()}:${port}`;
}

function only<T extends MongoData>(
  fragments: readonly Fragment<MongoData>[],
  is: (data: MongoData) => data is T,
): readonly Of<T>[] {
  return fragments.filter((fragment): fragment is Of<T> => is(fragment.data));
}

const isSet = (data: MongoData): data is SetData => data.kind === 'set';
const isAdd = (data: MongoData): data is AddData => data.kind === 'add';
const isServer = (data: MongoData): data is ServerData => data.kind === 'server';
const isDefaults = (data: MongoData): data is DefaultsData => data.kind === 'defaults';
const isShard = (data: MongoData): data is ShardData => data.kind === 'shard';
