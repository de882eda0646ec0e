import { isHidden } from '../../documents/templates.js';
import { itemsOf, type Node } from '../../documents/tree.js';
import type { Named, Site } from '../model.js';
import type { Source } from '../source.js';
import { commandLine, wordsOf } from './command.js';
import type { EnvValue, ServiceDraft, ServiceFile, StartedServices } from './model.js';
import { below, embeddedFile, entriesOf, mergedMaps, namedAt, partOf, textBelow } from './scalars.js';
import { isUntold, substituted } from './substitute.js';

/** A compose file, or a stack of Swarm: known by its map of services, whatever its name. */
export function readCompose(source: Source): StartedServices | undefined {
  if (!/\.ya?ml(?:\.[a-z0-9]+)?$|\.json$/.test(source.name) || !source.text.includes('services'))
    return undefined;
  const root = source.yaml.find(each => isCompose(source, below(each, 'services')));
  return root === undefined ? undefined : new Compose(source, root).read();
}

function isCompose(source: Source, services: Node | undefined): boolean {
  const all = entriesOf(services);
  return (
    all.length > 0 &&
    (source.name.includes('compose') ||
      all.some(({ value }) => entriesOf(value).some(({ key }) => STARTERS.has(key)))) &&
    all.every(({ value }) => value.kind === 'map' || value.kind === 'scalar')
  );
}

const STARTERS: ReadonlySet<string> = new Set([
  'image',
  'build',
  'extends',
  'command',
  'container_name',
  '<<',
]);
const MAX_SERVICES = 1000;

class Compose {
  private readonly services: Node | undefined;
  private readonly embedded: Source[] = [];
  private readonly configs = new Map<string, Source | undefined>();

  constructor(
    private readonly source: Source,
    private readonly root: Node,
  ) {
    this.services = below(root, 'services');
  }

  read(): StartedServices {
    const services = entriesOf(this.services)
      .slice(0, MAX_SERVICES)
      .map(({ key, keySpan, value }) => this.service(key, keySpan, this.whole(value, 0)));
    // What nobody mounts is a file of its name all the same.
    for (const { key, value } of entriesOf(below(this.root, 'configs'))) {
      if (!this.configs.has(key)) this.config(key, key, value);
    }
    return { services, embedded: this.embedded };
  }

