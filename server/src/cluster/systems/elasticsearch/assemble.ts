import { namesInSeveralFiles } from '../../kit/resources.js';
import type { Cluster, Member, Missing, Resource } from '../../model.js';
import type { Assembled, Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import type { Roles, SearchData, SearchIndexDraft, SearchNode, SearchSystem } from './data.js';
import { ELASTICSEARCH_PARAMETERS, INDEX_PARAMETERS, OPENSEARCH_PARAMETERS } from './parameters.js';

const MAX_MEMBERS = 1000;

interface Group {
  readonly system: SearchSystem;
  readonly nodes: SearchNode[];
}

/** Clusters by their nodes; indexes go to the one that they lie next to, or stand alone. */
export function assemble(fragments: readonly Fragment<SearchData>[]): Assembled {
  const drafts = fragments.flatMap(({ data, system }) =>
    data.kind === 'node' ? [{ node: data, system: system as SearchSystem }] : [],
  );
  const indexes = fragments.flatMap(({ data }) => (data.kind === 'index' ? [data] : []));
  const groups = new Map<string, Group>();
  const mounted = withMounts(drafts);
  // Values of one release in two files are alternatives; those of other groups of nodes are releases beside it.
  const released = mounted.flatMap(({ node }) => (node.from === 'operator' ? [node] : []));
  const twice = namesInSeveralFiles(released, releaseOf);
  const tried = new Set(released.filter(node => twice.has(releaseOf(node))).map(clusterIn));
  for (const { node, system } of mounted) {
    const name = node.clusterName?.text;
    // Files of one name and one parent are nodes of a cluster; without a name each is its own.
    const key =
      node.from === 'file' && name === undefined
        ? `${system}|${node.folder}`
        : `${system}|${name ?? ''}|${node.from === 'operator' && tried.has(clusterIn(node)) ? node.uri : node.scope}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { system, nodes: [node] });
    else known.nodes.push(node);
  }
  const all = [...groups.values()];
  const clusters = all.map(group =>
    clusterOf(
      group,
      indexes.filter(index => all.length === 1 || nearBy(group, index.folder)),
      `${group.system}:${group.nodes[0]!.clusterName?.text ?? group.system}@${placeOf(group.nodes)}`,
    ),
  );
  if (all.length > 0) return { clusters };
  const byFolder = new Map<string, SearchIndexDraft[]>();
  for (const index of indexes) byFolder.set(index.folder, [...(byFolder.get(index.folder) ?? []), index]);
  return {
    clusters: [...byFolder].map(([folder, own]) =>
      clusterOf({ system: 'elasticsearch', nodes: [] }, own, `elasticsearch:indexes@${folder}`),
    ),
  };
}

function clusterIn({ scope, clusterName }: SearchNode): string {
  return `${scope}|${clusterName?.text ?? ''}`;
}

function releaseOf(node: SearchNode): string {
  return `${clusterIn(node)}|${node.name}`;
}

function clusterOf({ system, nodes }: Group, indexes: readonly SearchIndexDraft[], id: string): Cluster {
  const table = system === 'opensearch' ? OPENSEARCH_PARAMETERS : ELASTICSEARCH_PARAMETERS;
  const version = nodes.find(node => node.version !== undefined)?.version;
  const members: Member[] = [];
  const missing: Missing[] = [];
  let open = nodes.length === 0;
  for (const node of nodes) {
    const settings = new Settings(table, node.version?.version ?? version?.version, node.written);
    const roles = rolesOf(settings);
    const count = Math.min(node.count ?? 1, MAX_MEMBERS - members.length);
    if (node.count === undefined || node.count > count || roles === undefined) open = true;
    for (let i = 0; i < count; i++) {
      const name = node.from === 'operator' || (node.count ?? 1) > 1 ? `${node.name}-${i}` : node.name;
      const votes = roles?.master === false ? 0 : 1;
      members.push({
        id: members.some(other => other.id === name) ? `${name} (${members.length + 1})` : name,
        role: roles?.data === false ? (votes === 0 ? 'router' : 'witness') : 'data',
        votes,
        eligible: votes === 1 && roles?.votingOnly !== true,
        site: siteOf(settings),
        addresses: count === 1 ? [...new Set([node.name, ...node.addresses])] : [name],
        settings: {
          [system]: settings.with([
            { key: 'place.from', raw: node.from, keyOrigin: node.origin, origin: node.origin },
          ]),
        },
        ...(node.version === undefined ? {} : { version: node.version.version }),
        origin: node.origin,
        configured: true,
      });
    }
  }
  const known = new Set(members.flatMap(({ id: own, addresses }) => [own, ...addresses]));
  const single = nodes.some(node =>
    node.written.some(({ key, raw }) => key === 'discovery.type' && raw === 'single-node'),
  );
  // Others that a node names: it is not alone, and their configs are not here.
  const named = members.flatMap(({ settings }) => {
    const own = settings[system];
    const masters = own?.given('cluster.initial_master_nodes');
    return masters === undefined
      ? []
      : (own?.list('cluster.initial_master_nodes') ?? []).map(text => ({
          text,
          origin: masters.written.origin,
        }));
  });
  const absent = [
    ...new Map(named.filter(({ text }) => !known.has(text)).map(each => [each.text, each])).values(),
  ];
  if (absent.length > 0 && !single)
    missing.push({ what: 'configs of other nodes', origin: absent[0]!.origin });
  if (!single && (absent.length > 0 || (nodes.length === 1 && nodes[0]!.from === 'file'))) open = true;
  const origin = nodes[0]?.clusterName?.origin ?? nodes[0]?.origin ?? indexes[0]!.origin;
  const resources = indexes.map((index): Resource => {
    const settings = new Settings(INDEX_PARAMETERS, version?.version, index.written);
    const replicas = settings.isHidden('number_of_replicas')
      ? undefined
      : settings.number('number_of_replicas');
    return {
      kind: 'index',
      name: index.name,
      ...(replicas === undefined ? {} : { copies: { '': replicas + 1 } }),
      settings: { [system]: settings },
      origin: index.origin,
    };
  });
  const least = Math.min(...resources.map(({ copies }) => (copies?.[''] ?? 2) - 1), 1);
  return {
    id,
    name: nodes[0]?.clusterName?.text ?? system,
    system,
    systems: new Set([system]),
    versions: version === undefined ? {} : { [system]: version },
    members,
    links: [],
    commit: { count: Math.max(0, least), method: 'all', level: 'durable', degrades: true },
    failover: { kind: 'automatic', by: system, detectMs: [0, 33_000] },
    resources,
    routers: [],
    clients: [],
    settings: members[0] === undefined ? {} : { [system]: members[0].settings[system]! },
    missing,
    open,
    origin,
    sources: [...new Set([...nodes.map(({ uri }) => uri), ...indexes.map(index => index.origin.unit.uri)])],
  };
}

/** Undefined where the text does not tell. */
export function rolesOf(settings: Settings): Roles | undefined {
  if (['node.roles', 'node.master', 'node.data'].some(name => settings.isHidden(name))) return undefined;
  const given = settings.given('node.roles');
  if (given !== undefined) {
    const roles = settings.list('node.roles').map(role => role.toLowerCase());
    return {
      master: roles.includes('master') || roles.includes('cluster_manager'),
      data: roles.some(role => role === 'data' || role.startsWith('data_')),
      votingOnly: roles.includes('voting_only'),
    };
  }
  return {
    master: settings.flag('node.master') !== false,
    data: settings.flag('node.data') !== false,
    votingOnly: settings.flag('node.voting_only') === true,
  };
}

function siteOf(settings: Settings): Member['site'] {
  const attribute = (name: string): string | undefined => {
    const raw = settings.raw(`node.attr.${name}`)?.raw;
    return raw === undefined || typeof raw === 'object' ? undefined : String(raw);
  };
  const aware = settings.list('cluster.routing.allocation.awareness.attributes')[0];
  const zone =
    (aware === undefined ? undefined : attribute(aware)) ??
    ['zone', 'availability_zone', 'az', 'k8s_node_name', 'temp_zone']
      .map(attribute)
      .find(each => each !== undefined);
  const rack = attribute('rack') ?? attribute('rack_id');
  return { ...(zone === undefined ? {} : { zone }), ...(rack === undefined ? {} : { rack }) };
}

function withMounts(drafts: readonly { readonly node: SearchNode; readonly system: SearchSystem }[]) {
  const files = new Map(drafts.flatMap(({ node }) => (node.from === 'file' ? [[node.uri, node]] : [])));
  const used = new Set<string>();
  const all = drafts.map(draft => {
    const file = draft.node.mounts.map(uri => files.get(uri)).find(each => each !== undefined);
    if (file === undefined) return draft;
    used.add(file.uri);
    const clusterName = draft.node.clusterName ?? file.clusterName;
    return {
      ...draft,
      node: {
        ...draft.node,
        ...(clusterName === undefined ? {} : { clusterName }),
        // Variables win over the file.
        written: [...file.written, ...draft.node.written],
      },
    };
  });
  return all.filter(({ node }) => node.from !== 'file' || !used.has(node.uri));
}

function nearBy({ nodes }: Group, folder: string): boolean {
  return nodes.some(
    node =>
      node.folder === folder || folder.startsWith(`${node.folder}/`) || node.folder.startsWith(`${folder}/`),
  );
}

/** The file where one holds the cluster whole, else the folder of all its files. */
function placeOf(nodes: readonly SearchNode[]): string {
  const [first] = nodes;
  return nodes.every(({ from, uri }) => from !== 'file' && uri === first!.uri)
    ? first!.uri
    : commonFolder(nodes);
}

function commonFolder(nodes: readonly SearchNode[]): string {
  let parts = nodes[0]!.folder.split('/');
  for (const { folder } of nodes) {
    const others = folder.split('/');
    let i = 0;
    while (i < parts.length && parts[i] === others[i]) i++;
    parts = parts.slice(0, i);
  }
  return parts.join('/');
}
