import { folderOfUri, stepsBetween } from '../../folders.js';
import type { Fragment } from '../../module.js';
import { isUncertain } from '../../uncertain.js';
import type { MasterAddress, Monitor, PlanData, RedisData, SentinelData, ServerData } from './data.js';
import { type Of, resolved } from './resolve.js';

/** One Sentinel's view of one master. */
export interface Watch {
  readonly sentinel: Of<SentinelData>;
  readonly monitor: Monitor;
}

/** Servers of one replication group or one Redis Cluster, and the Sentinels that watch it. */
export interface Group {
  readonly mode: 'replication' | 'cluster';
  /** The server that others copy from, where a file of its own is shown. */
  master: Of<ServerData> | undefined;
  /** Where replicas or Sentinels say that the master is. */
  address: MasterAddress | undefined;
  readonly servers: Of<ServerData>[];
  readonly watches: Watch[];
  plan: Of<PlanData> | undefined;
  readonly folder: string;
}

/** Folders this far apart may belong together: `n1` and `n2` below one parent. */
const NEAR = 2;

function isFile({ data }: Of<ServerData | SentinelData>): boolean {
  return data.kind === 'server' ? data.file !== undefined : data.fileId !== undefined;
}

/** True where two places may speak of one group: what one file starts, or config files of neighbouring folders. */
function related(a: Of<ServerData | SentinelData>, b: Of<ServerData | SentinelData>): boolean {
  if (a.uri === b.uri) return true;
  const steps = stepsBetween(folderOfUri(a.uri), folderOfUri(b.uri));
  if (isFile(a) && isFile(b)) return steps <= NEAR;
  if (!isFile(a) && !isFile(b)) return false;
  // A file that a container is built with stands beside or below what starts it.
  const [one, other] = [folderOfUri(a.uri), folderOfUri(b.uri)];
  return steps <= NEAR && (one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`));
}

export function groupsOf(fragments: readonly Fragment<RedisData>[]): readonly Group[] {
  const { servers, sentinels } = resolved(fragments);
  const plans = fragments.filter((each): each is Of<PlanData> => each.data.kind === 'plan');
  const rings = ringsOf(
    servers.filter(({ data }) => isClustered(data)),
    plans.filter(({ data }) => data.mode === 'cluster'),
  );
  const plain = servers.filter(({ data }) => !isClustered(data));
  const groups: Group[] = plans
    .filter(({ data }) => data.mode !== 'cluster')
    .map(plan => ({ ...empty('replication', folderOfUri(plan.uri)), plan }));
  for (const server of plain) if (server.data.master !== undefined) addReplica(groups, server, plain);
  const lone = new Set(plain.filter(server => !groups.some(group => group.servers.includes(server))));
  const watches = sentinels.flatMap(sentinel =>
    sentinel.data.monitors.map(monitor => ({ sentinel, monitor })),
  );
  // Those that say where their master is come first: one on loopback may mean another machine's, as of development.
  for (const watch of watches) if (!isLocal(watch)) addWatch(groups, watch, lone);
  for (const watch of watches) if (isLocal(watch)) addWatch(groups, watch, lone);
  // A command with nothing but variables, and no node: nothing is known.
  return [...groups, ...rings.filter(ring => ring.servers.length > 0 || ring.plan!.data.nodes.length > 0)];
}

/** A template that makes one of it in some cases only is told as the server that it is in the others. */
export function isClustered({ written }: ServerData): boolean {
  const last = written.filter(({ key }) => key === 'cluster-enabled').at(-1);
  return last?.raw !== undefined && /^(?:yes|true)$/i.test(String(last.raw)) && !isUncertain(last.keyOrigin);
}

function empty(mode: Group['mode'], folder: string): Group {
  return { mode, master: undefined, address: undefined, servers: [], watches: [], plan: undefined, folder };
}

function addReplica(groups: Group[], replica: Of<ServerData>, all: readonly Of<ServerData>[]): void {
  const address = replica.data.master!;
  const folder = folderOfUri(replica.uri);
  const master = serverAt(all, address, replica) ?? masterBeside(all, replica);
  const known = groups.find(
    group =>
      (master !== undefined && group.servers.includes(master)) ||
      (group.address !== undefined &&
        address.host !== '' &&
        group.address.host === address.host &&
        group.address.port === address.port &&
        // The same name in two compositions means two servers.
        (master === undefined || group.master === undefined) &&
        group.servers.some(server => related(server, replica))),
  );
  if (known !== undefined) {
    // A replica of a replica belongs to the same group.
    if (master !== undefined && !known.servers.includes(master)) known.servers.unshift(master);
    if (!known.servers.includes(replica)) known.servers.push(replica);
    if (known.master === undefined && master?.data.master === undefined) known.master = master;
    return;
  }
  const own = groups.find(group => group.servers.includes(replica));
  if (own !== undefined) {
    if (master !== undefined && !own.servers.includes(master)) own.servers.unshift(master);
    if (master?.data.master === undefined) own.master = master;
    own.address = address;
    return;
  }
  const group = empty('replication', folder);
  group.address = address;
  group.master = master?.data.master === undefined ? master : undefined;
  if (master !== undefined) group.servers.push(master);
  if (replica !== master) group.servers.push(replica);
  groups.push(group);
}

/** The server that an address means: in the same file first, then in the nearest folder. */
function serverAt(
  all: readonly Of<ServerData>[],
  address: MasterAddress,
  from: Of<ServerData>,
): Of<ServerData> | undefined {
  const rank = (other: Of<ServerData>) =>
    other.uri === from.uri ? -1 : stepsBetween(folderOfUri(other.uri), folderOfUri(from.uri));
  return all
    .filter(other => isAt(other.data, address.host, address.port) && related(other, from))
    .sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * The file beside that of a replica which by its own name is the master's, where it copies from nobody, is the only one
 * of its kind, and says of no address that it is another's: `redis.conf`, `master.conf` next to `replica.conf`.
 */
function masterBeside(all: readonly Of<ServerData>[], replica: Of<ServerData>): Of<ServerData> | undefined {
  if (!isFile(replica)) return undefined;
  const { port = 6379 } = replica.data.master!;
  const beside = all.filter(
    other =>
      other !== replica &&
      isFile(other) &&
      other.data.master === undefined &&
      other.data.port === port &&
      other.data.hosts.every(host => !/^\d+(?:\.\d+){3}$/.test(host)) &&
      folderOfUri(other.uri) === folderOfUri(replica.uri) &&
      /(?:^|\/)(?:(?:redis|valkey)|[\w.-]*(?:master|primary)[\w.-]*)\.conf$/i.test(other.uri),
  );
  return beside.length === 1 ? beside[0] : undefined;
}

export function isAt(data: Pick<ServerData, 'hosts' | 'name' | 'port'>, host: string, port: number): boolean {
  return host !== '' && data.port === port && (data.hosts.includes(host) || data.name.toLowerCase() === host);
}

function addWatch(groups: Group[], watch: Watch, lone: Set<Of<ServerData>>): void {
  const { sentinel, monitor } = watch;
  const folder = folderOfUri(sentinel.uri);
  const host = monitor.host?.text ?? '';
  const port = monitor.port ?? 6379;
  const near = (group: Group) =>
    group.plan === undefined &&
    [...group.servers, ...group.watches.map(each => each.sentinel)].some(each => related(each, sentinel));
  const same = groups.find(group =>
    group.watches.some(
      other =>
        other.monitor.name === monitor.name &&
        isFile(other.sentinel) === isFile(sentinel) &&
        related(other.sentinel, sentinel) &&
        ((other.monitor.host?.text === monitor.host?.text && other.monitor.port === monitor.port) ||
          folderOfUri(other.sentinel.uri) === folder),
    ),
  );
  if (same !== undefined) {
    same.watches.push(watch);
    addRemembered(same, watch, lone);
    return;
  }
  // A file beside containers that watch the same master: a copy of theirs, or what they are built with.
  const isCopy = groups.some(group =>
    group.watches.some(
      other =>
        other.monitor.name === monitor.name && !isFile(other.sentinel) && related(other.sentinel, sentinel),
    ),
  );
  if (isCopy && isFile(sentinel)) return;
  const byAddress = groups.find(
    group =>
      group.mode === 'replication' &&
      near(group) &&
      // Sentinels find each other by the master's name: under another one it is another setup of the same address.
      !group.watches.some(({ monitor: { name } }) => name !== monitor.name) &&
      (group.servers.some(({ data }) => isAt(data, host, port)) ||
        (group.address?.host === host && group.address.port === port && host !== '')),
  );
  const around = groups.filter(
    group => group.mode === 'replication' && near(group) && group.watches.length === 0,
  );
  const found = byAddress ?? ((isLocal(watch) || host === '') && around.length === 1 ? around[0] : undefined);
  if (found !== undefined) {
    found.watches.push(watch);
    addRemembered(found, watch, lone);
    return;
  }
  const group = empty('replication', folder);
  const server = [...lone].find(each => isAt(each.data, host, port) && related(each, sentinel));
  if (server !== undefined) {
    lone.delete(server);
    group.master = server;
    group.servers.push(server);
  }
  group.address = { host, port, origin: monitor.host?.origin ?? monitor.origin };
  group.watches.push(watch);
  addRemembered(group, watch, lone);
  groups.push(group);
}

/** True where it watches the server of its own machine, whatever that is. */
function isLocal({ monitor: { host } }: Watch): boolean {
  return /^(?:127\.|localhost$|::1$)/.test(host?.text ?? '');
}

/** Servers that a Sentinel wrote down as replicas, whose own files do not say whom they copy. */
function addRemembered(group: Group, { sentinel, monitor }: Watch, lone: Set<Of<ServerData>>): void {
  for (const { text } of monitor.replicas) {
    const [host = '', port = '6379'] = text.split(/:(?=\d+$)/);
    const server = [...lone].find(each => isAt(each.data, host, Number(port)) && related(each, sentinel));
    if (server === undefined || server === group.master) continue;
    lone.delete(server);
    group.servers.push(server);
  }
}

/** Nodes of Redis Cluster: those of one file, or of sibling folders, and the command that puts them together. */
function ringsOf(nodes: readonly Of<ServerData>[], plans: readonly Of<PlanData>[]): Group[] {
  const rings: Group[] = [];
  for (const plan of plans) {
    const addresses = plan.data.nodes.map(({ address }) => address.text).join();
    // The same command in a script and in a file that starts it, or with nothing but variables.
    const known = rings.some(
      ring =>
        ring.plan?.uri === plan.uri &&
        ring.plan.data.nodes.map(({ address }) => address.text).join() === addresses,
    );
    if (!known) rings.push({ ...empty('cluster', folderOfUri(plan.uri)), plan });
  }
  for (const node of nodes) {
    const folder = folderOfUri(node.uri);
    const alone = isFile(node);
    const found =
      rings.find(
        ring =>
          ring.plan !== undefined &&
          stepsBetween(ring.folder, folder) <= NEAR &&
          (ring.plan.uri === node.uri ||
            alone ||
            ((ring.folder.startsWith(folder) || folder.startsWith(ring.folder)) &&
              speaksOf(ring.plan.data, node.data))),
      ) ??
      rings.find(ring => {
        const [first] = ring.servers;
        return (
          first !== undefined &&
          (alone
            ? first.data.file !== undefined && stepsBetween(ring.folder, folder) <= NEAR
            : first.uri === node.uri)
        );
      });
    if (found !== undefined) found.servers.push(node);
    else {
      const ring = empty('cluster', folder);
      ring.servers.push(node);
      rings.push(ring);
    }
  }
  return rings;
}

function speaksOf(plan: PlanData, node: ServerData): boolean {
  return (
    plan.open ||
    plan.nodes.some(({ address }) => node.hosts.some(host => address.text.startsWith(`${host}:`)))
  );
}