  /** A service with what it extends. */
  private whole(node: Node, depth: number): Node {
    const extended = below(node, 'extends');
    const name = extended?.kind === 'scalar' ? extended.value : textBelow(this.source, extended, 'service');
    const file = textBelow(this.source, extended, 'file');
    if (typeof name !== 'string' || depth > 8) return node;
    if (file !== undefined && !this.source.path.endsWith(file.replace(/^\.\//, '').toLowerCase()))
      return node;
    const base = below(this.services, name);
    return base === undefined
      ? node
      : mergedMaps(this.whole(base, depth + 1), node, ['environment', 'labels', 'deploy']);
  }

  private service(name: string, span: { start: number; end: number }, node: Node): ServiceDraft {
    const { source } = this;
    const image = namedAt(source, below(node, 'image'));
    const labels = this.labels(node);
    const replicas = this.replicas(node);
    const entrypoint = below(node, 'entrypoint');
    const command = below(node, 'command');
    const words = [...this.words(entrypoint), ...this.words(command)];
    const networks = below(node, 'networks');
    const aliases = entriesOf(networks).flatMap(({ value }) => this.texts(below(value, 'aliases')));
    const addresses = entriesOf(networks).flatMap(({ value }) => [
      ...(textBelow(source, value, 'ipv4_address') === undefined
        ? []
        : [textBelow(source, value, 'ipv4_address')!]),
    ]);
    const own = [textBelow(source, node, 'container_name'), textBelow(source, node, 'hostname')];
    return {
      source,
      from: 'compose',
      name,
      origin: source.origin(span),
      hosts: distinct([name, ...own.map(text => text && substituted(text)), ...aliases, ...addresses]),
      ...(image === undefined ? {} : { image: { ...image, text: substituted(image.text) } }),
      ...this.build(node),
      env: this.environment(below(node, 'environment')),
      envFiles: this.envFiles(below(node, 'env_file')),
      ...commandLine(source, words, [entrypoint, command]),
      files: this.files(node),
      ports: this.ports(node),
      ...this.published(node),
      replicas,
      labels,
      site: siteOf(this.placement(node), labels),
      spread: [],
      group: textBelow(source, this.root, 'name') ?? source.uri,
      node,
    };
  }

  /** `build: ./db`, or with the folder, the file and its arguments one by one. */
  private build(node: Node): Pick<ServiceDraft, 'build'> {
    const at = below(node, 'build');
    const short = namedAt(this.source, at);
    const context = short?.text ?? textBelow(this.source, at, 'context') ?? (at?.kind === 'map' ? '.' : '');
    if (at === undefined || context === '' || /^[a-z]+:\/\/|^git@/.test(context)) return {};
    const folder = substituted(context).replace(/\/+$/, '');
    const file = textBelow(this.source, at, 'dockerfile') ?? 'Dockerfile';
    const args = new Map<string, string>();
    const given = below(at, 'args');
    for (const { key, value } of entriesOf(given))
      args.set(key, substituted(namedAt(this.source, value)?.text ?? '$'));
    for (const text of this.texts(given)) {
      const equals = text.indexOf('=');
      if (equals > 0) args.set(text.slice(0, equals), substituted(text.slice(equals + 1)));
    }
    const origin = short?.origin ?? this.source.origin(at.span);
    return { build: { context: folder, file: `${folder}/${substituted(file)}`, args, origin } };
  }

  private words(node: Node | undefined): readonly Named[] {
    return wordsOf(this.source, node, substituted);
  }

  private replicas(node: Node): number | undefined {
    const told = namedAt(this.source, below(node, 'deploy', 'replicas') ?? below(node, 'scale'));
    if (told === undefined)
      return below(node, 'deploy', 'mode') === undefined ? 1 : modeOf(this.source, node);
    const text = substituted(told.text);
    return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  }

  private environment(node: Node | undefined): ReadonlyMap<string, EnvValue> {
    const { source } = this;
    const env = new Map<string, EnvValue>();
    for (const { key, keySpan, value } of entriesOf(node)) {
      // A key without a value is taken over from whoever starts it.
      const written = namedAt(source, value) ?? { text: '$', origin: source.origin(value.span) };
      const file =
        value.kind === 'scalar' && written.text.includes('\n') ? embeddedFile(source, value, key) : undefined;
      env.set(key, envValue(written, source.origin(keySpan), file));
    }
    for (const item of itemsOf(node)) {
      const whole = namedAt(source, item);
      if (whole === undefined) continue;
      const equals = whole.text.indexOf('=');
      const key = partOf(whole, 0, equals < 0 ? whole.text.length : equals);
      // Quotes behind the sign belong to the value, and nobody means them.
      const quoted = /^(["'])[^"']*\1$/.test(whole.text.slice(equals + 1)) ? 1 : 0;
      const value =
        equals < 0
          ? { text: '$', origin: whole.origin }
          : partOf(whole, equals + 1 + quoted, whole.text.length - quoted);
      env.set(key.text.trim(), envValue(value, key.origin));
    }
    return env;
  }

  private envFiles(node: Node | undefined): readonly Named[] {
    const one = namedAt(this.source, node);
    if (one !== undefined) return [one];
    return itemsOf(node).flatMap(item => namedAt(this.source, below(item, 'path') ?? item) ?? []);
  }

  private files(node: Node): readonly ServiceFile[] {
    const { source } = this;
    const files: ServiceFile[] = [];
    for (const item of itemsOf(below(node, 'volumes'))) {
      const short = namedAt(source, item);
      if (short !== undefined) {
        const parts = /^((?:[A-Za-z]:[\\/])?[^:]+):([^:]+)(?::([^:/]*))?$/.exec(
          substituted(short.text.replace(/^\$(?:PWD|\{PWD\})(?=\/)/, '.')),
        );
        const readOnly = parts?.[3]?.split(',').includes('ro') ? { readOnly: short.origin } : {};
        if (parts && /^[.~/]/.test(parts[1]!))
          files.push({ containerPath: parts[2]!, hostPath: parts[1]!, ...readOnly });
        continue;
      }
      const [from, to] = [textBelow(source, item, 'source'), textBelow(source, item, 'target')];
      if (from !== undefined && to !== undefined && textBelow(source, item, 'type') === 'bind')
        files.push({ containerPath: to, hostPath: from });
    }
    for (const kind of ['configs', 'secrets'] as const) {
      const declared = below(this.root, kind);
      for (const item of itemsOf(below(node, kind))) {
        const name = namedAt(source, item)?.text ?? textBelow(source, item, 'source');
        if (name === undefined) continue;
        const target = textBelow(source, item, 'target') ?? (kind === 'configs' ? `/${name}` : name);
        const containerPath = target.startsWith('/') ? target : `/run/secrets/${target}`;
        const at = below(declared, name);
        const hostPath = textBelow(source, at, 'file');
        const content = kind === 'configs' ? this.config(name, containerPath, at) : undefined;
        const text = namedAt(source, below(at, 'content'));
        files.push({
          containerPath,
          ...(hostPath === undefined ? {} : { hostPath }),
          ...(text === undefined ? {} : { content: text }),
          ...(content === undefined ? {} : { embedded: content }),
        });
      }
    }
    return files;
  }

  /** One file per config, however many mount it. */
  private config(name: string, path: string, declared: Node | undefined): Source | undefined {
    if (!this.configs.has(name)) {
      const file = embeddedFile(this.source, below(declared, 'content'), path);
      if (file !== undefined) this.embedded.push(file);
      this.configs.set(name, file);
    }
    return this.configs.get(name);
  }

  private ports(node: Node): readonly number[] {
    const found: number[] = [];
    const texts = [...itemsOf(below(node, 'ports')), ...itemsOf(below(node, 'expose'))].map(
      item => namedAt(this.source, item)?.text ?? textBelow(this.source, item, 'target') ?? '',
    );
    for (const text of texts) {
      const port = /(\d{1,5})(?:\/\w+)?$/.exec(substituted(text))?.[1];
      if (port !== undefined && Number(port) <= 65_535) found.push(Number(port));
    }
    return [...new Set(found)];
  }

  /** Ports that other machines reach. Networks of other drivers may give containers addresses that all reach. */
  private published(node: Node): { readonly published?: readonly number[] } {
    if (below(node, 'network_mode') !== undefined) return {};
    const drivers = entriesOf(below(this.root, 'networks')).flatMap(
      ({ value }) => textBelow(this.source, value, 'driver') ?? [],
    );
    if (drivers.some(driver => driver !== 'bridge' && driver !== 'overlay')) return {};
    const published: number[] = [];
    for (const item of itemsOf(below(node, 'ports'))) {
      const text = namedAt(this.source, item)?.text ?? textBelow(this.source, item, 'target');
      const whole = text === undefined ? '' : substituted(text);
      const port = /^(?:.*:)?(\d{1,5})(?:\/\w+)?$/.exec(whole)?.[1];
      if (port === undefined) return {};
      if (!/^(?:127\.|localhost:|\[::1\])/.test(whole)) published.push(Number(port));
    }
    return { published: [...new Set(published)] };
  }

  private labels(node: Node): ReadonlyMap<string, string> {
    const labels = new Map<string, string>();
    for (const at of [below(node, 'deploy', 'labels'), below(node, 'labels')]) {
      for (const { key, value } of entriesOf(at)) labels.set(key, namedAt(this.source, value)?.text ?? '');
      for (const text of this.texts(at)) {
        const equals = text.indexOf('=');
        labels.set(equals < 0 ? text : text.slice(0, equals), equals < 0 ? '' : text.slice(equals + 1));
      }
    }
    return labels;
  }

  /** `node.labels.zone == a`, `node.hostname == h1` of Swarm. */
  private placement(node: Node): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const text of this.texts(below(node, 'deploy', 'placement', 'constraints'))) {
      const parts = /^\s*(?:node|engine)\.(?:labels\.)?([\w.-]+)\s*==\s*(\S+)\s*$/.exec(text);
      if (parts && !isUntold(parts[2]!)) found.set(parts[1]!, parts[2]!);
    }
    return found;
  }

  private texts(node: Node | undefined): readonly string[] {
    return itemsOf(node).flatMap(item => {
      const text = namedAt(this.source, item)?.text;
      return text === undefined || isHidden(text) ? [] : [text];
    });
  }
}

function envValue(written: Named, keyOrigin: Named['origin'], embedded?: Source): EnvValue {
  const text = substituted(written.text);
  return isUntold(text)
    ? { text: '', hidden: true, origin: written.origin, keyOrigin }
    : { text, origin: written.origin, keyOrigin, ...(embedded === undefined ? {} : { embedded }) };
}

/** `global` runs one on each machine: how many is not told. */
function modeOf(source: Source, node: Node): number | undefined {
  return textBelow(source, node, 'deploy', 'mode') === 'replicated' ? 1 : undefined;
}

/** Zones and the like by the names that people give labels. */
export function siteOf(...tables: readonly ReadonlyMap<string, string>[]): Site {
  const find = (pattern: RegExp) => {
    for (const table of tables) {
      for (const [key, value] of table) if (pattern.test(key) && value !== '') return value;
    }
    return undefined;
  };
  const region = find(/(?:^|[./_-])region$/i);
  const zone = find(/(?:^|[./_-])(?:zone|az|datacenter|dc|availability_zone)$/i);
  const rack = find(/(?:^|[./_-])rack$/i);
  const host = find(/(?:^|[./_-])hostname$|^hostname$/i);
  return {
    ...(region === undefined ? {} : { region }),
    ...(zone === undefined ? {} : { zone }),
    ...(rack === undefined ? {} : { rack }),
    ...(host === undefined ? {} : { host }),
  };
}

function distinct(names: readonly (string | undefined)[]): readonly string[] {
  return [
    ...new Set(names.filter((name): name is string => name !== undefined && name !== '' && !isUntold(name))),
  ];
}
