import { entryAt, itemsOf, type MapNode, type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Cluster, Guarantee, Member, Site } from '../../model.js';
import { type Assembled, type ConfigFormat, defineSystem, type Fragment } from '../../module.js';
import { majority, tolerance } from '../../quorum.js';
import { Settings, type Written } from '../../settings.js';
import { rawOf, type Source, writtenIn } from '../../source.js';
import type { Server, Topology } from './data.js';
import { TIDB_CLUSTER } from './operator.js';
import { TIDB_PARAMETERS } from './parameters.js';

const MOST = 1000;

const TOPOLOGY: ConfigFormat<Topology> = {
  title: 'a topology of TiUP',
  detects: source =>
    /\.ya?ml(?:\.\w+)?$/.test(source.name) && /^(?:pd_servers|tikv_servers)\s*:/m.test(source.text),
  read: source => {
    const [root] = source.yaml;
    if (root?.kind !== 'map') return [];
    const first = entryAt(root, 'tikv_servers') ?? entryAt(root, 'pd_servers');
    if (first === undefined) return [];
    const origin = source.origin(first.keySpan);
    const data: Topology = {
      pd: serversOf(source, valueAt(root, 'pd_servers')),
      tikv: serversOf(source, valueAt(root, 'tikv_servers')),
      tiflash: serversOf(source, valueAt(root, 'tiflash_servers')),
      cdc: serversOf(source, valueAt(root, 'cdc_servers')),
      written: [
        ...writtenIn(source, valueAt(root, 'server_configs', 'pd'), 'pd'),
        ...writtenIn(source, valueAt(root, 'server_configs', 'tikv'), 'tikv'),
        ...listsOf(source, root),
      ],
      source,
      origin,
    };
    return [{ system: 'tidb', uri: source.uri, origin, data }];
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 0
        ? { table: TIDB_PARAMETERS }
        : path[0] === 'server_configs' && path.length === 2
          ? { table: TIDB_PARAMETERS, prefix: `${path[1]}.`, flat: true }
          : undefined,
  },
};

/** That a list of servers is there, as a setting: for what is told of it. */
function listsOf(source: Source, root: MapNode): Written[] {
  return root.entries.flatMap(({ key, keySpan, value }): Written[] => {
    if (!/^(?:pd|tikv|tidb|tiflash|cdc)_servers$/.test(key) || value.kind !== 'list') return [];
    const place = source.origin(keySpan);
    return [{ key, raw: String(value.items.length), keyOrigin: place, origin: place }];
  });
}

function serversOf(source: Source, list: Node | undefined): Server[] {
  return itemsOf(list)
    .slice(0, MOST)
    .flatMap(item => {
      const host = textAt(item, 'host');
      if (host?.value === undefined) return [];
      const labels = new Map<string, string>();
      const config = valueAt(item, 'config');
      const tree =
        valueAt(config, 'server.labels') ??
        valueAt(config, 'server', 'labels') ??
        valueAt(item, 'learner_config', 'server.labels');
      if (tree?.kind === 'map') {
        for (const { key, value } of tree.entries) {
          const raw = rawOf(value);
          if (raw !== undefined) labels.set(key, String(raw));
        }
      }
      return [
        {
          host: host.value,
          port: textAt(item, 'port')?.value ?? textAt(item, 'client_port')?.value,
          labels,
          written: writtenIn(source, config, 'tikv'),
          origin: source.origin(host.span),
        },
      ];
    });
}

function assemble(fragments: readonly Fragment<Topology>[]): Assembled {
  return { clusters: fragments.map(clusterOf) };
}

