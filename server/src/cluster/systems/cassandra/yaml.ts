import { isHidden } from '../../../documents/templates.js';
import { entryAt, itemsOf, type Node, textAt, valueAt } from '../../../documents/tree.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { type Source, writtenIn } from '../../source.js';
import { withVariablesHidden } from '../../variables.js';
import { parseVersion, type Version } from '../../version.js';
import { type CassandraData, type CassandraSystem, folderOf, type NodeDraft, placeOf } from './data.js';
import { SCYLLA_PARAMETERS } from './parameters/scylla.js';
import { CASSANDRA_PARAMETERS } from './parameters.js';

/** `cassandra.yaml` and `scylla.yaml`, by name or by what no other file has. */
export const YAML: ConfigFormat<CassandraData> = {
  title: 'cassandra.yaml',
  detects: source =>
    /\.ya?ml(?:\.j2|\.tpl|\.tmpl|\.erb)?$/.test(source.name) &&
    (/^(?:cassandra|scylla)[^/]*\.ya?ml/.test(source.name)
      ? KEYS.test(source.text)
      : source.text.includes('seed_provider:') &&
        /^(?:endpoint_snitch|num_tokens|commitlog_sync)\s*:/m.test(source.text)) &&
    // A list of parameters with their types.
    !/:\s*["']?java\.(?:lang|util)\./.test(source.text),
  read: source => {
    const system = systemOf(source);
    return source.yaml.slice(0, 1).flatMap(root => {
      const node = nodeOf(source, root);
      return node === undefined ? [] : [fragment(system, source, node)];
    });
  },
  assist: {
    syntax: 'yaml',
    parametersAt: (path, source) => {
      const table = systemOf(source) === 'scylla' ? SCYLLA_PARAMETERS : CASSANDRA_PARAMETERS;
      if (path.length === 0) return { table };
      const [first] = path;
      return path.length === 1 && first !== undefined && /_encryption_options$/.test(first)
        ? { table, prefix: `${first}.` }
        : undefined;
    },
  },
};

const KEYS =
  /^(?:cluster_name|seed_provider|endpoint_snitch|num_tokens|commitlog_sync|hinted_handoff_enabled|authenticator|listen_address)\s*:/m;

export function fragment(
  system: CassandraSystem,
  source: Source,
  data: CassandraData,
): Fragment<CassandraData> {
  return { system, uri: source.uri, origin: data.origin, data };
}

function systemOf(source: Source): CassandraSystem {
  return /scylla/.test(source.name) || /^(?:developer_mode|api_port|scylla_\w+)\s*:/m.test(source.text)
    ? 'scylla'
    : 'cassandra';
}

function nodeOf(source: Source, root: Node): NodeDraft | undefined {
  if (root.kind !== 'map' || root.entries.length === 0) return undefined;
  const folder = folderOf(source.uri);
  const name = entryAt(root, 'cluster_name');
  const clusterName = name === undefined ? undefined : namedOf(source, name.value);
  const addresses = ['broadcast_address', 'listen_address', 'broadcast_rpc_address', 'rpc_address'].flatMap(
    key => {
      const text = textAt(root, key)?.value;
      return text === undefined || text === '' || isHidden(text) || isAnywhere(text) ? [] : [text];
    },
  );
  const place = placeOf(folder);
  const version = versionIn(source);
  return {
    kind: 'node',
    from: 'file',
    uri: source.uri,
    name: addresses[0] ?? (place.slice(place.lastIndexOf('/') + 1) || source.name),
    ...(clusterName === undefined ? {} : { clusterName }),
    scope: folderOf(place),
    folder,
    written: writtenOf(source, root),
    seeds: seedsOf(source, root),
    addresses: [...new Set(addresses)],
    place: {},
    ...(version === undefined ? {} : { version }),
    count: 1,
    mounts: [],
    origin: name === undefined ? source.top : source.origin(name.keySpan),
  };
}

/** The settings of `cassandra.yaml`; an authenticator may be a class with parameters. */
export function writtenOf(source: Source, root: Node, prefix = ''): ReturnType<typeof writtenIn> {
  return withVariablesHidden(writtenIn(source, root, prefix)).map(each =>
    each.key.endsWith('.class_name') && !each.key.includes('seed_provider')
      ? { ...each, key: each.key.slice(0, -'.class_name'.length) }
      : each,
  );
}

/** Seeds as `seed_provider` lists them: `"a,b"`. */
export function seedsOf(source: Source, root: Node): Named[] {
  const providers = itemsOf(valueAt(root, 'seed_provider'));
  return providers.flatMap(provider =>
    itemsOf(valueAt(provider, 'parameters')).flatMap(parameter => {
      const seeds = entryAt(parameter, 'seeds')?.value;
      return seeds?.kind === 'scalar' && typeof seeds.value === 'string' && !isHidden(seeds.value)
        ? splitSeeds(seeds.value, source, seeds.span)
        : [];
    }),
  );
}

/** At most so many seeds are looked at. */
const MAX_SEEDS = 200;

export function splitSeeds(
  text: string,
  source: Source,
  span: { readonly start: number; readonly end: number },
): Named[] {
  const raw = source.text.slice(span.start, span.end);
  let from = 0;
  return text
    .split(',', MAX_SEEDS)
    .map(each => each.trim())
    .filter(each => each !== '' && !/[<>${}]/.test(each))
    .map(each => {
      const at = raw.indexOf(each, from);
      if (at < 0) return { text: each, origin: source.origin(span) };
      from = at + each.length;
      return { text: each, origin: source.origin({ start: span.start + at, end: span.start + from }) };
    });
}

export function namedOf(source: Source, value: Node | undefined): Named | undefined {
  if (value?.kind !== 'scalar' || value.value === null) return undefined;
  const text = String(value.value);
  return text === '' || isHidden(text) || /\$\{|<%/.test(text)
    ? undefined
    : { text, origin: source.origin(value.span) };
}

/** `localhost` and `0.0.0.0` tell no node from another. */
export function isAnywhere(address: string): boolean {
  return /^(?:localhost|0\.0\.0\.0|127\.0\.0\.1|::1?|auto)$/.test(address) || /[<>${}]/.test(address);
}

/** A comment that names the version: `# Apache Cassandra 3.11`. */
function versionIn(source: Source): { version: Version; origin: NodeDraft['origin'] } | undefined {
  const found =
    /^#[^\r\n]{0,80}?(?:Cassandra|Scylla(?:DB)?)\s+v?(\d{1,4}\.\d{1,3}(?:\.\d{1,3})?)(?![\w.]*-?\d)/m.exec(
      source.text.slice(0, 4000),
    );
  const version = found ? parseVersion(found[1]!) : undefined;
  if (!found || version === undefined) return undefined;
  const start = found.index + found[0].length - found[1]!.length;
  return { version, origin: source.origin({ start, end: start + found[1]!.length }) };
}
