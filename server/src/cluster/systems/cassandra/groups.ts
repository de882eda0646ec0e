import type { Origin } from '../../../sql/reading.js';
import { namesInSeveralFiles } from '../../kit/resources.js';
import type { CassandraSystem, NodeDraft, TopologyDraft } from './data.js';
import { folderOf, placeOf } from './data.js';
import { sameHost } from './sites.js';
import { isAnywhere } from './yaml.js';

/** Nodes that belong together. */
export interface NodeGroup {
  readonly system: CassandraSystem;
  readonly name: string | undefined;
  /** The folder that holds all of them. */
  readonly folder: string;
  readonly nodes: readonly NodeDraft[];
  readonly topology?: TopologyDraft;
  readonly origin: Origin;
}

interface NodeOf {
  readonly draft: NodeDraft;
  readonly system: CassandraSystem;
}

/**
 * Nodes of one name and one scope are a cluster; those of one name in other folders as well where they share a seed. A
 * topology file without nodes is a cluster of its own.
 */
export function groupsOf(nodes: readonly NodeOf[], topologies: readonly TopologyDraft[]): NodeGroup[] {
  const kept = withTries(withMounts(nodes));
  const groups: NodeOf[][] = [];
  const byKey = new Map<string, NodeOf[]>();
  for (const node of kept) {
    const key = keyOf(node);
    const known = byKey.get(key);
    if (known !== undefined && !known.some(({ draft }) => areTries(draft, node.draft))) {
      known.push(node);
      continue;
    }
    const fresh = [node];
    byKey.set(key, fresh);
    const friend = groups.find(group => areOne(group, node));
    if (friend === undefined) groups.push(fresh);
    else {
      friend.push(node);
      byKey.set(key, friend);
    }
  }
  const made = groups.map((group): NodeGroup => {
    const drafts = group.map(({ draft }) => draft);
    const name = drafts.find(draft => draft.clusterName !== undefined)?.clusterName;
    const folder = commonFolder(drafts.map(draft => draft.folder));
    const topology = topologies.find(each => each.folder === folder || each.folder.startsWith(`${folder}/`));
    return {
      system: group.some(({ system }) => system === 'scylla') ? 'scylla' : 'cassandra',
      name: name?.text,
      folder,
      nodes: drafts,
      ...(topology === undefined ? {} : { topology }),
      origin: name?.origin ?? drafts[0]!.origin,
    };
  });
  const alone = topologies.filter(
    each =>
      each.nodes.length > 0 &&
      !made.some(({ topology, folder }) => topology === each || each.folder.startsWith(folder)),
  );
  return [
    ...made,
    ...alone.map(
      (topology): NodeGroup => ({
        system: 'cassandra',
        name: undefined,
        folder: placeOf(topology.folder),
        nodes: [],
        topology,
        origin: topology.origin,
      }),
    ),
  ];
}

/** The group whose folder is the one, or lies above or below it; the closest of several. */
export function nearest(groups: readonly NodeGroup[], folder: string): NodeGroup | undefined {
  if (groups.length === 1) return groups[0];
  let best: NodeGroup | undefined;
  let length = -1;
  for (const group of groups) {
    const above = folder === group.folder || folder.startsWith(`${group.folder}/`);
    const sibling = folderOf(group.folder) === folderOf(folder) || folderOf(folder) === group.folder;
    const below = group.folder.startsWith(`${folder}/`);
    if (!above && !sibling && !below) continue;
    const common = commonFolder([group.folder, folder]).length;
    if (common > length) {
      best = group;
      length = common;
    }
  }
  return best;
}

function keyOf({ draft, system }: NodeOf): string {
  const name = draft.clusterName?.text ?? '';
  if (draft.from !== 'file') return `${system}|${name}|${draft.scope}`;
  const seeds = draft.seeds
    .map(({ text }) => text)
    .filter(text => !isAnywhere(text.replace(/:\d+$/, '')))
    .sort()
    .join();
  // The default name joins nothing by itself: it needs the same seeds as well.
  return isOwnName(name) ? `${system}|${name}|${draft.scope}` : `${system}|${draft.folder}|${seeds}`;
}

