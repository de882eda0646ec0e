import { readJson } from '../../../documents/readers/json.js';
import { isHidden } from '../../../documents/templates.js';
import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { withVariablesHidden } from '../../variables.js';
import { parseVersion } from '../../version.js';
import type { SearchData, SearchNode, SearchSystem } from './data.js';
import { ELASTICSEARCH_PARAMETERS, INDEX_PARAMETERS, OPENSEARCH_PARAMETERS } from './parameters.js';

/** Keys at the top of compositions, resources, and values of charts: what they hold is not a node's own file. */
const NO_NODE = [
  'services',
  'apiVersion',
  'nodeSets',
  'nodePools',
  'ingress',
  'image',
  'replicas',
  'esConfig',
];

/** `elasticsearch.yml` and `opensearch.yml`. */
export const YAML: ConfigFormat<SearchData> = {
  title: 'elasticsearch.yml',
  detects: source =>
    /^(?:elasticsearch|opensearch)[^/]*\.ya?ml/.test(source.name) && SETTING.test(source.text),
  read: source =>
    source.yaml.slice(0, 1).flatMap(root => {
      const written = withVariablesHidden(writtenIn(source, root));
      // What stands deeper may be the settings of a chart's or an operator's nodes.
      if (
        !written.some(({ key }) => SETTING.test(key)) ||
        NO_NODE.some(key => entryAt(root, key) !== undefined)
      )
        return [];
      const folder = folderOf(source.uri);
      const name = written.find(({ key }) => key === 'cluster.name');
      const node = written.find(({ key }) => key === 'node.name');
      const place = placeOf(folder);
      return [
        fragment(systemOf(source), source, {
          kind: 'node',
          from: 'file',
          uri: source.uri,
          name: textOf(node) ?? (place.slice(place.lastIndexOf('/') + 1) || source.name),
          ...(textOf(name) === undefined
            ? {}
            : { clusterName: { text: textOf(name)!, origin: name!.origin } }),
          scope: folderOf(place),
          folder,
          written,
          addresses: ['network.publish_host', 'network.host', 'transport.host'].flatMap(key => {
            const text = textOf(written.find(each => each.key === key));
            return text === undefined || /^_|^0\.0\.0\.0$|^localhost$|^127\./.test(text) ? [] : [text];
          }),
          count: 1,
          mounts: [],
          ...versionIn(source),
          origin: (name ?? node ?? written[0]!).keyOrigin,
        }),
      ];
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: (path, source) => {
      const table = systemOf(source) === 'opensearch' ? OPENSEARCH_PARAMETERS : ELASTICSEARCH_PARAMETERS;
      // Names with dots are what everybody writes here; maps in maps are taken too.
      return path.length === 0 ? { table, flat: true } : { table, prefix: `${path.join('.')}.` };
    },
  },
};

const SETTING =
  /^\s*(?:cluster|node|discovery|network|gateway|xpack|plugins|path|http|bootstrap|transport)[.:]/m;

/** Bodies of indexes and templates that say how they are replicated. */
export const INDEX_JSON: ConfigFormat<SearchData> = {
  title: 'settings of an index',
  detects: source =>
    source.name.endsWith('.json') && REPLICATION.test(source.text) && /"settings"/.test(source.text),
  read: source => {
    const root = source.tree('json', readJson);
    const body = valueAt(root, 'template')?.kind === 'map' ? valueAt(root, 'template') : root;
    const settings = valueAt(body, 'settings');
    if (settings?.kind !== 'map') return [];
    const written = withVariablesHidden(writtenIn(source, settings)).map(each => ({
      ...each,
      key: each.key.replace(/^index\./, ''),
    }));
    if (!written.some(({ key }) => RELEVANT.test(key))) return [];
    const pattern = valueAt(root, 'index_patterns');
    const first = pattern?.kind === 'list' ? pattern.items[0] : pattern;
    return [
      fragment('elasticsearch', source, {
        kind: 'index',
        folder: folderOf(source.uri),
        name: textAt(first)?.value ?? source.name.replace(/\.json$/, ''),
        written,
        origin: source.origin(entryAt(body, 'settings')!.keySpan),
      }),
    ];
  },
  assist: {
    syntax: 'json',
    parametersAt: path => {
      const at = path.indexOf('settings');
      if (at < 0) return undefined;
      const rest = path.slice(at + 1).filter((part, i) => i > 0 || part !== 'index');
      return rest.length === 0
        ? { table: INDEX_PARAMETERS }
        : { table: INDEX_PARAMETERS, prefix: `${rest.join('.')}.` };
    },
  },
};

const REPLICATION = /number_of_replicas|auto_expand_replicas|wait_for_active_shards|durability/;
const RELEVANT = /^(?:number_of_replicas|auto_expand_replicas|write\.wait_for_active_shards|translog\.)/;

/** Clusters of the operators of Elastic and OpenSearch. */
export const RESOURCES: ConfigFormat<SearchData> = {
  title: 'Elasticsearch and OpenSearchCluster resources',
  detects: source =>
    /\.ya?ml$/.test(source.name) && /^kind:\s*['"]?(?:Elasticsearch|OpenSearchCluster)\b/m.test(source.text),
  read: source =>
    source.yaml.slice(0, 200).flatMap(root => {
      const kind = textAt(root, 'kind')?.value;
      const name = namedOf(source, valueAt(root, 'metadata', 'name'));
      const eck =
        kind === 'Elasticsearch' &&
        textAt(root, 'apiVersion')?.value?.startsWith('elasticsearch.k8s.elastic.co');
      if (!eck && kind !== 'OpenSearchCluster') return [];
      const version = eck ? valueAt(root, 'spec', 'version') : valueAt(root, 'spec', 'general', 'version');
      const sets = itemsOf(valueAt(root, 'spec', eck ? 'nodeSets' : 'nodePools')).slice(0, 100);
      return sets.map((set, i) => nodeSet(source, set, i, eck === true, name, version));
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const [spec, sets, config, ...below] = path;
      if (spec !== 'spec') return undefined;
      const prefix = below.map(key => `${key}.`).join('');
      if (sets === 'nodeSets' && config === 'config')
        return { table: ELASTICSEARCH_PARAMETERS, prefix, flat: true };
      return sets === 'nodePools' && config === 'additionalConfig'
        ? { table: OPENSEARCH_PARAMETERS, prefix, flat: true }
        : undefined;
    },
  },
};

function nodeSet(
  source: Source,
  set: Node,
  index: number,
  eck: boolean,
  cluster: Named | undefined,
  version: Node | undefined,
): Fragment<SearchData> {
  const name = namedOf(source, valueAt(set, eck ? 'name' : 'component'));
  const roles = entryAt(set, 'roles');
  const parsed = version?.kind === 'scalar' ? parseVersion(String(version.value)) : undefined;
  const config = valueAt(set, eck ? 'config' : 'additionalConfig');
  return fragment(eck ? 'elasticsearch' : 'opensearch', source, {
    kind: 'node',
    from: 'operator',
    uri: source.uri,
    name: `${cluster?.text ?? 'es'}-${eck ? 'es-' : ''}${name?.text ?? index}`,
    ...(cluster === undefined ? {} : { clusterName: cluster }),
    scope: `${source.uri}#${cluster?.text ?? ''}`,
    folder: folderOf(source.uri),
    written: [
      ...withVariablesHidden(writtenIn(source, config)),
      ...(roles === undefined || eck
        ? []
        : [
            {
              key: 'node.roles',
              raw: itemsOf(roles.value).flatMap(item => textAt(item)?.value ?? []),
              keyOrigin: source.origin(roles.keySpan),
              origin: source.origin(roles.value.span),
            },
          ]),
    ],
    addresses: [],
    count: numberAt(set, eck ? 'count' : 'replicas')?.value,
    ...(parsed === undefined || version === undefined
      ? {}
      : { version: { version: parsed, origin: source.origin(version.span) } }),
    mounts: [],
    origin: name?.origin ?? source.origin(set.span),
  });
}

export function fragment(system: SearchSystem, source: Source, data: SearchData): Fragment<SearchData> {
  return { system, uri: source.uri, origin: data.origin, data };
}

export function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** The folder that stands for a node: above `config` and the like. */
function placeOf(folder: string): string {
  let place = folder;
  for (let i = 0; i < 4 && /\/(?:conf|config|etc|elasticsearch|opensearch)$/i.test(place); i++)
    place = folderOf(place);
  return place;
}

function systemOf(source: Source): SearchSystem {
  return source.name.startsWith('opensearch') ? 'opensearch' : 'elasticsearch';
}

function textOf(written: Written | undefined): string | undefined {
  return typeof written?.raw === 'string' && !/\$\{/.test(written.raw) ? written.raw : undefined;
}

function namedOf(source: Source, value: Node | undefined): Named | undefined {
  if (value?.kind !== 'scalar' || value.value === null) return undefined;
  const text = String(value.value);
  return text === '' || isHidden(text) ? undefined : { text, origin: source.origin(value.span) };
}

/** A comment that names the version: `# Elasticsearch 6.8`. */
function versionIn(source: Source): Pick<SearchNode, 'version'> {
  const found =
    /^#[^\r\n]{0,80}?(?:Elasticsearch|OpenSearch)\s+v?(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?)(?![\w.]*-?\d)/im.exec(
      source.text.slice(0, 4000),
    );
  const version = found ? parseVersion(found[1]!) : undefined;
  if (!found || version === undefined) return {};
  const end = found.index + found[0].length;
  return { version: { version, origin: source.origin({ start: end - found[1]!.length, end }) } };
}