function clusterOf({ data, uri, origin }: Fragment<Topology>): Cluster {
  const settings = new Settings(TIDB_PARAMETERS, data.version?.version, data.written);
  const seen = new Set<string>();
  const memberOf = (server: Server, role: Member['role'], votes: number, kind: string): Member => {
    const base = `${kind} ${server.host}${server.port === undefined ? '' : `:${server.port}`}`;
    let id = base;
    for (let n = 2; seen.has(id); n++) id = `${base} (${n})`;
    seen.add(id);
    return {
      id,
      role,
      votes,
      eligible: role === 'data',
      site: siteOf(server),
      addresses: [server.port === undefined ? server.host : `${server.host}:${server.port}`],
      settings: { tidb: new Settings(TIDB_PARAMETERS, data.version?.version, server.written) },
      origin: server.origin,
      configured: true,
    };
  };
  const copies = settings.number('pd.replication.max-replicas') ?? 3;
  const name = data.name ?? data.source.name.replace(/\.ya?ml.*$/, '');
  return {
    id: `tidb:${name}@${uri}`,
    name,
    system: 'tidb',
    systems: new Set(['tidb']),
    versions: data.version === undefined ? {} : { tidb: data.version },
    members: [
      // PD votes for all: stores have votes only within each region of the data.
      ...data.pd.map(server => memberOf(server, 'witness', 1, 'pd')),
      ...data.tikv.map(server => memberOf(server, 'data', 0, 'tikv')),
      ...data.tiflash.map(server => memberOf(server, 'learner', 0, 'tiflash')),
    ],
    links: [],
    commit: {
      count: majority(copies) - 1,
      method: 'majority',
      level: 'durable',
      degrades: settings.text('pd.replication-mode.replication-mode') === 'dr-auto-sync',
    },
    failover: { kind: 'automatic', by: 'tidb' },
    resources: [],
    routers: [],
    clients: [],
    settings: { tidb: settings },
    missing: [],
    open: data.tikv.length === 0 || data.pd.length === 0,
    origin,
    sources: [uri],
  };
}

function siteOf({ labels, host, pod }: Server): Site {
  const region = labels.get('region');
  const zone = labels.get('zone') ?? labels.get('az') ?? labels.get('dc');
  const rack = labels.get('rack');
  return {
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined
      ? {}
      : { zone: labels.has('zone') && labels.has('dc') ? `${zone}/${labels.get('dc')}` : zone }),
    ...(rack === undefined ? {} : { rack }),
    ...(pod ? {} : { host }),
  };
}

/** The servers of one kind: those of PD vote, those of TiKV hold data. */
export function storesOf(cluster: Pick<Cluster, 'members'>): readonly Member[] {
  return cluster.members.filter(({ role }) => role === 'data');
}

/** Labels that a store has; nothing where none is written. */
export function labelsOf(member: Member): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key, raw } of member.settings.tidb?.written ?? []) {
    const label = /^tikv\.server\.labels\.(.+)$/.exec(key)?.[1];
    if (label !== undefined && raw !== undefined) found.set(label, String(raw));
  }
  return found;
}

function guarantees(cluster: Cluster): readonly Guarantee[] {
  const settings = cluster.settings.tidb;
  if (settings === undefined) return [];
  const copies = settings.number('pd.replication.max-replicas') ?? 3;
  const degrades = cluster.commit.degrades;
  const because = [
    {
      sentence: `A write waits for ${majority(copies)} of ${copies} copies of its region of the data; ${tolerance(copies)} may be away.`,
      origin: settings.given('pd.replication.max-replicas')?.written.origin ?? cluster.origin,
    },
    { sentence: 'Every transaction asks PD for timestamps: without a majority of PD there are none.' },
    ...(degrades
      ? [{ sentence: 'With dr-auto-sync it goes on in one data centre when the other is lost.' }]
      : []),
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
      otherwise: 'C',
      because,
    },
    {
      operation: 'stale read',
      writes: false,
      consistency: 'bounded staleness',
      partition: 'A',
      otherwise: 'L',
      because: [{ sentence: 'It reads as of a time in the past that the program gives, from any copy.' }],
    },
  ];
}

/** TiDB as TiUP and TiDB Operator deploy it: PD, TiKV, TiFlash and TiCDC. */
export const TIDB = defineSystem<Topology>({
  system: 'tidb',
  parameters: [TIDB_PARAMETERS],
  formats: [TOPOLOGY, TIDB_CLUSTER],
  assemble,
  guarantees,
});
