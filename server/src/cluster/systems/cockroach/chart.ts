import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import { folderOfUri } from '../../folders.js';
import type { ToldVersion } from '../../kit/places.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { repositoryOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { parseVersion } from '../../version.js';
import type { CockroachData } from './data.js';
import { COCKROACH_PARAMETERS } from './parameters.js';

/**
 * Values of the cockroachdb chart, by themselves or below the name of the chart, and regions of the operator's one.
 * Defaults are those of https://github.com/cockroachdb/helm-charts: three replicas, TLS.
 */
export const CHART: ConfigFormat<CockroachData> = {
  title: 'values of the cockroachdb chart',
  detects: ({ name, text }) =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    text.includes('cockroach') &&
    /^\s*(?:statefulset|crdbCluster|conf):/m.test(text) &&
    !/^(?:apiVersion|services|kind):/m.test(text),
  read: source => {
    const root = source.yaml[0];
    const values = [root, valueAt(root, 'cockroachdb')].find(each => isValues(each));
    return values === undefined ? [] : nodesOf(source, values);
  },
  assist: {
    syntax: 'yaml',
    parametersAt: path =>
      path.at(-1) === 'conf' && path.length <= 2 ? { table: COCKROACH_PARAMETERS } : undefined,
  },
};

function isValues(node: Node | undefined): node is Node {
  if (valueAt(node, 'crdbCluster', 'regions') !== undefined) return true;
  const repository = textAt(node, 'image', 'repository')?.value ?? textAt(node, 'image', 'name')?.value;
  const isImage = repository !== undefined && /(?:^|\/)cockroach(?:db)?$/.test(repositoryOf(repository));
  const conf = valueAt(node, 'conf');
  const isConf = ['join', 'locality', 'single-node', 'max-sql-memory', 'cluster-name'].some(
    key => valueAt(conf, key) !== undefined,
  );
  return valueAt(node, 'statefulset') !== undefined ? isImage || conf !== undefined : isConf;
}

const MAX_NODES = 1000;

function nodesOf(source: Source, values: Node): Fragment<CockroachData>[] {
  const regions = itemsOf(valueAt(values, 'crdbCluster', 'regions')).slice(0, 50);
  if (regions.length > 0)
    return regions.flatMap(region => {
      const code = textAt(region, 'code');
      const entry = entryAt(region, 'nodes');
      if (code?.value === undefined || isUntold(code.value)) return [];
      const place = source.origin(code.span);
      const written = [{ key: 'locality', raw: `region=${code.value}`, keyOrigin: place, origin: place }];
      const name = `cockroachdb-${code.value}`;
      return pods(source, name, countOf(entry?.value, 3), false, written, undefined, place);
    });
  const conf = entryAt(values, 'conf');
  const written: Written[] = writtenIn(source, conf?.value)
    .filter(({ key }) => COCKROACH_PARAMETERS.find(key) !== undefined)
    // Empty is as if it were not there.
    .filter(({ raw }) => raw !== '' && !(Array.isArray(raw) && raw.length === 0))
    .map(each => (isUntold(String(each.raw ?? '')) ? { ...each, raw: undefined } : each));
  const tls = entryAt(values, 'tls', 'enabled');
  if (tls?.value.kind === 'scalar' && tls.value.value === false) {
    const origin = source.origin(tls.value.span);
    written.push({ key: 'insecure', raw: true, keyOrigin: source.origin(tls.keySpan), origin });
  }
  const single = valueAt(conf?.value, 'single-node');
  const isSingle = single?.kind === 'scalar' && single.value === true;
  const replicas = entryAt(values, 'statefulset', 'replicas');
  const name =
    textAt(values, 'fullnameOverride')?.value || textAt(values, 'nameOverride')?.value || 'cockroachdb';
  const place = replicas?.keySpan ?? conf?.keySpan ?? entryAt(values, 'statefulset')?.keySpan;
  return pods(
    source,
    name,
    countOf(replicas?.value, isSingle ? 1 : 3),
    isSingle,
    written,
    versionOf(source, values),
    place === undefined ? source.top : source.origin(place),
  );
}

function countOf(node: Node | undefined, byDefault: number): number | undefined {
  return node === undefined ? byDefault : numberAt(node)?.value;
}

function versionOf(source: Source, values: Node): ToldVersion | undefined {
  const tag = textAt(values, 'image', 'tag');
  const version = tag?.value === undefined ? undefined : parseVersion(tag.value);
  return tag === undefined || version === undefined
    ? undefined
    : { version, origin: source.origin(tag.span) };
}

/** So many nodes, with what all of them have. */
export function pods(
  source: Source,
  name: string,
  count: number | undefined,
  single: boolean,
  written: readonly Written[],
  version: ToldVersion | undefined,
  origin: Written['origin'],
): Fragment<CockroachData>[] {
  return Array.from({ length: Math.max(0, Math.min(count ?? 1, MAX_NODES)) }, (_, i) => ({
    system: 'cockroach' as const,
    uri: source.uri,
    origin,
    data: {
      kind: 'node' as const,
      uri: source.uri,
      folder: folderOfUri(source.uri),
      name: `${name}-${i}`,
      hosts: [`${name}-${i}`, `${name}-${i}.${name}`, `${name}-public`],
      single,
      copies: count === undefined ? undefined : 1,
      written,
      ...(version === undefined ? {} : { version }),
      origin,
    },
  }));
}
