import type { ServiceDraft } from './model.js';

/** One running copy of a service: its name, and the names under which others reach it. */
export interface Instance {
  readonly name: string;
  readonly hosts: readonly string[];
}

/** More than anybody counts one by one. */
const MAX_INSTANCES = 1000;

/**
 * The copies of a service. A StatefulSet's pods are called `name-0`, `name-1`, with the domain of its headless service;
 * a compose service that runs once goes by its own names. `open`: how many there are is not told, or too many.
 */
export function instancesOf(service: ServiceDraft): {
  readonly instances: readonly Instance[];
  readonly open: boolean;
} {
  const { replicas, name, hosts, headless, namespace } = service;
  const count = Math.min(replicas ?? 1, MAX_INSTANCES);
  const open = replicas === undefined || replicas > MAX_INSTANCES;
  if (service.kind !== 'StatefulSet') {
    if (count === 1) return { instances: [{ name, hosts: hosts.length > 0 ? hosts : [name] }], open };
    return {
      instances: numbered(count, i => ({ name: `${name}-${i + 1}`, hosts: [`${name}-${i + 1}`] })),
      open,
    };
  }
  const domains = [...new Set([headless, ...hosts].filter(host => host !== undefined && host !== name))];
  return {
    instances: numbered(count, i => {
      const pod = `${name}-${i}`;
      const below = domains.flatMap(domain => [
        `${pod}.${domain}`,
        ...(namespace === undefined
          ? []
          : [`${pod}.${domain}.${namespace}`, `${pod}.${domain}.${namespace}.svc`]),
        `${pod}.${domain}.${namespace ?? 'default'}.svc.cluster.local`,
      ]);
      return { name: pod, hosts: [pod, ...below] };
    }),
    open,
  };
}

function numbered(count: number, make: (i: number) => Instance): readonly Instance[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Repository of an image without registry and tag: `bitnami/redis`, `postgres`; in lower case. */
export function repositoryOf(image: string): string {
  const bare = image
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .toLowerCase();
  const parts = bare.split('/');
  return parts.length > 1 && /[.:]|^localhost$/.test(parts[0]!)
    ? parts
        .slice(1)
        .join('/')
        .replace(/^library\//, '')
    : bare.replace(/^library\//, '');
}

/** Tag of an image; undefined where it has none, or a variable decides it. */
export function tagOf(image: string): string | undefined {
  const tag = /:([^/@:]+)(?:@.*)?$/.exec(image)?.[1];
  return tag === undefined || /[${}]/.test(tag) ? undefined : tag;
}

/**
 * A path that a file gives relative to itself, as a URI; undefined for paths of the machine.
 * `resolvedUri('file:///a/compose.yml', './n1/redis.conf')` is `file:///a/n1/redis.conf`.
 */
export function resolvedUri(uri: string, path: string): string | undefined {
  if (/^[/~$]|^[A-Za-z]:/.test(path)) return undefined;
  const parts = uri.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeURIComponent(part));
  }
  return parts.join('/');
}
