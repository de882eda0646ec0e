import { isHidden } from '../../documents/templates.js';
import { itemsOf, type Node } from '../../documents/tree.js';
import type { Source } from '../source.js';
import { readWorkload, WORKLOADS } from './kubernetes-workload.js';
import type { StartedServices } from './model.js';
import { below, embeddedFile, entriesOf, namedAt, textBelow } from './scalars.js';

/** One object of a manifest. */
export interface KubeObject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly node: Node;
}

/** A ConfigMap or Secret: its texts, and those that are files. */
export interface KubeTexts {
  readonly entries: ReadonlyMap<string, Node>;
  readonly files: ReadonlyMap<string, Source>;
  /** Values are encoded: nothing is known of them. */
  readonly encoded: boolean;
}

/** What the objects of one manifest can refer to. */
export interface Manifest {
  readonly source: Source;
  readonly objects: readonly KubeObject[];
  texts(kind: 'ConfigMap' | 'Secret', name: string): KubeTexts | undefined;
}

/** Kubernetes manifests, several documents or a List in a file: the containers of their workloads. */
export function readKubernetes(source: Source): StartedServices | undefined {
  if (!/\.(?:ya?ml|json)(?:\.[a-z0-9]+)?$/.test(source.name) && !source.name.endsWith('.tpl'))
    return undefined;
  if (!source.text.includes('apiVersion') || !source.text.includes('kind')) return undefined;
  const objects = source.yaml.flatMap(node => objectsIn(source, node, 0)).slice(0, MAX_OBJECTS);
  if (objects.length === 0) return undefined;
  const embedded: Source[] = [];
  const texts = new Map<string, KubeTexts>();
  for (const { kind, name, node } of objects) {
    if (kind !== 'ConfigMap' && kind !== 'Secret') continue;
    const read = textsOf(source, name, node);
    texts.set(`${kind}/${name}`, read);
    embedded.push(...read.files.values());
  }
  const manifest: Manifest = { source, objects, texts: (kind, name) => texts.get(`${kind}/${name}`) };
  const services = objects.flatMap(each => (WORKLOADS.has(each.kind) ? readWorkload(manifest, each) : []));
  return { services, embedded };
}

const MAX_OBJECTS = 2000;

function objectsIn(source: Source, node: Node, depth: number): readonly KubeObject[] {
  const kind = textBelow(source, node, 'kind');
  if (kind === undefined || depth > 2) return [];
  if (kind.endsWith('List'))
    return itemsOf(below(node, 'items')).flatMap(item => objectsIn(source, item, depth + 1));
  const name = namedAt(source, below(node, 'metadata', 'name'))?.text ?? '';
  return [{ kind, name, namespace: textBelow(source, node, 'metadata', 'namespace'), node }];
}

function textsOf(source: Source, name: string, node: Node): KubeTexts {
  const entries = new Map<string, Node>();
  const files = new Map<string, Source>();
  for (const { key, value } of [...entriesOf(below(node, 'data')), ...entriesOf(below(node, 'stringData'))]) {
    entries.set(key, value);
    const encoded =
      textBelow(source, node, 'kind') === 'Secret' && below(node, 'stringData', key) === undefined;
    if (encoded || isHidden(key)) continue;
    const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
    if (!text.includes('\n') && !/\.\w+$/.test(key)) continue;
    const file = embeddedFile(source, value, `/${isHidden(name) ? 'config' : name}/${key}`);
    if (file !== undefined) files.set(key, file);
  }
  return {
    entries,
    files,
    encoded: textBelow(source, node, 'kind') === 'Secret' && below(node, 'stringData') === undefined,
  };
}
