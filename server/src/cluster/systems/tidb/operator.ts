import { entryAt, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { Server, Topology } from './data.js';
import { TIDB_PARAMETERS } from './parameters.js';

/**
 * `TidbCluster` of TiDB Operator: how many pods of each component there are, and their configs, as a map or as TOML in a text.
 * See https://docs.pingcap.com/tidb-in-kubernetes/stable/configure-a-tidb-cluster/.
 */
export const TIDB_CLUSTER: ConfigFormat<Topology> = {
  title: 'TidbCluster of TiDB Operator',
  detects: source => /\.ya?ml(?:\.\w+)?$/.test(source.name) && /^kind:\s*TidbCluster\b/m.test(source.text),
  read: source =>
    source.yaml.flatMap(root => {
      const data = textAt(root, 'kind')?.value === 'TidbCluster' ? topologyOf(source, root) : undefined;
      return data === undefined
        ? []
        : [{ system: 'tidb' as const, uri: source.uri, origin: data.origin, data }];
    }),
  assist: {
    syntax: 'yaml',
    parametersAt: ([first, component, config, ...rest]) =>
      first === 'spec' && (component === 'pd' || component === 'tikv') && config === 'config'
        ? { table: TIDB_PARAMETERS, prefix: `${[component, ...rest].join('.')}.` }
        : undefined,
  },
};

function topologyOf(source: Source, root: Node): Topology | undefined {
  const spec = valueAt(root, 'spec');
  const kind = entryAt(root, 'kind');
  if (spec?.kind !== 'map' || kind === undefined) return undefined;
  const name = textAt(root, 'metadata', 'name')?.value;
  const version = textAt(spec, 'version');
  const parsed = version?.value === undefined ? undefined : parseVersion(version.value);
  const pods = (component: string): Server[] => podsOf(source, spec, component, name);
  return {
    // Pods of another cluster stand with these, where it names one.
    pd: entryAt(spec, 'cluster') === undefined ? pods('pd') : [],
    tikv: pods('tikv'),
    tiflash: pods('tiflash'),
    cdc: pods('ticdc'),
    written: ['pd', 'tikv'].flatMap(component => configOf(source, spec, component)),
    source,
    origin: source.origin(kind.keySpan),
    ...(name === undefined ? {} : { name }),
    ...(parsed === undefined ? {} : { version: { version: parsed, origin: source.origin(version!.span) } }),
  };
}

/** More nobody runs. */
const MOST = 500;

function podsOf(source: Source, spec: Node, component: string, cluster: string | undefined): Server[] {
  const replicas = numberAt(spec, component, 'replicas');
  const count = Math.min(MOST, Math.max(0, Math.floor(replicas?.value ?? 0)));
  return Array.from({ length: count }, (_, i) => ({
    host: `${cluster ?? 'tidb'}-${component === 'ticdc' ? 'ticdc' : component}-${i}`,
    pod: true as const,
    port: undefined,
    labels: new Map(),
    written: [],
    origin: source.origin(replicas!.span),
  }));
}

function configOf(source: Source, spec: Node, component: string): Written[] {
  const entry = entryAt(spec, component, 'config');
  if (entry?.value.kind === 'map') return writtenIn(source, entry.value, component);
  if (entry?.value.kind === 'scalar' && typeof entry.value.value === 'string')
    return tomlIn(source, entry.value.span, component);
  const own = entryAt(spec, component);
  // Before version 1.1 of the operator the config stood in a ConfigMap of its own.
  const isElsewhere = entry !== undefined || textAt(spec, component, 'image') !== undefined;
  if (component !== 'pd' || own === undefined || !isElsewhere) return [];
  const keyOrigin = source.origin(own.keySpan);
  return [{ key: 'pd.replication.max-replicas', raw: undefined, keyOrigin, origin: keyOrigin }];
}

/** Lines of TOML in a block of text: tables, and keys with a value on the same line. */
function tomlIn(source: Source, span: { start: number; end: number }, component: string): Written[] {
  const found: Written[] = [];
  let table = '';
  for (const line of source.text.slice(span.start, span.end).matchAll(LINE)) {
    const [, head, indent = '', key, gap = '', value] = line;
    if (head !== undefined) table = `${head.trim()}.`;
    if (key === undefined || value === undefined) continue;
    const start = span.start + line.index + indent.length;
    const at = start + key.length + gap.length;
    found.push({
      key: `${component}.${table}${key.replaceAll('"', '')}`,
      raw: rawIn(value),
      keyOrigin: source.origin({ start, end: start + key.length }),
      origin: source.origin({ start: at, end: at + value.length }),
    });
  }
  return found;
}

const LINE =
  /^[ \t]*\[([\w. -]+)\][ \t]*\r?$|^([ \t]*)([\w."-]+)([ \t]*=[ \t]*)("[^"\r\n]*"|\[[^\]\r\n]*\]|[^\s#]+)/gm;

function rawIn(text: string): Written['raw'] {
  if (text.includes('{{')) return undefined;
  if (text.startsWith('['))
    return [...text.matchAll(/"([^"]*)"|([^\s,[\]"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return text.replace(/^"(.*)"$/, '$1');
}
