import { closest, gather, near, placeOf } from '../../kit/places.js';
import { lastOf, textOf } from '../../kit/written.js';
import type { Cluster, Member, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { majority } from '../../quorum.js';
import { Settings } from '../../settings.js';
import type { RabbitData, RabbitNode, RabbitQueue } from './data.js';
import { QUEUE_PARAMETERS, RABBITMQ_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

/** Nodes that list each other, with the queues and policies beside them. */
export function assemble(fragments: readonly Fragment<RabbitData>[]): Assembled {
  const nodes = withAdvanced(fragments.flatMap(({ data }) => (data.kind === 'node' ? [data] : [])));
  const queues = fragments.flatMap(({ data }) => (data.kind === 'node' ? [] : [data]));
  // A container next to a config file is what runs it.
  const files = nodes.filter(({ from }) => from !== 'service');
  const services = nodes.filter(({ from }) => from === 'service');
  const homes = [...new Set(services.map(({ folder }) => folder))];
  const homeOf = ({ folder }: RabbitNode) =>
    homes.find(home => folder === home || folder.startsWith(`${home}/`));
  // What different folders start are examples of their own, though their hosts go by the same names.
  const apart = (a: RabbitNode, b: RabbitNode) => {
    const [one, other] = [homeOf(a), homeOf(b)];
    return one !== undefined && other !== undefined && one !== other;
  };
  const groups = gather(files, together, apart).map(group => ({ nodes: group, queues: [] as RabbitQueue[] }));
  const rest: RabbitNode[] = [];
  for (const service of services) {
    const config = closest(
      groups,
      group => group.nodes.flatMap(({ from, folder }) => (from === 'file' ? [folder] : [])),
      service.folder,
    );
    if (config === undefined) rest.push(service);
    else config.nodes.push(service);
  }
  for (const group of gather(rest, (a, b) => a.uri === b.uri)) groups.push({ nodes: group, queues: [] });
  for (const queue of queues) {
    const group =
      groups.find(each => each.nodes.some(({ uri }) => uri === queue.uri)) ??
      closest(groups, each => each.nodes.map(({ folder }) => folder), queue.folder) ??
      groups.find(
        each => each.nodes.length === 0 && each.queues.some(({ folder }) => folder === queue.folder),
      );
    if (group !== undefined) group.queues.push(queue);
    else groups.push({ nodes: [], queues: [queue] });
  }
  return {
    clusters: groups
      .filter(
        ({ nodes: own, queues: all }) =>
          all.length > 0 ||
          own.some(({ from, written }) => from !== 'service' || written.length > 0) ||
          own.length > 1,
      )
      .map(clusterOf),
  };
}

/** A node's two files as one: what the terms say counts. */
function withAdvanced(nodes: readonly RabbitNode[]): readonly RabbitNode[] {
  const advanced = nodes.filter(node => node.advanced === true);
  if (advanced.length === 0) return nodes;
  const merged = new Set<RabbitNode>();
  const whole = nodes.map((node): RabbitNode => {
    const own = advanced.find(each => each.folder === node.folder && !merged.has(each));
    if (node.advanced === true || node.from === 'service' || own === undefined) return node;
    merged.add(own);
    return {
      ...node,
      written: [...node.written, ...own.written],
      listed: own.listed.length > 0 ? own.listed : node.listed,
    };
  });
  return whole.filter(node => !merged.has(node));
}

function together(a: RabbitNode, b: RabbitNode): boolean {
  if (a.from === 'operator' || b.from === 'operator' || !near(a.folder, b.folder)) return false;
  const names = new Set(a.listed.map(({ text }) => text));
  return b.listed.some(({ text }) => names.has(text));
}

function clusterOf({
  nodes,
  queues,
}: {
  readonly nodes: readonly RabbitNode[];
  readonly queues: readonly RabbitQueue[];
}): Cluster {
  const version = [...nodes, ...queues].find(each => each.version !== undefined)?.version;
  const file = nodes.find(({ from }) => from === 'file');
  const first = file ?? nodes[0];
  const settings = new Settings(RABBITMQ_PARAMETERS, version?.version, first?.written ?? []);
  const members: Member[] = [];
  const add = (
    id: string,
    hosts: readonly string[],
    node: RabbitNode | undefined,
    origin: Member['origin'],
    configured: boolean,
  ) => {
    if (members.length >= MAX_MEMBERS) return;
    members.push({
      id,
      role: 'data',
      votes: 1,
      eligible: true,
      site: {},
      addresses: [...new Set(hosts.flatMap(host => [host, `${host}:5672`]))],
      settings: {
        rabbitmq:
          node === undefined
            ? settings
            : new Settings(
                RABBITMQ_PARAMETERS,
                version?.version,
                node.from === 'service' ? (file?.written ?? []) : node.written,
              ),
      },
      ...(version === undefined ? {} : { version: version.version }),
      origin,
      configured,
    });
  };
  const listed = new Map(
    nodes.flatMap(({ listed: all }) => all.map(each => [each.text, each.origin] as const)),
  );
  const services = nodes.filter(({ from }) => from === 'service');
  let open = nodes.length === 0 || nodes.some(({ copies }) => copies === undefined || copies > MAX_MEMBERS);
  if (listed.size > 0)
    for (const [name, origin] of listed) add(name, [name.replace(/^[^@]*@/, '')], undefined, origin, true);
  else if (services.length > 0) {
    // Several containers may be brokers apart, unless a config makes them one.
    for (const node of services) add(node.name, node.hosts, node, node.origin, true);
    if (file === undefined || lastOf(file.written, 'cluster_formation.peer_discovery_backend') === undefined)
      open = true;
  } else {
    for (const node of nodes) {
      const count = Math.min(node.copies ?? 1, MAX_MEMBERS);
      for (let i = 0; i < count; i++)
        add(count > 1 ? `${node.name}-server-${i}` : node.name, node.hosts, node, node.origin, true);
      // A file does not tell how many others have the like.
      if (node.from === 'file') open = true;
    }
  }
  const hint = settings.number('cluster_formation.target_cluster_size_hint');
  if (
    listed.size === 0 &&
    file !== undefined &&
    hint !== undefined &&
    hint <= MAX_MEMBERS &&
    services.length === 0
  ) {
    while (members.length < hint) add(`node ${members.length + 1}`, [], undefined, file.origin, false);
    open = false;
  }
  const origin = (first ?? queues[0]!).origin;
  const uris = [...nodes, ...queues].map(({ uri }) => uri);
  const name =
    textOf(lastOf(first?.written ?? [], 'cluster_name')) ??
    (first?.from === 'operator' ? first.name : 'rabbitmq');
  const tick = settings.number('net_ticktime') ?? 60_000;
  return {
    id: `rabbitmq:${name}@${placeOf(uris)}`,
    name,
    system: 'rabbitmq',
    systems: new Set(['rabbitmq']),
    versions: version === undefined ? {} : { rabbitmq: version },
    members,
    links: [],
    commit: {
      count: Math.max(0, majority(Math.min(members.length, 3)) - 1),
      method: 'majority',
      level: 'durable',
      degrades: false,
    },
    failover: { kind: 'automatic', by: 'rabbitmq', detectMs: [0, Math.round(tick * 1.25)] },
    resources: queues.map((queue): Resource => {
      const own = new Settings(QUEUE_PARAMETERS, version?.version, queue.written);
      return {
        kind: 'queue',
        name: queue.kind === 'policy' ? `policy ${queue.name}` : queue.name,
        settings: { rabbitmq: own },
        origin: queue.origin,
      };
    }),
    routers: [],
    clients: [],
    settings: { rabbitmq: settings },
    missing: [],
    open,
    origin,
    sources: [...new Set(uris)],
  };
}
