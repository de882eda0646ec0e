import type { Assembled, Fragment } from './module.js';

/**
 * Puts fragments together as `assemble` does, but for files of a role that are alternatives of one (by version, by operating
 * system, by how many nodes there are): one of each is deployed, and each of them makes a cluster of its own.
 * @param assemble Is asked once per alternative, each time with what all have in common.
 */
export function assembleAlternatives(
  fragments: readonly Fragment[],
  assemble: (fragments: readonly Fragment[]) => Assembled,
): Assembled {
  const sets = alternativesAmong([...new Set(fragments.map(({ uri }) => uri))]);
  if (sets.length === 0) return assemble(fragments);
  const all = new Set(sets.flat());
  const layers = Math.max(...sets.map(({ length }) => length));
  const first = assemble(fragments.filter(({ uri }) => !all.has(uri) || sets.some(set => set[0] === uri)));
  const clusters = [...first.clusters];
  for (let i = 1; i < layers; i++) {
    const own = new Set(sets.flatMap(set => set[i] ?? []));
    const { clusters: more } = assemble(fragments.filter(({ uri }) => !all.has(uri) || own.has(uri)));
    for (const cluster of more) {
      const source = cluster.sources.find(uri => own.has(uri));
      if (source !== undefined) clusters.push({ ...cluster, id: `${cluster.id}#${nameOf(source)}` });
    }
  }
  return { ...first, clusters };
}

/** Files of which one is deployed, in sets of two and more. */
function alternativesAmong(uris: readonly string[]): readonly (readonly string[])[] {
  const sets = new Map<string, string[]>();
  for (const uri of uris) {
    const key = baseOf(uri);
    if (key === undefined) continue;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, [uri]);
    else if (known.length < MOST) known.push(uri);
  }
  return [...sets.values()].filter(({ length }) => length > 1);
}

const MOST = 40;

/** What a template of a role is one of: its path without versions, operating systems and kinds of set-up. */
function baseOf(uri: string): string | undefined {
  const found =
    /^(.*\/(?:roles|modules|cookbooks|collections)\/.*?\/(?:templates|files))\/(.+)$/i.exec(uri) ??
    /^(.*\/templates)\/(.+\.(?:j2|erb|epp))$/i.exec(uri);
  if (found === null) return undefined;
  const parts = found[2]!.toLowerCase().split('/');
  const name = parts.pop()!;
  const folders = parts.filter(part => part !== 'default' && !VERSION.test(part) && !PLATFORM.test(part));
  const words = name
    .replace(/\d+(?:\.(?:\d+|x))+|(?<=[a-z])\d+(?=\.|$)/g, '')
    .split(/[-_.]+/)
    .filter(word => word !== '' && !MODE.test(word) && !PLATFORM.test(word));
  // A number of its own is that of a node.
  return /(?:^|[-_])\d{1,3}(?=[-_.]|$)|[a-z]\d{1,3}(?=[-_.])/.test(
    name.replace(/\d+\.(?:\d+|x)(?:\.\d+)*/g, ''),
  )
    ? undefined
    : `${found[1]!}|${folders.join('/')}|${words.join('.')}`;
}

const VERSION = /^v?\d+(?:\.(?:\d+|x))*$/;
const PLATFORM =
  /^(?:debian|ubuntu|red-?hat|rhel|centos|el|rocky(?:linux)?|alma(?:linux)?|fedora|suse|sles|opensuse|archlinux|amazon|oraclelinux|freebsd|openbsd|alpine|windows|linux|darwin|(?:bionic|focal|jammy|noble|xenial|trusty|stretch|buster|bullseye|bookworm|trixie))[-_.\d]*$/;
const MODE =
  /^(?:single|multi|multiple|node|nodes|cluster|clustered|standalone|replicated|ha|default|old|new|legacy|dev|prod|production|development|staging|small|large|minimal|ssl|tls|nossl|secure|insecure)$/;

function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
