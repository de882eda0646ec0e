import {
  entriesNamed,
  entryAt,
  itemsOf,
  type Node,
  numberAt,
  textAt,
  valueAt,
} from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { SearchData, SearchNode, SearchSystem } from './data.js';
import { folderOf, fragment } from './read.js';

/** Values of the charts of Elastic, OpenSearch and Bitnami: how many nodes of which roles. */
export const HELM: ConfigFormat<SearchData> = {
  title: 'values of the elasticsearch and opensearch charts',
  detects: source =>
    /values[^/]*\.ya?ml$/.test(source.name) &&
    ((/^clusterName:/m.test(source.text) && /^(?:nodeGroup|masterService):/m.test(source.text)) ||
      /repository:\s*\S*bitnami\w*\/(?:elasticsearch|opensearch)\s*$/m.test(source.text)),
  read: source =>
    source.yaml
      .slice(0, 1)
      .flatMap(root => (entryAt(root, 'clusterName') ? official(source, root) : bitnami(source, root))),
};

/** One release is one group of nodes; other groups are releases with values of their own. */
function official(source: Source, root: Node): Fragment<SearchData>[] {
  const name = namedAt(source, root, 'clusterName');
  const group = namedAt(source, root, 'nodeGroup');
  const roles = entryAt(root, 'roles');
  const minimum = entryAt(root, 'minimumMasterNodes');
  const written: Written[] = [];
  if (roles !== undefined) {
    // Charts for version 7 have a map of switches, later ones a list.
    const list =
      roles.value.kind === 'map'
        ? roles.value.entries.flatMap(({ key, value }) => (isOn(value) ? [key] : []))
        : itemsOf(roles.value).flatMap(item => textAt(item)?.value ?? []);
    written.push({
      key: 'node.roles',
      raw: list,
      keyOrigin: source.origin(roles.keySpan),
      origin: source.origin(roles.value.span),
    });
  }
  const tag = namedAt(source, root, 'imageTag') ?? namedAt(source, valueAt(root, 'image'), 'tag');
  const system: SearchSystem = /opensearch/i.test(source.text) ? 'opensearch' : 'elasticsearch';
  return [
    nodeOf(source, system, {
      name: `${name?.text ?? 'es'}-${group?.text ?? 'nodes'}`,
      cluster: name,
      written,
      count: numberAt(root, 'replicas')?.value,
      tag,
      origin: source.origin((minimum ?? roles ?? entryAt(root, 'clusterName'))!.keySpan),
    }),
  ];
}

function bitnami(source: Source, root: Node): Fragment<SearchData>[] {
  const system: SearchSystem = /bitnami\w*\/opensearch\s*$/m.test(source.text)
    ? 'opensearch'
    : 'elasticsearch';
  const cluster = namedAt(source, valueAt(root, 'global', system), 'name') ?? namedAt(source, root, 'name');
  const tag = namedAt(source, valueAt(root, 'image'), 'tag');
  const only = textAt(root, 'master', 'masterOnly')?.value !== 'false';
  const groups: readonly (readonly [key: string, roles: readonly string[]])[] = [
    ['master', only ? ['master'] : ['master', 'data', 'ingest']],
    ['data', ['data']],
    ['coordinating', []],
    ['ingest', ['ingest']],
  ];
  return groups.flatMap(([key, roles]) => {
    const [entry] = entriesNamed(root, key);
    const size = entryAt(entry?.value, 'replicaCount');
    if (entry === undefined || size === undefined || textAt(entry.value, 'enabled')?.value === 'false')
      return [];
    const at = source.origin(size.value.span);
    return [
      nodeOf(source, system, {
        name: `${cluster?.text ?? system}-${key}`,
        cluster,
        written: [{ key: 'node.roles', raw: roles, keyOrigin: source.origin(entry.keySpan), origin: at }],
        count: numberAt(entry.value, 'replicaCount')?.value,
        tag,
        origin: at,
      }),
    ];
  });
}

interface Group {
  readonly name: string;
  readonly cluster: Named | undefined;
  readonly written: readonly Written[];
  readonly count: number | undefined;
  readonly tag: Named | undefined;
  readonly origin: SearchNode['origin'];
}

function nodeOf(source: Source, system: SearchSystem, group: Group): Fragment<SearchData> {
  const { name, cluster, written, count, tag, origin } = group;
  const version = tag === undefined ? undefined : parseVersion(tag.text);
  return fragment(system, source, {
    kind: 'node',
    from: 'operator',
    uri: source.uri,
    name,
    ...(cluster === undefined ? {} : { clusterName: cluster }),
    scope: folderOf(source.uri),
    folder: folderOf(source.uri),
    written,
    addresses: [],
    count,
    ...(version === undefined || tag === undefined ? {} : { version: { version, origin: tag.origin } }),
    mounts: [],
    origin,
  });
}

function namedAt(source: Source, node: Node | undefined, key: string): Named | undefined {
  const setting = textAt(node, key);
  return setting?.value === undefined || setting.value === '' || setting.value === 'null'
    ? undefined
    : { text: setting.value, origin: source.origin(setting.span) };
}

function isOn(value: Node): boolean {
  return value.kind === 'scalar' && (value.value === true || value.value === 'true');
}
