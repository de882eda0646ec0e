import { hostOf } from '../../join.js';
import { gather, near, placeOf } from '../../kit/places.js';
import type { Cluster, Guarantee, Member, Resource, Site } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority, tolerance } from '../../quorum.js';
import { Settings } from '../../settings.js';
import type { CockroachData, CockroachDatabase, CockroachNode } from './data.js';
import { COCKROACH_PARAMETERS } from './parameters.js';

/** Nodes, databases and zones of folders near each other are one cluster. */
export function assemble(fragments: readonly Fragment<CockroachData>[]): Assembled {
  const counts = new Map<string, number>();
  for (const { uri, data } of fragments)
    if (data.kind === 'node') counts.set(uri, (counts.get(uri) ?? 0) + 1);
  // A file that starts several is a cluster by itself, as is another one beside it.
  const several = (uri: string) => (counts.get(uri) ?? 0) > 1;
  const groups = gather(
    fragments,
    (a, b) => near(a.data.folder, b.data.folder) && mayBelong(a, b),
    (a, b) => a.uri !== b.uri && ((several(a.uri) && several(b.uri)) || !mayBelong(a, b)),
  );
  return { clusters: groups.map(clusterOf) };
}

/** Nodes of two files are one cluster where they join through the same addresses. */
function mayBelong(a: Fragment<CockroachData>, b: Fragment<CockroachData>): boolean {
  if (a.data.kind !== 'node' || b.data.kind !== 'node' || a.uri === b.uri) return true;
  const [one, other] = [joinOf(a.data), joinOf(b.data)];
  return !a.data.single && !b.data.single && one !== undefined && one === other;
}

function joinOf({ written }: CockroachNode): string | undefined {
  const raw = written.find(({ key }) => key === 'join')?.raw;
  return raw === undefined ? undefined : String(raw);
}

function clusterOf(group: readonly Fragment<CockroachData>[]): Cluster {
  const nodes = group.flatMap(({ data }) => (data.kind === 'node' ? [data] : []));
  const version = nodes.find(node => node.version !== undefined)?.version;
  const zones = group.flatMap(({ data }) => (data.kind === 'zone' ? [data] : []));
  const databases = new Map<string, CockroachDatabase[]>();
  for (const { data } of group)
    if (data.kind === 'database') databases.set(data.name, [...(databases.get(data.name) ?? []), data]);
  const resources: Resource[] = [
    ...[...databases].map(([name, parts]): Resource => databaseOf(name, parts)),
    ...zones.map(
      ({ name, of, written, origin }): Resource => ({
        kind: written.some(({ key }) => key === 'default_transaction_use_follower_reads') ? 'role' : 'zone',
        name: `${of} ${name}`,
        settings: { cockroach: new Settings(COCKROACH_PARAMETERS, version?.version, written) },
        origin,
      }),
    ),
  ];
  const members = nodes.slice(0, 1000).map(node => memberOf(node));
  const whole = zones.find(({ of, name }) => of === 'range' && name === 'default');
  const settings = new Settings(COCKROACH_PARAMETERS, version?.version, whole?.written ?? []);
  const copies = settings.number('num_voters') ?? settings.number('num_replicas') ?? 3;
  const first = group[0]!;
  const uris = [...new Set(group.map(({ uri }) => uri))];
  return {
    id: `cockroach:${nodes[0]?.name ?? [...databases.keys()][0] ?? 'cockroach'}@${placeOf(uris)}`,
    name: [...databases.keys()][0] ?? 'cockroach',
    system: 'cockroach',
    systems: new Set(['cockroach']),
    versions: version === undefined ? {} : { cockroach: version },
    members,
    links: [],
    commit: { count: majority(copies) - 1, method: 'majority', level: 'durable', degrades: false },
    failover: { kind: 'automatic', by: 'cockroach' },
    resources,
    routers: [],
    clients: [],
    settings: { cockroach: settings },
    missing: nodes.length === 0 ? [{ what: 'the nodes', origin: first.origin }] : [],
    open: nodes.length === 0 || nodes.some(node => node.copies === undefined),
    origin: first.origin,
    sources: uris,
  };
}

