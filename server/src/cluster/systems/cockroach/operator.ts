import { entryAt, itemsOf, type Node, numberAt, textAt, valueAt } from '../../../documents/tree.js';
import type { ToldVersion } from '../../kit/places.js';
import { isUntold } from '../../kit/written.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import { tagOf } from '../../services/index.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion } from '../../version.js';
import { pods } from './chart.js';
import type { CockroachData } from './data.js';
import { COCKROACH_PARAMETERS } from './parameters.js';

/**
 * `CrdbCluster` of the CockroachDB operator: so many nodes, TLS off unless it is asked for, and options of the command.
 * See https://github.com/cockroachdb/cockroach-operator/blob/master/apis/v1alpha1/cluster_types.go.
 */
export const CRDB_CLUSTER: ConfigFormat<CockroachData> = {
  title: 'CrdbCluster of the CockroachDB operator',
  detects: ({ name, text }) =>
    /\.ya?ml(?:\.[a-z0-9]+)?$/.test(name) &&
    /^kind:\s*CrdbCluster\b/m.test(text) &&
    text.includes('crdb.cockroachlabs.com/v1alpha1'),
  read: source =>
    source.yaml.flatMap(root => (textAt(root, 'kind')?.value === 'CrdbCluster' ? nodesOf(source, root) : [])),
};

function nodesOf(source: Source, root: Node): readonly Fragment<CockroachData>[] {
  const spec = valueAt(root, 'spec');
  const nodes = entryAt(spec, 'nodes');
  if (nodes === undefined) return [];
  const written: Written[] = itemsOf(valueAt(spec, 'additionalArgs')).flatMap(item => {
    const found = /^--([\w-]+)[= ](.+)$/.exec(textAt(item)?.value ?? '');
    if (found === null || COCKROACH_PARAMETERS.find(found[1]!) === undefined) return [];
    const origin = source.origin(item.span);
    return [{ key: found[1]!, raw: isUntold(found[2]!) ? undefined : found[2]!, keyOrigin: origin, origin }];
  });
  const tls = entryAt(spec, 'tlsEnabled');
  if (tls === undefined || (tls.value.kind === 'scalar' && tls.value.value === false)) {
    const origin = source.origin(tls?.keySpan ?? nodes.keySpan);
    written.push({ key: 'insecure', raw: true, keyOrigin: origin, origin });
  }
  return pods(
    source,
    textAt(root, 'metadata', 'name')?.value ?? 'cockroachdb',
    numberAt(nodes.value)?.value,
    false,
    written,
    versionOf(source, spec),
    source.origin(nodes.keySpan),
  );
}

function versionOf(source: Source, spec: Node | undefined): ToldVersion | undefined {
  const told = textAt(spec, 'cockroachDBVersion') ?? textAt(spec, 'image', 'name');
  const text = told?.value;
  const version =
    text === undefined ? undefined : parseVersion(text.includes(':') ? (tagOf(text) ?? '') : text);
  return version === undefined ? undefined : { version, origin: source.origin(told!.span) };
}
