import type { Cluster, Guarantee, Link, Member } from '../../model.js';
import { type Assembled, defineSystem, type Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import { COUCHDB_PARAMETERS, REPLICATION_PARAMETERS } from './parameters.js';
import {
  type CouchData,
  type CouchNode,
  type CouchReplication,
  HELM,
  INI,
  REPLICATIONS,
  SERVICES,
} from './read.js';

const MAX_MEMBERS = 1000;

/** CouchDB: clusters of nodes with shards, and databases that replicate to each other. */
export const COUCHDB = defineSystem<CouchData>({
  system: 'couchdb',
  parameters: [COUCHDB_PARAMETERS, REPLICATION_PARAMETERS],
  formats: [INI, HELM, REPLICATIONS],
  services: [SERVICES],
  assemble,
  guarantees,
});

function assemble(fragments: readonly Fragment<CouchData>[]): Assembled {
  const nodes = fragments.flatMap(({ data }) => (data.kind === 'node' ? [data] : []));
  const replications = fragments.flatMap(({ data }) => (data.kind === 'replication' ? [data] : []));
  const groups = new Map<string, CouchNode[]>();
  for (const node of nodes) {
    const seeds = node.written.find(({ key }) => key === 'cluster.seedlist')?.raw;
    // Nodes with one seed list are one cluster; files without any are nodes by themselves.
    const key =
      node.from === 'service'
        ? node.scope
        : seeds === undefined
          ? node.folder
          : `${node.scope}|${String(seeds)}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [node]);
    else known.push(node);
  }
  const byFolder = new Map<string, CouchReplication[]>();
  for (const each of replications) byFolder.set(each.folder, [...(byFolder.get(each.folder) ?? []), each]);
  return {
    clusters: [
      ...[...groups.values()].map(clusterOf),
      ...[...byFolder].map(([folder, own]) => pairsOf(folder, own)),
    ],
  };
}

/** The nodes of a cluster: several ini files of one folder belong to one node. */
function clusterOf(nodes: readonly CouchNode[]): Cluster {
  const version = nodes.find(node => node.version !== undefined)?.version;
  const byFolder = new Map<string, CouchNode[]>();
  for (const node of nodes) {
    const key = node.from === 'file' ? node.folder : `${node.folder}#${node.name}`;
    byFolder.set(key, [...(byFolder.get(key) ?? []), node]);
  }
  const members: Member[] = [];
  let open = false;
  for (const parts of byFolder.values()) {
    // CouchDB reads default.ini before local.ini, which the names' order is as well.
    const first = parts[0]!;
    const settings = new Settings(
      COUCHDB_PARAMETERS,
      version?.version,
      parts.flatMap(({ written }) => written),
    );
    const count = Math.min(first.count ?? 1, MAX_MEMBERS - members.length);
    if (first.count === undefined || first.count > count) open = true;
    for (let i = 0; i < count; i++) {
      members.push({
        id: count === 1 ? first.name : `${first.name}-${i}`,
        role: 'data',
        votes: 0,
        eligible: true,
        site: {},
        addresses: first.addresses,
        settings: { couchdb: settings },
        origin: first.origin,
        configured: true,
      });
    }
  }
  const settings = members[0]?.settings.couchdb;
  const seeds = (settings?.list('cluster.seedlist') ?? []).map(seed => seed.replace(/^[^@]*@/, ''));
  const known = new Set(members.flatMap(({ id, addresses }) => [id, ...addresses]));
  const origin = nodes[0]!.origin;
  const seedOrigin = settings?.given('cluster.seedlist')?.written.origin ?? origin;
  // Of a file alone the seed list tells the other nodes.
  const others = nodes.every(({ from }) => from === 'file') ? seeds.filter(seed => !known.has(seed)) : [];
  const all: Member[] =
    others.length === 0 || members.length >= seeds.length
      ? members
      : seeds.slice(0, MAX_MEMBERS).map((seed, i) => ({
          ...members[Math.min(i, members.length - 1)]!,
          id: seed,
          addresses: [seed],
          origin: members[i]?.origin ?? seedOrigin,
          configured: i < members.length,
        }));
  if (nodes.every(({ from }) => from === 'file') && seeds.length === 0) open = true;
  const copies = copiesOf(settings);
  return {
    id: `couchdb:couchdb@${nodes[0]!.from === 'service' ? nodes[0]!.uri : nodes[0]!.folder}`,
    name: 'couchdb',
    system: 'couchdb',
    systems: new Set(['couchdb']),
    versions: version === undefined ? {} : { couchdb: version },
    members: all,
    links: [],
    commit: {
      count: copies === undefined ? 0 : majority(Math.min(copies, Math.max(1, all.length))) - 1,
      method: 'majority',
      level: 'durable',
      degrades: true,
    },
    failover: { kind: 'none needed', by: undefined },
    resources: [],
    routers: [],
    clients: [],
    settings: settings === undefined ? {} : { couchdb: settings },
    missing: [],
    open,
    origin,
    sources: [...new Set(nodes.map(({ uri }) => uri))],
  };
}

/** Copies of new databases: what `placement` adds up to, else `n`; undefined where it cannot be told. */
export function copiesOf(settings: Settings | undefined): number | undefined {
  if (settings === undefined || settings.isHidden('cluster.placement') || settings.isHidden('cluster.n'))
    return undefined;
  const placement = settings.text('cluster.placement');
  if (placement === undefined) return settings.number('cluster.n');
  const counts = placement.split(',').map(part => Number(/:\s*(\d{1,4})\s*$/.exec(part)?.[1] ?? Number.NaN));
  const sum = counts.reduce((all, count) => all + count, 0);
  return Number.isNaN(sum) ? undefined : sum;
}

/** Databases that replicate: a member each, a link for each document. */
function pairsOf(folder: string, replications: readonly CouchReplication[]): Cluster {
  const members = new Map<string, Member>();
  const links: Link[] = [];
  const idOf = ({ text, origin }: CouchReplication['source']): string => {
    const id = bare(text);
    if (!members.has(id) && members.size < MAX_MEMBERS) {
      members.set(id, {
        id,
        role: 'data',
        votes: 0,
        eligible: true,
        site: {},
        addresses: [id],
        settings: {},
        origin,
        configured: false,
      });
    }
    return id;
  };
  for (const { source, target, written, origin } of replications) {
    const filter = written.find(({ key }) => /^(?:filter|doc_ids|selector\b.*)$/.test(key));
    links.push({
      from: idOf(source),
      to: idOf(target),
      kind: 'logical',
      sync: 'async',
      ...(filter === undefined ? {} : { filter: String(filter.raw ?? filter.key) }),
      origin,
    });
  }
  return {
    id: `couchdb:replications@${folder}`,
    name: 'replications',
    system: 'couchdb',
    systems: new Set(['couchdb']),
    versions: {},
    members: [...members.values()],
    links,
    commit: { count: 0, method: 'none', level: 'durable', degrades: false },
    failover: { kind: 'none needed', by: undefined },
    resources: replications.map((each, i) => ({
      kind: 'subscription',
      name: `${bare(each.source.text)} to ${bare(each.target.text)}${i === 0 ? '' : ` (${i + 1})`}`,
      settings: { couchdb: new Settings(REPLICATION_PARAMETERS, undefined, each.written) },
      origin: each.origin,
    })),
    routers: [],
    clients: [],
    settings: {},
    missing: [],
    open: true,
    origin: replications[0]!.origin,
    sources: [...new Set(replications.map(({ origin }) => origin.unit.uri))],
  };
}

/** A URL without scheme, user and closing slash. */
export function bare(url: string): string {
  return url
    .replace(/^https?:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/\/+$/, '');
}

function guarantees(cluster: Cluster): readonly Guarantee[] {
  const copies = copiesOf(cluster.settings.couchdb);
  const because = [
    copies === undefined
      ? { sentence: 'Databases follow each other afterwards; both sides take writes.' }
      : {
          sentence: `New databases have ${copies} copies; a write asks for ${majority(copies)} of them and is taken with fewer, with the answer 202.`,
        },
  ];
  return [
    {
      operation: 'write',
      writes: true,
      consistency: 'eventual',
      partition: 'A',
      otherwise: 'L',
      copies: 1,
      rpoMs: 'unbounded',
      rtoMs: [0, 0],
      because: [
        ...because,
        {
          sentence:
            'Of two revisions on two sides one wins everywhere and the other is kept as a conflict, which nothing merges.',
        },
      ],
    },
    { operation: 'read', writes: false, consistency: 'eventual', partition: 'A', otherwise: 'L', because },
  ];
}
