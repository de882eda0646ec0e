import { isHidden } from '../../documents/templates.js';
import { type Entry, itemsOf, type Node } from '../../documents/tree.js';
import type { Named } from '../model.js';
import type { Source } from '../source.js';
import type { EnvValue, ServiceDraft, StartedServices } from './model.js';
import { below, entriesOf, namedAt, textBelow } from './scalars.js';

/** The values of a Helm chart: each map that holds an `image.repository` is a service, with its values in `node`. */
export function readHelmValues(source: Source): StartedServices | undefined {
  if (!/values[\w.-]*\.ya?ml(?:\.[a-z0-9]+)?$/.test(source.name) && !/^helm[\w-]*\.ya?ml$/.test(source.name))
    return undefined;
  if (!source.text.includes('repository')) return undefined;
  const root = source.yaml[0];
  const services: ServiceDraft[] = [];
  collect(source, undefined, root, root, services, 0);
  return { services, embedded: [] };
}

const MAX_DEPTH = 4;
const MAX_SERVICES = 200;

function collect(
  source: Source,
  entry: Entry | undefined,
  node: Node | undefined,
  root: Node | undefined,
  found: ServiceDraft[],
  depth: number,
): void {
  if (depth > MAX_DEPTH || found.length >= MAX_SERVICES) return;
  const image = imageOf(source, below(node, 'image'));
  if (image !== undefined && node !== undefined) found.push(serviceOf(source, entry, node, image));
  for (const each of entriesOf(node)) {
    if (each.key !== 'image' && each.value.kind === 'map')
      collect(source, each, each.value, root, found, depth + 1);
  }
}

/** `registry/repository:tag`, placed at the repository. */
function imageOf(source: Source, node: Node | undefined): Named | undefined {
  const repository = namedAt(source, below(node, 'repository'));
  if (repository === undefined || repository.text === '' || isHidden(repository.text)) return undefined;
  const registry = textBelow(source, node, 'registry') ?? '';
  const tag = namedAt(source, below(node, 'tag'))?.text ?? '';
  const text = `${registry === '' ? '' : `${registry}/`}${repository.text}${tag === '' ? '' : `:${tag}`}`;
  return { text, origin: repository.origin };
}

function serviceOf(source: Source, entry: Entry | undefined, node: Node, image: Named): ServiceDraft {
  const repository = image.text.replace(/:[^/]*$/, '');
  const name =
    entry?.key ||
    textBelow(source, node, 'fullnameOverride') ||
    repository.slice(repository.lastIndexOf('/') + 1);
  const replicas = textBelow(source, node, 'replicaCount') ?? textBelow(source, node, 'replicas');
  const zone = zoneOf(source, node);
  return {
    source,
    from: 'helm',
    name,
    origin: entry === undefined ? image.origin : source.origin(entry.keySpan),
    hosts: [name],
    image,
    env: environmentOf(source, node),
    envFiles: [],
    args: [],
    commands: [],
    files: [],
    ports: [],
    replicas: replicas !== undefined && /^\d{1,9}$/.test(replicas) ? Number(replicas) : undefined,
    labels: new Map(),
    site: zone === undefined ? {} : { zone },
    spread: [],
    group: source.uri,
    node,
  };
}

/** `extraEnvVars` and `env` as a list of names and values, or as a map. */
function environmentOf(source: Source, node: Node): ReadonlyMap<string, EnvValue> {
  const env = new Map<string, EnvValue>();
  for (const at of [below(node, 'env'), below(node, 'extraEnv'), below(node, 'extraEnvVars')]) {
    for (const { key, keySpan, value } of entriesOf(at))
      set(env, key, namedAt(source, value), source, keySpan);
    for (const item of itemsOf(at)) {
      const key = below(item, 'name');
      const name = namedAt(source, key)?.text;
      if (name !== undefined && key !== undefined)
        set(env, name, namedAt(source, below(item, 'value')), source, key.span);
    }
  }
  return env;
}

function set(
  env: Map<string, EnvValue>,
  name: string,
  value: Named | undefined,
  source: Source,
  span: Node['span'],
): void {
  const keyOrigin = source.origin(span);
  env.set(
    name,
    value === undefined || isHidden(value.text)
      ? { text: '', hidden: true, origin: value?.origin ?? keyOrigin, keyOrigin }
      : { ...value, keyOrigin },
  );
}

function zoneOf(source: Source, node: Node): string | undefined {
  return textBelow(source, below(node, 'nodeSelector'), 'topology.kubernetes.io/zone');
}
