import { gather, near, placeOf } from '../../kit/places.js';
import type { Cluster, Guarantee, Member, Site } from '../../model.js';
import { type Assembled, defineSystem, type Fragment } from '../../module.js';
import { majority, tolerance } from '../../quorum.js';
import { Settings } from '../../settings.js';
import { CHART } from './chart.js';
import type { YugabyteData, YugabyteServer, YugabyteTablespace } from './data.js';
import { YUGABYTE_PARAMETERS } from './parameters.js';
import { FLAGFILE, SERVICES, STATEMENTS } from './read.js';

function assemble(fragments: readonly Fragment<YugabyteData>[]): Assembled {
  const counts = new Map<string, number>();
  for (const { uri, data } of fragments)
    if (data.kind === 'server') counts.set(uri, (counts.get(uri) ?? 0) + 1);
  // A file that starts several is a cluster by itself, as is another one beside it.
  const several = (uri: string) => (counts.get(uri) ?? 0) > 1;
  const groups = gather(
    fragments,
    (a, b) => near(a.data.folder, b.data.folder) && mayBelong(a, b),
    (a, b) =>
      a.uri !== b.uri && ((several(a.uri) && several(b.uri) && !isZoneOfChart(a, b)) || !mayBelong(a, b)),
  );
  return { clusters: groups.map(clusterOf) };
}

/** Servers of two files are one cluster where they know the same masters. */
function mayBelong(a: Fragment<YugabyteData>, b: Fragment<YugabyteData>): boolean {
  if (a.data.kind !== 'server' || b.data.kind !== 'server' || a.uri === b.uri) return true;
  const one = mastersOf(a.data);
  return one !== undefined && one === mastersOf(b.data);
}

/** A chart is installed once in each zone, with the masters of all. */
function isZoneOfChart(a: Fragment<YugabyteData>, b: Fragment<YugabyteData>): boolean {
  if (a.data.kind !== 'server' || b.data.kind !== 'server') return false;
  return a.data.chart === true && b.data.chart === true && mastersOf(a.data) !== undefined;
}

function mastersOf({ written }: YugabyteServer): string | undefined {
  const raw = written.find(({ key }) => MASTERS.has(key))?.raw;
  return raw === undefined ? undefined : String(raw);
}

const MASTERS: ReadonlySet<string> = new Set(['master_addresses', 'tserver_master_addrs', 'join']);

function clusterOf(group: readonly Fragment<YugabyteData>[]): Cluster {
  const servers = group.flatMap(({ data }) => (data.kind === 'server' ? [data] : []));
  const spaces = group.flatMap(({ data }) => (data.kind === 'tablespace' ? [data] : []));
  const members = servers.slice(0, 1000).map(memberOf);
  // Masters know the factor; with none shown any that says it.
  const written = servers.flatMap(server => server.written).filter(({ key }) => key === 'replication_factor');
  const settings = new Settings(YUGABYTE_PARAMETERS, undefined, written);
  const copies = settings.number('replication_factor') ?? 3;
  const uris = [...new Set(group.map(({ uri }) => uri))];
  const cluster: Cluster = {
    id: `yugabyte:${servers[0]?.name ?? spaces[0]?.name ?? 'yugabyte'}@${placeOf(uris)}`,
    name: 'yugabyte',
    system: 'yugabyte',
    systems: new Set(['yugabyte']),
    versions: {},
    members,
    links: [],
    commit: { count: majority(copies) - 1, method: 'majority', level: 'durable', degrades: false },
    failover: { kind: 'automatic', by: 'yugabyte' },
    resources: spaces.map(({ name, copies: own, blocks, written: given, origin }) => ({
      kind: 'zone',
      name,
      copies: Object.fromEntries([
        ...blocks.map(({ region, zone, least }) => [`${region}/${zone}`, least] as const),
        ['', own] as const,
      ]),
      settings: { yugabyte: new Settings(YUGABYTE_PARAMETERS, undefined, given) },
      origin,
    })),
    routers: [],
    clients: [],
    settings: { yugabyte: settings },
    missing: servers.length === 0 ? [{ what: 'the servers', origin: group[0]!.origin }] : [],
    open: servers.length === 0 || servers.some(server => server.copies === undefined),
    origin: group[0]!.origin,
    sources: uris,
  };
  keep(cluster, spaces);
  return cluster;
}

const spacesOf = new WeakMap<Cluster, readonly YugabyteTablespace[]>();

function keep(cluster: Cluster, spaces: readonly YugabyteTablespace[]): void {
  spacesOf.set(cluster, spaces);
}

/** The tablespaces with their blocks. */
export function tablespacesOf(cluster: Cluster): readonly YugabyteTablespace[] {
  return spacesOf.get(cluster) ?? [];
}

function memberOf(server: YugabyteServer): Member {
  const settings = new Settings(YUGABYTE_PARAMETERS, undefined, server.written);
  return {
    id: server.name,
    role: server.what === 'master' ? 'witness' : 'data',
    // Masters vote for the catalog; tablets have voters of their own.
    votes: server.what === 'tserver' ? 0 : 1,
    eligible: true,
    site: siteOf(settings),
    addresses: server.hosts,
    settings: { yugabyte: settings },
    origin: server.origin,
    configured: true,
  };
}

function siteOf(settings: Settings): Site {
  const [, ofRegion, ofZone] = (settings.text('cloud_location') ?? '').split('.');
  const region = settings.text('placement_region') ?? ofRegion;
  const zone = settings.text('placement_zone') ?? ofZone;
  return { ...(region ? { region } : {}), ...(zone ? { zone } : {}) };
}

function guarantees(cluster: Cluster): readonly Guarantee[] {
  const copies = cluster.settings.yugabyte?.number('replication_factor') ?? 3;
  const because = [
    {
      sentence: `A write waits for ${majority(copies)} of ${copies} copies of its tablet; ${tolerance(copies)} may be away.`,
      origin: cluster.origin,
    },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'linearizable',
      partition: 'C',
      otherwise: 'C',
      copies: majority(copies),
      rpoMs: 0,
      because,
    },
    {
      operation: 'read from the leader',
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
      because: [
        {
          sentence:
            'With yb_read_from_followers it reads as of 30 s ago, or what yb_follower_read_staleness_ms says.',
        },
      ],
    },
  ];
}

/** YugabyteDB: masters, tablet servers, and tablespaces with a placement. */
export const YUGABYTE = defineSystem<YugabyteData>({
  system: 'yugabyte',
  parameters: [YUGABYTE_PARAMETERS],
  formats: [FLAGFILE, CHART],
  statements: [STATEMENTS],
  services: [SERVICES],
  assemble,
  guarantees,
});