function memberOf(node: CockroachNode): Member {
  const settings = new Settings(COCKROACH_PARAMETERS, node.version?.version, node.written);
  const own = settings.text('advertise-addr');
  return {
    id: node.name,
    role: 'data',
    // Each range has voters of its own: the node as a whole has none.
    votes: 0,
    eligible: true,
    site: siteOf(settings.text('locality')),
    addresses: [...new Set([...node.hosts, ...(own === undefined ? [] : [hostOf(own)])])],
    settings: { cockroach: settings },
    ...(node.version === undefined ? {} : { version: node.version.version }),
    origin: node.origin,
    configured: true,
  };
}

/** `region=eu,zone=a`; older texts say `datacenter` or `dc`. */
export function siteOf(locality: string | undefined): Site {
  const tiers = new Map(
    (locality ?? '')
      .split(',')
      .slice(0, 20)
      .map(tier => tier.split('=', 2).map(part => part.trim()) as [string, string]),
  );
  const of = (...names: readonly string[]) => names.map(name => tiers.get(name)).find(value => value);
  const region = of('region');
  const zone = of('zone', 'az', 'availability-zone', 'datacenter', 'dc');
  const rack = of('rack');
  return {
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(rack === undefined ? {} : { rack }),
  };
}

/** What several statements make of one database, in order. */
function databaseOf(name: string, parts: readonly CockroachDatabase[]): Resource {
  const written = parts.flatMap(part => part.written);
  const dropped = new Set(parts.flatMap(part => part.dropped));
  const regions = [...new Set(parts.flatMap(part => part.regions.map(({ text }) => text)))].filter(
    region => !dropped.has(region),
  );
  const told = parts.some(({ whole }) => whole);
  const place = parts.find(part => part.regions.length > 0)?.regions[0]?.origin;
  const settings = new Settings(COCKROACH_PARAMETERS, undefined, [
    ...(told && place !== undefined && regions.length > 0 && !isUndoneElsewhere(parts)
      ? [{ key: 'regions', raw: regions, keyOrigin: place, origin: place }]
      : []),
    ...written,
  ]);
  return { kind: 'database', name, settings: { cockroach: settings }, origin: parts[0]!.origin };
}

/** True where one file takes away regions that another adds: which of them runs last nobody can tell. */
function isUndoneElsewhere(parts: readonly CockroachDatabase[]): boolean {
  return parts.some(
    ({ dropped, origin }) =>
      dropped.length > 0 &&
      parts.some(({ regions, origin: at }) => regions.length > 0 && at.unit.uri !== origin.unit.uri),
  );
}

/** All reads and writes are decided by the leaseholder of their range; the goal says what that survives. */
export function guarantees(cluster: Cluster): readonly Guarantee[] {
  const database = cluster.resources.find(({ kind }) => kind === 'database');
  const region = database?.settings.cockroach?.text('survive') === 'region';
  const voters = region ? 5 : (cluster.settings.cockroach?.number('num_replicas') ?? 3);
  const because = [
    {
      sentence: region
        ? 'SURVIVE REGION FAILURE: 5 voters, 2 in the home region; a write waits for a copy in another region.'
        : `A write waits for ${majority(voters)} of ${voters} voters; ${tolerance(voters)} may be away${database === undefined ? '' : ', all of them in the home region'}.`,
      origin: database?.settings.cockroach?.given('survive')?.written.origin ?? cluster.origin,
    },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: majority(voters),
      rpoMs: 0,
      because,
    },
    {
      operation: 'read (from the leaseholder)',
      writes: false,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'L',
      because,
    },
    {
      operation: 'follower read',
      writes: false,
      consistency: 'bounded staleness',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'It reads as of some seconds ago, from the nearest copy.' }],
    },
  ];
}
