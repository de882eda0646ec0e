import { isHidden } from '../../documents/templates.js';
import { itemsOf, type Node } from '../../documents/tree.js';
import type { Named, Site } from '../model.js';
import { commandLine } from './command.js';
import type { KubeObject, Manifest } from './kubernetes.js';
import type { EnvValue, ServiceDraft, ServiceFile, Spread } from './model.js';
import { below, embeddedFile, entriesOf, namedAt, textBelow } from './scalars.js';

/** Kinds whose pods stay. */
export const WORKLOADS: ReadonlySet<string> = new Set([
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'DeploymentConfig',
  'PetSet',
]);

/** One draft per container that stays; init containers are left out, except those that run beside the others. */
export function readWorkload(manifest: Manifest, object: KubeObject): readonly ServiceDraft[] {
  const pod = podOf(object);
  if (pod === undefined) return [];
  const sidecars = itemsOf(below(pod, 'initContainers')).filter(
    each => textBelow(manifest.source, each, 'restartPolicy') === 'Always',
  );
  return [...itemsOf(below(pod, 'containers')), ...sidecars]
    .slice(0, 100)
    .map(container => new Workload(manifest, object, pod).container(container));
}

function podOf({ kind, node }: KubeObject): Node | undefined {
  if (kind === 'Pod') return below(node, 'spec');
  if (kind === 'CronJob') return below(node, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  return below(node, 'spec', 'template', 'spec');
}

class Workload {
  constructor(
    private readonly manifest: Manifest,
    private readonly object: KubeObject,
    private readonly pod: Node,
  ) {}

  container(node: Node): ServiceDraft {
    const { manifest, object, pod } = this;
    const { source } = manifest;
    const image = namedAt(source, below(node, 'image'));
    const [command, args] = [below(node, 'command'), below(node, 'args')];
    const words = [...itemsOf(command), ...itemsOf(args)].flatMap(item => namedAt(source, item) ?? []);
    const env = this.environment(node);
    const labels = this.labels();
    const headless = textBelow(source, object.node, 'spec', 'serviceName');
    const site = this.site();
    return {
      source,
      from: 'kubernetes',
      name: object.name,
      origin:
        namedAt(source, below(object.node, 'metadata', 'name'))?.origin ?? source.origin(object.node.span),
      hosts: this.hosts(labels, headless),
      ...(image === undefined ? {} : { image }),
      env,
      envFiles: [],
      ...commandLine(
        source,
        words.map(word => expanded(word, env)),
        [command, args],
      ),
      files: this.files(node),
      ports: itemsOf(below(node, 'ports')).flatMap(port => {
        const text = textBelow(source, port, 'containerPort');
        return text !== undefined && /^\d{1,5}$/.test(text) ? [Number(text)] : [];
      }),
      replicas: this.replicas(),
      labels,
      site,
      spread: [...spreadOf(manifest, pod)],
      group: object.namespace ?? source.uri,
      kind: object.kind,
      ...(headless === undefined ? {} : { headless }),
      ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
      node: object.node,
    };
  }

  private replicas(): number | undefined {
    const { object, manifest } = this;
    if (object.kind === 'Pod' || object.kind === 'Job' || object.kind === 'CronJob') return 1;
    if (object.kind === 'DaemonSet') return undefined;
    const told = namedAt(manifest.source, below(object.node, 'spec', 'replicas'));
    // What a template leaves out counts as one; what it fills in is not known.
    if (told === undefined) return below(object.node, 'spec', 'replicas') === undefined ? 1 : undefined;
    return /^\d{1,9}$/.test(told.text) ? Number(told.text) : undefined;
  }

  private labels(): ReadonlyMap<string, string> {
    const { object, manifest } = this;
    const found = new Map<string, string>();
    for (const path of [
      ['metadata', 'labels'],
      ['spec', 'template', 'metadata', 'labels'],
    ]) {
      for (const { key, value } of entriesOf(below(object.node, ...path)))
        found.set(key, namedAt(manifest.source, value)?.text ?? '');
    }
    return found;
  }

  /** The names of the services whose selector takes these pods. */
  private hosts(labels: ReadonlyMap<string, string>, headless: string | undefined): readonly string[] {
    const { manifest, object } = this;
    const { source } = manifest;
    const found = new Set<string>();
    if (headless !== undefined) found.add(headless);
    for (const each of manifest.objects) {
      if (each.kind !== 'Service' || each.name === '') continue;
      const wanted = entriesOf(below(each.node, 'spec', 'selector'));
      const takes = wanted.every(({ key, value }) => labels.get(key) === namedAt(source, value)?.text);
      if (wanted.length > 0 && takes) found.add(each.name);
    }
    if (object.kind === 'Pod' || object.kind === 'StatefulSet') found.add(object.name);
    return [...found].filter(name => name !== '' && !isHidden(name));
  }

  private environment(container: Node): ReadonlyMap<string, EnvValue> {
    const { manifest } = this;
    const { source } = manifest;
    const env = new Map<string, EnvValue>();
    for (const item of itemsOf(below(container, 'envFrom'))) {
      const prefix = textBelow(source, item, 'prefix') ?? '';
      for (const kind of ['ConfigMap', 'Secret'] as const) {
        const name = textBelow(source, item, kind === 'ConfigMap' ? 'configMapRef' : 'secretRef', 'name');
        const texts = name === undefined ? undefined : manifest.texts(kind, name);
        for (const [key, value] of texts?.entries ?? []) {
          const origin = source.origin(value.span);
          env.set(prefix + key, envValue(namedAt(source, value), texts!.encoded, origin, origin));
        }
      }
    }
    for (const item of itemsOf(below(container, 'env'))) {
      const key = namedAt(source, below(item, 'name'));
      if (key === undefined) continue;
      env.set(key.text, this.value(item, key));
    }
    return env;
  }

  private value(item: Node, key: Named): EnvValue {
    const { manifest } = this;
    const { source } = manifest;
    const written = namedAt(source, below(item, 'value'));
    if (written !== undefined) {
      const embedded = written.text.includes('\n')
        ? embeddedFile(source, below(item, 'value'), key.text)
        : undefined;
      const value = envValue(written, false, written.origin, key.origin);
      return embedded === undefined ? value : { ...value, embedded };
    }
    for (const [kind, at] of [
      ['ConfigMap', 'configMapKeyRef'],
      ['Secret', 'secretKeyRef'],
    ] as const) {
      const from = below(item, 'valueFrom', at);
      const [name, entry] = [textBelow(source, from, 'name'), textBelow(source, from, 'key')];
      const texts = name === undefined ? undefined : manifest.texts(kind, name);
      const found = entry === undefined ? undefined : texts?.entries.get(entry);
      if (found !== undefined)
        return envValue(namedAt(source, found), texts!.encoded, source.origin(found.span), key.origin);
    }
    return envValue(undefined, false, source.origin(item.span), key.origin);
  }

  private files(container: Node): readonly ServiceFile[] {
    const { manifest, pod } = this;
    const { source } = manifest;
    const files: ServiceFile[] = [];
    for (const mount of itemsOf(below(container, 'volumeMounts'))) {
      const path = textBelow(source, mount, 'mountPath');
      const volume = itemsOf(below(pod, 'volumes')).find(
        each => textBelow(source, each, 'name') === textBelow(source, mount, 'name'),
      );
      if (path === undefined || volume === undefined) continue;
      const subPath = textBelow(source, mount, 'subPath');
      const host = textBelow(source, volume, 'hostPath', 'path');
      if (host !== undefined) files.push({ containerPath: path, hostPath: host });
      for (const from of [volume, ...itemsOf(below(volume, 'projected', 'sources'))]) {
        for (const each of this.filesOf(from)) {
          if (subPath !== undefined && subPath !== each.containerPath) continue;
          const containerPath =
            subPath === undefined ? `${path.replace(/\/$/, '')}/${each.containerPath}` : path;
          files.push({ ...each, containerPath });
        }
      }
    }
    return files;
  }

  /** The files of a ConfigMap or Secret, by the names below which a volume shows them. */
  private filesOf(volume: Node): readonly ServiceFile[] {
    const { manifest } = this;
    const { source } = manifest;
    return (['ConfigMap', 'Secret'] as const).flatMap(kind => {
      const from = below(volume, kind === 'ConfigMap' ? 'configMap' : 'secret');
      const name = textBelow(source, from, 'name') ?? textBelow(source, from, 'secretName');
      const texts = name === undefined ? undefined : manifest.texts(kind, name);
      if (texts === undefined) return [];
      const items = itemsOf(below(from, 'items'));
      const wanted: readonly (readonly [string, string])[] =
        items.length > 0
          ? items.map(item => [textBelow(source, item, 'key') ?? '', textBelow(source, item, 'path') ?? ''])
          : [...texts.entries.keys()].map(key => [key, key]);
      return wanted.flatMap(([key, path]): ServiceFile[] => {
        const content = namedAt(source, texts.entries.get(key));
        const embedded = texts.files.get(key);
        return [
          {
            containerPath: path,
            ...(content === undefined || texts.encoded ? {} : { content }),
            ...(embedded === undefined ? {} : { embedded }),
          },
        ];
      });
    });
  }

  private site(): Site {
    const { manifest, pod } = this;
    const { source } = manifest;
    const wanted = new Map<string, string>();
    for (const { key, value } of entriesOf(below(pod, 'nodeSelector'))) {
      const text = namedAt(source, value)?.text;
      if (text !== undefined) wanted.set(key, text);
    }
    const terms = itemsOf(
      below(
        pod,
        'affinity',
        'nodeAffinity',
        'requiredDuringSchedulingIgnoredDuringExecution',
        'nodeSelectorTerms',
      ),
    );
    // Several terms are alternatives: none of them is sure.
    if (terms.length === 1) {
      for (const test of itemsOf(below(terms[0], 'matchExpressions'))) {
        const [key, values] = [textBelow(source, test, 'key'), itemsOf(below(test, 'values'))];
        const only = values.length === 1 ? namedAt(source, values[0])?.text : undefined;
        if (key !== undefined && only !== undefined && textBelow(source, test, 'operator') === 'In')
          wanted.set(key, only);
      }
    }
    const find = (pattern: RegExp) =>
      [...wanted].find(([key, value]) => pattern.test(key) && value !== '' && !isHidden(value))?.[1];
    const [region, zone, host] = [find(/\/region$/), find(/\/zone$/), find(/\/hostname$/)];
    return {
      ...(region === undefined ? {} : { region }),
      ...(zone === undefined ? {} : { zone }),
      ...(host === undefined ? {} : { host }),
    };
  }
}

function* spreadOf({ source }: Manifest, pod: Node): Generator<Spread> {
  for (const item of itemsOf(below(pod, 'topologySpreadConstraints'))) {
    const over = overOf(textBelow(source, item, 'topologyKey'));
    const hard = textBelow(source, item, 'whenUnsatisfiable') !== 'ScheduleAnyway';
    if (over !== undefined) yield { over, hard, origin: source.origin(item.span) };
  }
  const apart = below(pod, 'affinity', 'podAntiAffinity');
  for (const item of itemsOf(below(apart, 'requiredDuringSchedulingIgnoredDuringExecution'))) {
    const over = overOf(textBelow(source, item, 'topologyKey'));
    if (over !== undefined) yield { over, hard: true, origin: source.origin(item.span) };
  }
  for (const item of itemsOf(below(apart, 'preferredDuringSchedulingIgnoredDuringExecution'))) {
    const over = overOf(textBelow(source, item, 'podAffinityTerm', 'topologyKey'));
    if (over !== undefined) yield { over, hard: false, origin: source.origin(item.span) };
  }
}

function overOf(key: string | undefined): Spread['over'] | undefined {
  const found = /(?:^|\/)(hostname|zone|region)$/.exec(key ?? '')?.[1];
  return found === 'hostname' ? 'host' : (found as 'zone' | 'region' | undefined);
}

function envValue(
  written: Named | undefined,
  encoded: boolean,
  origin: Named['origin'],
  keyOrigin: Named['origin'],
): EnvValue {
  return written === undefined || encoded || isHidden(written.text)
    ? { text: '', hidden: true, origin, keyOrigin }
    : { ...written, keyOrigin };
}

/** `$(NAME)` of Kubernetes is a variable of the container's own environment. */
function expanded(word: Named, env: ReadonlyMap<string, EnvValue>): Named {
  if (!word.text.includes('$(')) return word;
  const text = word.text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (all, name?: string) => {
    const value = name === undefined ? undefined : env.get(name);
    return all === '$$' ? '$' : value === undefined || value.hidden ? all : value.text;
  });
  return { ...word, text };
}
