import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion } from '../../version.js';
import { type CassandraData, type CassandraSystem, folderOf, type NodeDraft } from './data.js';
import { CASSANDRA_PARAMETERS } from './parameters.js';
import { fragment, namedOf, splitSeeds, writtenOf } from './yaml.js';

/** Clusters of k8ssandra, cass-operator and the Scylla operator. */
export const RESOURCES: ConfigFormat<CassandraData> = {
  title: 'K8ssandraCluster, CassandraDatacenter, ScyllaCluster',
  detects: source =>
    /\.ya?ml$/.test(source.name) &&
    /^kind:\s*['"]?(?:K8ssandraCluster|CassandraDatacenter|ScyllaCluster)\b/m.test(source.text),
  read: source =>
    source.yaml.slice(0, 200).flatMap(root => {
      const spec = valueAt(root, 'spec');
      const name = namedOf(source, valueAt(root, 'metadata', 'name'));
      switch (textAt(root, 'kind')?.value) {
        case 'K8ssandraCluster':
          return k8ssandra(source, spec, name);
        case 'CassandraDatacenter':
          return datacenter(source, {
            node: spec,
            dc: name,
            cluster: namedOf(source, valueAt(spec, 'clusterName')),
            written: [
              ...(spec === undefined ? [] : operatorAuth(source, spec)),
              ...writtenOf(source, valueAt(spec, 'config', 'cassandra-yaml') ?? NOTHING),
            ],
            version: valueAt(spec, 'serverVersion'),
            size: 'size',
            system: 'cassandra',
          });
        case 'ScyllaCluster':
          return scylla(source, spec, name);
        default:
          return [];
      }
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path => {
      const config = path.findIndex(key => key === 'cassandraYaml' || key === 'cassandra-yaml');
      if (path[0] !== 'spec' || config < 0) return undefined;
      const below = path.slice(config + 1);
      return { table: CASSANDRA_PARAMETERS, prefix: below.map(key => `${key}.`).join('') };
    },
  },
};

/** Values of the Bitnami chart. */
export const HELM: ConfigFormat<CassandraData> = {
  title: 'values of the cassandra chart',
  detects: source =>
    /values[^/]*\.ya?ml$/.test(source.name) &&
    /repository:\s*\S*bitnami\w*\/cassandra\s*$/m.test(source.text),
  read: source =>
    source.yaml.slice(0, 1).flatMap(root => {
      const cluster = valueAt(root, 'cluster');
      if (cluster?.kind !== 'map') return [];
      const at = (key: string): Written[] => {
        const entry = entryAt(cluster, key);
        const named = namedOf(source, entry?.value);
        const name = CHART[key];
        return entry === undefined || named === undefined || name === undefined
          ? []
          : [{ key: name, raw: named.text, keyOrigin: source.origin(entry.keySpan), origin: named.origin }];
      };
      return datacenter(source, {
        node: root,
        dc: namedOf(source, valueAt(cluster, 'datacenter')),
        rack: namedOf(source, valueAt(cluster, 'rack')),
        cluster: namedOf(source, valueAt(cluster, 'name')),
        written: Object.keys(CHART).flatMap(at),
        version: valueAt(root, 'image', 'tag'),
        size: 'replicaCount',
        whole: true,
        system: 'cassandra',
        snitched: true,
      });
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.length === 1 && path[0] === 'cluster'
        ? {
            table: CASSANDRA_PARAMETERS,
            spelling: name => Object.keys(CHART).find(key => CHART[key] === name),
          }
        : undefined,
  },
};

/** Values below `cluster` that become settings. */
const CHART: Readonly<Record<string, string>> = {
  name: 'cluster_name',
  numTokens: 'num_tokens',
  endpointSnitch: 'endpoint_snitch',
  internodeEncryption: 'server_encryption_options.internode_encryption',
};

const NOTHING: Node = { kind: 'map', entries: [], span: { start: 0, end: 0 } };

function k8ssandra(
  source: Source,
  spec: Node | undefined,
  name: Named | undefined,
): Fragment<CassandraData>[] {
  const cassandra = valueAt(spec, 'cassandra');
  const shared = writtenOf(source, valueAt(cassandra, 'config', 'cassandraYaml') ?? NOTHING);
  const auth = textAt(spec, 'auth');
  const own = namedOf(source, valueAt(cassandra, 'clusterName')) ?? name;
  return itemsOf(valueAt(cassandra, 'datacenters')).flatMap(dc =>
    datacenter(source, {
      node: withDefaults(dc, cassandra, ['racks']),
      dc: namedOf(source, valueAt(dc, 'datacenterName')) ?? namedOf(source, valueAt(dc, 'metadata', 'name')),
      cluster: own,
      written: [
        // The operator switches authentication on unless it is told not to.
        ...(auth?.value === 'false' ? [] : operatorAuth(source, valueAt(dc, 'metadata') ?? dc)),
        ...shared,
        ...writtenOf(source, valueAt(dc, 'config', 'cassandraYaml') ?? NOTHING),
      ],
      version: valueAt(dc, 'serverVersion') ?? valueAt(cassandra, 'serverVersion'),
      size: 'size',
      whole: true,
      system: 'cassandra',
      repaired: entryAt(spec, 'reaper') !== undefined,
    }),
  );
}

function operatorAuth(source: Source, at: Node): Written[] {
  const origin = source.origin(at.span);
  return [{ key: 'authenticator', raw: 'PasswordAuthenticator', keyOrigin: origin, origin }];
}

function scylla(source: Source, spec: Node | undefined, name: Named | undefined): Fragment<CassandraData>[] {
  return datacenter(source, {
    node: valueAt(spec, 'datacenter'),
    dc: namedOf(source, valueAt(spec, 'datacenter', 'name')),
    cluster: name,
    written: [],
    version: valueAt(spec, 'version'),
    size: 'members',
    whole: true,
    system: 'scylla',
    repaired: itemsOf(valueAt(spec, 'repairs')).length > 0,
  });
}

interface Datacenter {
  readonly node: Node | undefined;
  readonly dc: Named | undefined;
  readonly rack?: Named | undefined;
  readonly cluster: Named | undefined;
  readonly written: readonly Written[];
  readonly version: Node | undefined;
  /** Where the number of nodes stands: of the data centre, or of each rack. */
  readonly size: string;
  readonly system: CassandraSystem;
  readonly repaired?: boolean;
  /** The resource is the whole cluster. */
  readonly whole?: boolean;
  /** The place counts only where the snitch reads it. */
  readonly snitched?: boolean;
}

/** One draft for each rack: operators spread the nodes of a data centre evenly over its racks. */
function datacenter(source: Source, each: Datacenter): Fragment<CassandraData>[] {
  const { node, dc, cluster, system } = each;
  if (node?.kind !== 'map') return [];
  const racks = itemsOf(valueAt(node, 'racks')).slice(0, 100);
  const seeds = valueAt(node, 'cluster', 'extraSeeds');
  const whole = numberAt(node, each.size);
  const text = each.version?.kind === 'scalar' ? String(each.version.value) : undefined;
  const version = text === undefined ? undefined : parseVersion(text);
  const rest = whole?.value ?? 0;
  const draft = (rack: Named | undefined, count: number | undefined, index: number, at: Node): NodeDraft => ({
    kind: 'node',
    from: each.snitched === true ? 'service' : 'operator',
    uri: source.uri,
    name: `${dc?.text ?? 'dc'}-${rack?.text ?? `rack${index + 1}`}`,
    ...(cluster === undefined ? {} : { clusterName: cluster }),
    scope: each.whole === true ? source.uri : folderOf(source.uri),
    folder: folderOf(source.uri),
    written: each.written,
    seeds: itemsOf(seeds).flatMap(item =>
      item.kind === 'scalar' && typeof item.value === 'string'
        ? splitSeeds(item.value, source, item.span)
        : [],
    ),
    addresses: [],
    place: { ...(dc === undefined ? {} : { dc }), ...(rack === undefined ? {} : { rack }) },
    ...(version === undefined || each.version === undefined
      ? {}
      : { version: { version, origin: source.origin(each.version.span) } }),
    count,
    repaired: each.repaired === true,
    mounts: [],
    origin: dc?.origin ?? source.origin(at.span),
  });
  if (racks.length === 0) {
    const first = each.rack ?? { text: 'default', origin: dc?.origin ?? source.top };
    return [fragment(system, source, draft(first, whole?.value, 0, node))];
  }
  return racks.map((rack, i) =>
    fragment(
      system,
      source,
      draft(
        namedOf(source, valueAt(rack, 'name')),
        each.size === 'members'
          ? numberAt(rack, 'members')?.value
          : whole?.value === undefined
            ? undefined
            : Math.floor(rest / racks.length) + (i < rest % racks.length ? 1 : 0),
        i,
        rack,
      ),
    ),
  );
}

/** A node of the tree with entries of another one where it has none itself. */
function withDefaults(node: Node, defaults: Node | undefined, keys: readonly string[]): Node {
  if (node.kind !== 'map') return node;
  const more = keys.flatMap(key => (entryAt(node, key) ? [] : (entryAt(defaults, key) ?? [])));
  return more.length === 0 ? node : { ...node, entries: [...node.entries, ...more] };
}
