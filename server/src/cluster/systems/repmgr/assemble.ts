import type { Cluster, FailoverRule, Member } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import { readConninfo } from '../postgres/conninfo.js';
import type { PostgresData } from '../postgres/data.js';
import type { RepmgrFile } from './conf.js';
import { REPMGR_PARAMETERS } from './parameters.js';

type File = Fragment<PostgresData> & { readonly data: RepmgrFile };

interface RepmgrNode {
  readonly file: File;
  readonly settings: Settings;
  readonly name: string;
  readonly hosts: readonly string[];
}

/** Clusters with what repmgr decides about them; those of which only repmgr speaks come on top. */
export function withRepmgr(
  clusters: readonly Cluster[],
  fragments: readonly Fragment<PostgresData>[],
): readonly Cluster[] {
  const nodes = fragments.filter((each): each is File => each.data.kind === 'repmgr').map(nodeOf);
  const left = new Map<string, RepmgrNode[]>();
  const own = new Map<Cluster, RepmgrNode[]>();
  for (const node of nodes) {
    // Hosts of examples beside each other go by the same names: what its own file starts comes first.
    const cluster =
      clusters.find(({ sources }) => sources.includes(node.file.uri)) ??
      clusters.find(each => isOf(node, each));
    if (cluster !== undefined) own.set(cluster, [...(own.get(cluster) ?? []), node]);
    else {
      const key = around(node.file.data.folder, nodes);
      left.set(key, [...(left.get(key) ?? []), node]);
    }
  }
  return [
    ...clusters.map(cluster => {
      const managed = own.get(cluster);
      return managed === undefined ? cluster : managedCluster(cluster, managed);
    }),
    ...[...left].map(([folder, list]) => managedCluster(emptyCluster(folder, list), list)),
  ];
}

function nodeOf(file: File): RepmgrNode {
  const settings = new Settings(REPMGR_PARAMETERS, undefined, file.data.written);
  const hosts = (readConninfo(settings.text('conninfo') ?? '')?.hosts ?? []).flatMap(({ host, port }) => [
    host,
    `${host}:${port}`,
  ]);
  return { file, settings, name: settings.text('node_name') || hosts[0] || file.data.name, hosts };
}

function isOf(node: RepmgrNode, cluster: Cluster): boolean {
  const folder = `${node.file.data.folder}/`;
  const names = new Set([node.name, ...node.hosts].map(name => name.toLowerCase()));
  return (
    cluster.members.some(({ id, addresses }) =>
      [id, ...addresses].some(each => names.has(each.toLowerCase())),
    ) ||
    (node.file.data.folder !== '' &&
      cluster.members.some(({ origin }) => origin.unit.uri.toLowerCase().startsWith(folder)))
  );
}

/** Files of one folder belong together; so do those of folders below one parent that hold one each. */
function around(folder: string, nodes: readonly RepmgrNode[]): string {
  if (nodes.filter(({ file }) => file.data.folder === folder).length > 1 || !folder.includes('/')) {
    const siblings = nodes.filter(
      ({ file }) => file.data.folder !== folder && !file.data.folder.includes('/'),
    );
    return siblings.length > 0 && !folder.includes('/') ? '' : folder;
  }
  return folder.slice(0, folder.lastIndexOf('/'));
}

function managedCluster(cluster: Cluster, nodes: readonly RepmgrNode[]): Cluster {
  const used = new Set<RepmgrNode>();
  const members = cluster.members.map((member): Member => {
    const node = nodes.find(
      each =>
        !used.has(each) &&
        ([each.name, ...each.hosts].some(name =>
          [member.id, ...member.addresses].some(own => own.toLowerCase() === name.toLowerCase()),
        ) ||
          (each.file.data.folder !== '' &&
            member.origin.unit.uri.toLowerCase().startsWith(`${each.file.data.folder}/`))),
    );
    if (node === undefined) return member;
    used.add(node);
    return managedMember(member, node);
  });
  for (const node of nodes) {
    if (used.has(node) || members.some(({ id }) => id === node.name)) continue;
    members.push(
      managedMember(
        {
          id: node.name,
          role: /witness/i.test(node.name) ? 'witness' : 'data',
          votes: 1,
          eligible: true,
          site: {},
          addresses: node.hosts,
          settings: {},
          origin: node.file.origin,
          configured: true,
        },
        node,
      ),
    );
  }
  return {
    ...cluster,
    system: cluster.system === 'postgres' ? 'repmgr' : cluster.system,
    systems: new Set([...cluster.systems, 'repmgr'] as const),
    members,
    failover: failoverOf(nodes),
    settings: { ...cluster.settings, repmgr: nodes[0]!.settings },
    sources: [...new Set([...cluster.sources, ...nodes.map(({ file }) => file.uri)])],
  };
}

function managedMember(member: Member, { settings, name, hosts, file }: RepmgrNode): Member {
  const priority = settings.number('priority');
  const location = settings.given('location')?.effective;
  return {
    ...member,
    ...(member.role === 'data' && /witness/i.test(name) ? { role: 'witness' as const } : {}),
    votes: 1,
    eligible: priority !== 0 && settings.text('failover') === 'automatic' && !/witness/i.test(name),
    ...(priority === undefined ? {} : { priority }),
    ...(typeof location === 'string' ? { site: { ...member.site, zone: location } } : {}),
    addresses: [...new Set([...member.addresses, ...hosts])],
    settings: { ...member.settings, repmgr: settings },
    origin: member.configured ? member.origin : file.origin,
    configured: true,
  };
}

function failoverOf(nodes: readonly RepmgrNode[]): FailoverRule {
  const automatic = nodes.find(({ settings }) => settings.text('failover') === 'automatic');
  if (automatic === undefined) return { kind: 'manual', by: undefined };
  const { settings } = automatic;
  const attempts = settings.number('reconnect_attempts');
  const interval = settings.number('reconnect_interval');
  const check = settings.number('monitor_interval_secs') ?? 0;
  const promotion = settings.number('promote_check_timeout') ?? 0;
  const origin = settings.given('failover')?.written.origin;
  return {
    kind: 'automatic',
    by: 'repmgr',
    ...(attempts === undefined || interval === undefined
      ? {}
      : { detectMs: [attempts * interval, attempts * interval + check + promotion] as const }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function emptyCluster(folder: string, nodes: readonly RepmgrNode[]): Cluster {
  const name =
    folder
      .split('/')
      .filter(part => part !== '' && !part.includes(':'))
      .at(-1) ?? 'repmgr';
  return {
    id: `repmgr:${name}@${folder}`,
    name,
    system: 'repmgr',
    systems: new Set(['repmgr'] as const),
    versions: {},
    members: [],
    links: [],
    commit: { count: 0, method: 'none', level: 'async', degrades: false },
    failover: { kind: 'manual', by: undefined },
    resources: [],
    routers: [],
    clients: [],
    settings: {},
    missing: [{ what: 'the postgresql.conf of the nodes', origin: nodes[0]!.file.origin }],
    // One file describes one node: the others are elsewhere.
    open: nodes.length < 2,
    origin: nodes[0]!.file.origin,
    sources: [],
  };
}
