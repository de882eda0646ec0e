import { hostOf } from '../../join.js';
import { areAlternatives, gather, lastPart, near, placeOf } from '../../kit/places.js';
import { lastOf, partsOf, textOf } from '../../kit/written.js';
import type { Cluster, Member, Missing } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import type { ConsulAgent } from './data.js';
import { effectiveOf } from './effective.js';
import { CONSUL_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** Servers of one data centre, with what `bootstrap_expect` and `retry_join` tell of those that are not shown. */
export function assemble(fragments: readonly Fragment<ConsulAgent>[]): Assembled {
  const agents = merged(withMounts(fragments.map(({ data }) => data))).filter(isServer);
  return { clusters: gather(agents, together, apart).map(clusterOf) };
}

/** Containers with the files that they mount, over which their flags go; those files are no agents of their own. */
function withMounts(all: readonly ConsulAgent[]): ConsulAgent[] {
  const files = all.filter(({ from }) => from === 'file');
  const used = new Set<ConsulAgent>();
  const whole = all.map((agent): ConsulAgent => {
    const own = files.filter(({ uri }) =>
      agent.mounts?.some(path => uri.toLowerCase() === path || uri.toLowerCase().startsWith(`${path}/`)),
    );
    for (const file of own) used.add(file);
    return own.length === 0
      ? agent
      : { ...agent, written: [...own.flatMap(({ written }) => written), ...agent.written] };
  });
  return whole.filter(agent => !used.has(agent));
}

/** Files of one config directory add up to one agent: those that say nothing twice, or the same where they do. */
function merged(all: readonly ConsulAgent[]): ConsulAgent[] {
  const found: ConsulAgent[] = [];
  for (const each of all) {
    const at =
      each.from !== 'file'
        ? -1
        : found.findIndex(
            other =>
              other.from === 'file' &&
              other.folder === each.folder &&
              other.uri !== each.uri &&
              !differ(other, each),
          );
    const other = found[at];
    if (other === undefined) found.push(each);
    else {
      const first = isServer(other) || !isServer(each) ? other : each;
      const name = other.name ?? each.name;
      found[at] = {
        ...first,
        ...(name === undefined ? {} : { name }),
        written: [...other.written, ...each.written],
      };
    }
  }
  return found;
}

/** True for two that cannot be one agent's: both say what an agent is, or they say different things of one setting. */
function differ(a: ConsulAgent, b: ConsulAgent): boolean {
  const before = new Map(a.written.map(each => [each.key, each] as const));
  const shared = b.written.flatMap(each => {
    const other = before.get(each.key);
    return other === undefined ? [] : [[other, each] as const];
  });
  if (shared.length === 0) return false;
  if (CLIENT.test(lastPart(a.uri)) !== CLIENT.test(lastPart(b.uri))) return true;
  return shared.some(([one, other]) => ROLE.has(one.key) || textAt(one) !== textAt(other));
}

/** What each agent says once of itself. */
const ROLE: ReadonlySet<string> = new Set(['server', 'bootstrap_expect', 'bootstrap', 'node_name']);
const CLIENT = /client/i;

function textAt({ origin: { unit, span } }: ConsulAgent['written'][number]): string {
  return unit.piece.text.slice(span.start, span.end);
}

/** Clients do not vote; what is hidden may be a server. */
function isServer({ written, from }: ConsulAgent): boolean {
  const server = lastOf(written, 'server');
  if (server === undefined) return lastOf(written, 'bootstrap_expect') !== undefined || from === 'chart';
  return server.raw === undefined || String(server.raw) === 'true';
}

/** Agents of one file or folder; in folders nearby, those that name each other, or a data centre by a name of its own. */
function together(a: ConsulAgent, b: ConsulAgent): boolean {
  if (a.origin === b.origin) return true;
  if (datacenterOf(a) !== datacenterOf(b)) return false;
  if (a.uri === b.uri || a.folder === b.folder) return true;
  return near(a.folder, b.folder) && (datacenterOf(a) !== DEFAULT_DATACENTER || areJoined(a, b));
}

/** True where one is told to join the other, or both are told to join the same one. */
function areJoined(a: ConsulAgent, b: ConsulAgent): boolean {
  const [one, other] = [placesOf(a), placesOf(b)];
  return (
    one.some(host => isAt(b, host)) || other.some(host => isAt(a, host)) || one.some(h => other.includes(h))
  );
}

/** Hosts that it is told to join. */
function placesOf({ written }: ConsulAgent): readonly string[] {
  const join = lastOf(written, 'retry_join', 'start_join');
  const hosts = join === undefined ? [] : partsOf(join, /,/).map(({ text }) => joinHost(text));
  return hosts.filter(host => host !== '' && !/^(?:localhost|127\..*|::1)$|provider=|[\s{$]/.test(host));
}

function joinHost(text: string): string {
  return hostOf(text.replace(/['"[\]\s]/g, ''));
}

function isAt({ name, hosts, written }: ConsulAgent, host: string): boolean {
  return (
    name?.toLowerCase() === host ||
    hosts.some(each => each.toLowerCase() === host) ||
    ['advertise_addr', 'bind_addr'].some(key => textOf(lastOf(written, key))?.toLowerCase() === host)
  );
}

/** Two of one name, two files of one folder, or two compose files are tries at the same agent. */
function apart(a: ConsulAgent, b: ConsulAgent): boolean {
  if (areAlternatives(a, b) || datacenterOf(a) !== datacenterOf(b)) return true;
  if (a.origin === b.origin) return false;
  if (a.name !== undefined && a.name === b.name) return true;
  // What runs from a compose file says all of itself, with the files that it mounts.
  if (a.uri !== b.uri && (a.compose === true || b.compose === true)) return true;
  return (
    a.uri !== b.uri &&
    a.from === 'file' &&
    b.from === 'file' &&
    a.folder === b.folder &&
    (a.name === undefined || b.name === undefined)
  );
}

const DEFAULT_DATACENTER = 'dc1';

function datacenterOf({ written }: ConsulAgent): string {
  return textOf(lastOf(written, 'datacenter')) ?? DEFAULT_DATACENTER;
}

function clusterOf(agents: readonly ConsulAgent[]): Cluster {
  const version = agents.find(agent => agent.version !== undefined)?.version;
  const members: Member[] = [];
  const missing: Missing[] = [];
  const datacenter = datacenterOf(agents[0]!);
  for (const agent of agents.slice(0, MAX_MEMBERS)) {
    const settings = effectiveOf(
      new Settings(CONSUL_PARAMETERS, (agent.version ?? version)?.version, agent.written),
    );
    const name = agent.name ?? (agents.length > 1 ? lastPart(agent.folder) : 'server');
    const voter = settings.flag('read_replica') !== true;
    members.push({
      id: members.some(({ id }) => id === name) ? `${name} (${members.length + 1})` : name,
      role: voter ? 'data' : 'learner',
      votes: voter ? 1 : 0,
      eligible: voter,
      site: agent.site,
      addresses: addressesOf(agent, settings),
      settings: { consul: settings },
      ...(agent.version === undefined ? {} : { version: agent.version.version }),
      origin: agent.origin,
      configured: true,
    });
  }
  const expected = members
    .flatMap(({ settings }) => settings.consul!.given('bootstrap_expect') ?? [])
    .find(({ value }) => typeof value === 'number' && value > 0);
  const joins = agents.flatMap(({ written }) => [lastOf(written, 'retry_join', 'start_join') ?? []].flat());
  const hosts = new Map(
    joins.flatMap(join => partsOf(join, /,/).map(place => [joinHost(place.text), place] as const)),
  );
  const count = typeof expected?.value === 'number' ? expected.value : undefined;
  // `provider=aws …` and templates find others that are not named.
  const found = [...hosts].filter(([host]) => host !== '' && !/provider=|\s/.test(host));
  for (const [host, place] of found) {
    if (count === undefined || members.length >= Math.min(count, MAX_MEMBERS)) break;
    if (
      members.some(({ id, addresses }) => id === host || addresses.some(address => hostOf(address) === host))
    )
      continue;
    members.push({
      id: host,
      role: 'data',
      votes: 1,
      eligible: true,
      site: {},
      addresses: [host, `${host}:8500`, `${host}:8300`],
      settings: {},
      origin: place.origin,
      configured: false,
    });
  }
  for (let i = members.length; count !== undefined && i < Math.min(count, MAX_MEMBERS); i++) {
    members.push({
      id: `server ${i + 1}`,
      role: 'data',
      votes: 1,
      eligible: true,
      site: {},
      addresses: [],
      settings: {},
      origin: expected!.written.origin,
      configured: false,
    });
  }
  const absent = members.find(({ configured }) => !configured);
  if (absent !== undefined) missing.push({ what: 'configs of other servers', origin: absent.origin });
  const settings = members[0]!.settings.consul!;
  const multiplier = settings.number('performance.raft_multiplier') ?? 5;
  const voters = members.filter(({ votes }) => votes > 0).length;
  const alone = settings.flag('bootstrap') === true;
  const hidden = members.some(
    ({ settings: own }) =>
      own.consul?.isHidden('bootstrap_expect') === true || own.consul?.isHidden('server') === true,
  );
  return {
    id: `consul:${datacenter}@${placeOf(agents.map(({ uri }) => uri))}`,
    name: datacenter,
    system: 'consul',
    systems: new Set(['consul']),
    versions: version === undefined ? {} : { consul: version },
    members,
    links: [],
    commit: { count: majority(voters) - 1, method: 'majority', level: 'durable', degrades: false },
    failover: { kind: 'automatic', by: 'consul', detectMs: [1000 * multiplier, 2000 * multiplier] },
    resources: [],
    routers: [],
    clients: [],
    settings: { consul: settings },
    missing,
    open:
      hidden ||
      agents.some(({ copies }) => copies === undefined) ||
      (count === undefined && !alone && !(agents.length > 1 && agents[0]!.from !== 'file')),
    origin: agents[0]!.origin,
    sources: [...new Set(agents.map(({ uri }) => uri))],
  };
}

function addressesOf(agent: ConsulAgent, settings: Settings): string[] {
  const port = settings.number('ports.http') ?? 8500;
  const own = ['advertise_addr', 'bind_addr', 'client_addr'].flatMap(key => {
    const text = settings.isHidden(key) ? undefined : settings.given(key)?.value;
    return typeof text !== 'string' || /^0\.0\.0\.0$|[\s{]/.test(text) ? [] : [text];
  });
  return [...new Set([...own, ...agent.hosts].flatMap(host => [host, `${host}:${port}`]))];
}