/** Data centres of an operator that stand in two files by one name are alternatives: each file is a cluster then. */
function withTries(nodes: readonly NodeOf[]): NodeOf[] {
  const made = nodes.flatMap(({ draft }) => (draft.from === 'operator' ? [draft] : []));
  const twice = namesInSeveralFiles(made, centreOf);
  const tried = new Set(made.filter(draft => twice.has(centreOf(draft))).map(clusterOf));
  return nodes.map(node =>
    node.draft.from === 'operator' && tried.has(clusterOf(node.draft))
      ? { ...node, draft: { ...node.draft, scope: node.draft.uri } }
      : node,
  );
}

function centreOf(draft: NodeDraft): string {
  return `${clusterOf(draft)}|${draft.place.dc?.text ?? ''}`;
}

function clusterOf({ scope, clusterName }: NodeDraft): string {
  return `${scope}|${clusterName?.text ?? ''}`;
}

function areOne(group: readonly NodeOf[], { draft, system }: NodeOf): boolean {
  const [first] = group;
  if (first === undefined || first.system !== system || draft.from !== first.draft.from) return false;
  if (group.some(other => areTries(other.draft, draft))) return false;
  if (draft.from === 'service' && draft.scope !== first.draft.scope) return false;
  const name = draft.clusterName?.text ?? '';
  if (draft.from === 'service') {
    // Services of one file with seeds of each other belong together, whether all say the name or not.
    return group.some(
      ({ draft: other }) =>
        (other.clusterName?.text ?? name) === (draft.clusterName?.text ?? other.clusterName?.text ?? name) &&
        (pointsAt(draft, other) || pointsAt(other, draft) || sharesSeed(draft, other)),
    );
  }
  if ((first.draft.clusterName?.text ?? '') !== name) return false;
  if (!isOwnName(name) && folderOf(placeOf(draft.folder)) !== folderOf(placeOf(first.draft.folder)))
    return false;
  return group.some(({ draft: other }) => sharesSeed(draft, other));
}

/** Files of one folder that name no address of their own: somebody starts a node with the one or with the other. */
function areTries(a: NodeDraft, b: NodeDraft): boolean {
  return [a, b].every(
    ({ from, addresses, folder, uri }, i) =>
      from === 'file' &&
      folder === a.folder &&
      (i === 0 || uri !== a.uri) &&
      addresses.every(address => /^(?:localhost|127\.|::1)/.test(address)),
  );
}

function isOwnName(name: string): boolean {
  return name !== '' && name !== 'Test Cluster';
}

function pointsAt(a: NodeDraft, b: NodeDraft): boolean {
  return a.seeds.some(({ text }) => b.addresses.some(address => sameHost(address, text)));
}

function sharesSeed(a: NodeDraft, b: NodeDraft): boolean {
  return a.seeds.some(
    seed =>
      !isAnywhere(seed.text.replace(/:\d+$/, '')) && b.seeds.some(other => sameHost(seed.text, other.text)),
  );
}

/** A service that mounts a `cassandra.yaml` of the project has its settings; the file is no node of its own. */
function withMounts(nodes: readonly NodeOf[]): NodeOf[] {
  const files = new Map(nodes.flatMap(({ draft }) => (draft.from === 'file' ? [[draft.uri, draft]] : [])));
  const used = new Set<string>();
  const kept = nodes.map(node => {
    const mounted = node.draft.mounts.flatMap(uri => files.get(uri) ?? []);
    if (mounted.length === 0) return node;
    for (const { uri } of mounted) used.add(uri);
    const [file] = mounted;
    const clusterName = node.draft.clusterName ?? file!.clusterName;
    return {
      ...node,
      draft: {
        ...node.draft,
        ...(clusterName === undefined ? {} : { clusterName }),
        written: [...mounted.flatMap(({ written }) => written), ...node.draft.written],
        seeds: node.draft.seeds.length > 0 ? node.draft.seeds : file!.seeds,
      },
    };
  });
  return kept.filter(({ draft }) => draft.from !== 'file' || !used.has(draft.uri));
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  let parts = first.split('/');
  for (const folder of rest) {
    const others = folder.split('/');
    let i = 0;
    while (i < parts.length && parts[i] === others[i]) i++;
    parts = parts.slice(0, i);
  }
  return parts.join('/');
}
