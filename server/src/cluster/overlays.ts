import { itemsOf, type Node } from '../documents/tree.js';
import { folderOfUri, stepsBetween } from './folders.js';
import type { Cluster, Missing } from './model.js';
import type { Fragment } from './module.js';
import { WORKLOADS } from './services/kubernetes-workload.js';
import { below, entriesOf, textBelow } from './services/scalars.js';
import type { Source } from './source.js';

/** A file that says how many of something there are, in the place of the one that describes it. */
export interface OverlayData {
  /** The workload; undefined: values of a chart, for those in `values.yaml` beside them. */
  readonly workload?: string;
}

/**
 * Kustomize's `replicas` and patches, autoscalers, and values files of one environment: over them a manifest or a chart's
 * defaults do not tell how many pods there are.
 * Sources: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/kustomization/ and
 * https://helm.sh/docs/chart_template_guide/values_files/.
 */
export function overlaysOf(source: Source): readonly Fragment<OverlayData>[] {
  const { name, text, uri, path } = source;
  if (!/\.ya?ml$/.test(name) || text.length > MAX_TEXT || !/replica|scaleTargetRef/i.test(text)) return [];
  const make = (data: OverlayData): Fragment<OverlayData> => ({
    system: 'overlays',
    uri,
    origin: source.top,
    data,
  });
  if (isOverride(path)) return source.yaml.some(root => setsReplicas(root, 0)) ? [make({})] : [];
  return source.yaml
    .slice(0, MAX_DOCUMENTS)
    .flatMap(root => workloadsIn(source, root))
    .map(workload => make({ workload }));
}

const MAX_TEXT = 200_000;
const MAX_DOCUMENTS = 200;

/** Marks the clusters of which such a file decides the size as open: how many members there are is not known. */
export function applyOverlays(overlays: readonly Fragment[], clusters: readonly Cluster[]): void {
  for (const { uri, origin, data } of overlays) {
    const { workload } = data as OverlayData;
    for (const cluster of clusters) {
      if (cluster.open || cluster.sources.includes(uri)) continue;
      const isMeant =
        workload === undefined
          ? cluster.sources.some(each => isDefaults(each) && areBeside(each, uri))
          : cluster.members.some(
              ({ id, origin: at }) =>
                at.unit.uri.endsWith('ml') &&
                (id === workload || isPodOf(id, workload)) &&
                // A composition starts what it says, whatever a cluster of Kubernetes has of the same name.
                !/^services[ \t]*:/m.test(at.unit.piece.text),
            );
      if (!isMeant) continue;
      (cluster as { open: boolean }).open = true;
      (cluster.missing as Missing[]).push({ what: 'The number of members: another file sets it.', origin });
    }
  }
}

function isPodOf(id: string, workload: string): boolean {
  return id.startsWith(`${workload}-`) && /^\d+$/.test(id.slice(workload.length + 1));
}

/** `values-prod.yaml`, `prod.values.yaml`, `environments/prod/values.yaml` are laid over `values.yaml`. */
function isOverride(path: string): boolean {
  return /(?:^|\/)(?:values[._-][\w.-]+|[\w.-]+[._-]values)\.ya?ml$/.test(path);
}

function isDefaults(uri: string): boolean {
  return /\/values\.ya?ml$/.test(uri);
}

function areBeside(a: string, b: string): boolean {
  return stepsBetween(folderOfUri(a), folderOfUri(b)) <= 1;
}

function setsReplicas(node: Node, depth: number): boolean {
  return (
    depth < 5 &&
    entriesOf(node).some(
      ({ key, value }) =>
        /^(?:replica_?count|replicas|node_?count)$/i.test(key) ||
        (value.kind === 'map' && setsReplicas(value, depth + 1)),
    )
  );
}

function workloadsIn(source: Source, root: Node): readonly string[] {
  const kind = textBelow(source, root, 'kind');
  const name = textBelow(source, root, 'metadata', 'name');
  if (kind === 'HorizontalPodAutoscaler')
    return [textBelow(source, root, 'spec', 'scaleTargetRef', 'name') ?? []].flat();
  if (kind !== undefined && WORKLOADS.has(kind)) {
    const isPatch = itemsOf(below(root, 'spec', 'template', 'spec', 'containers')).every(
      each => below(each, 'image') === undefined,
    );
    return isPatch && below(root, 'spec', 'replicas') !== undefined && name !== undefined ? [name] : [];
  }
  if (!/^kustomization\.ya?ml$/.test(source.name)) return [];
  const counted = itemsOf(below(root, 'replicas')).flatMap(each => textBelow(source, each, 'name') ?? []);
  const patched = [...itemsOf(below(root, 'patches')), ...itemsOf(below(root, 'patchesJson6902'))].flatMap(
    each =>
      /\/spec\/replicas|^[ \t]*replicas[ \t]*:/m.test(textBelow(source, each, 'patch') ?? '')
        ? (textBelow(source, each, 'target', 'name') ?? nameIn(textBelow(source, each, 'patch') ?? '') ?? [])
        : [],
  );
  return [...counted, ...patched];
}

/** `metadata.name` of a patch that stands in a text. */
function nameIn(patch: string): string | undefined {
  return /^metadata[ \t]*:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+name[ \t]*:[ \t]*["']?([\w.-]+)/m.exec(patch)?.[1];
}
