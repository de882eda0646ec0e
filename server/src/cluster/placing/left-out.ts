import { folderOfUri, liesBelow } from '../folders.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';
import { FACTS, type InForce } from './in-force.js';
import { uncommented } from './words.js';

/** A file that lists what is deployed with it: `kustomization.yaml`, `serverless.yml`; or a text with commands that deploy. */
export interface Listing {
  readonly says: 'lists';
  readonly except: readonly string[];
  /**
   * `script`: commands that apply file by file. `others`: what it names is deployed, what it does not name may be as well.
   */
  readonly kind: 'kustomization' | 'serverless' | 'script' | 'others';
  /** Without steps up, with `*` for what is filled in. */
  readonly names: readonly string[];
}

/** What a file lists. */
export function listingsOf(source: Source): readonly Fragment<Listing>[] {
  const { name, text, uri } = source;
  if (text.length > MAX_TEXT || source.embedding !== undefined) return [];
  const kind = /^kustomization\.ya?ml$/.test(name)
    ? 'kustomization'
    : /^serverless[\w.-]*\.ya?ml$/.test(name)
      ? 'serverless'
      : /\.sh$|^makefile$/.test(name)
        ? 'script'
        : 'others';
  const names =
    kind === 'serverless' ? filesIn(text) : kind === 'kustomization' ? wordsIn(text) : appliedIn(text);
  if (names.length === 0 || (kind === 'kustomization' && !/^resources[ \t]*:/m.test(text))) return [];
  return [{ system: 'trial', uri, origin: source.top, data: { says: 'lists', except: [], kind, names } }];
}

/**
 * True for a file that nothing lists although its siblings are listed: in the folder of a kustomization, in one of which
 * `serverless.yml` takes other files, or of which a script applies others one by one.
 * @param siblings Names in a folder, in lower case; those of files that say something.
 */
export function isLeftOut(
  uri: string,
  fragments: Iterable<Fragment>,
  siblings: (folder: string) => ReadonlySet<string> = () => new Set(),
): boolean {
  if (!/\.ya?ml$/.test(uri)) return false;
  const name = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
  if (/^(?:kustomization|serverless[\w.-]*|values[\w.-]*|chart)\.ya?ml$/.test(name)) return false;
  const folder = folderOfUri(uri);
  let left = false;
  for (const { system, uri: lister, data } of fragments) {
    if (system !== 'trial' || (data as { says: string }).says !== 'lists') continue;
    const { kind, names } = data as Listing;
    const own = folderOfUri(lister);
    const applied = new Set<string>();
    for (const each of names) {
      const base = each.slice(each.lastIndexOf('/') + 1);
      if (base === name || base.includes('*')) return false;
      if (kind === 'serverless' && under(own, each.slice(0, -base.length)) === folder.toLowerCase())
        left = true;
      if (kind === 'script' && !each.endsWith('/') && siblings(folder).has(base)) applied.add(base);
      // All that a folder holds.
      if (
        (kind === 'others' || kind === 'script') &&
        each.endsWith('/') &&
        `${folder.toLowerCase()}/`.includes(`/${each}`)
      )
        return false;
    }
    if (kind === 'kustomization' && own === folder) left = true;
    if (applied.size >= SEVERAL && liesBelow(uri, own.replace(/\/(?:scripts?|bin|hack|deploy)$/, '')))
      left = true;
  }
  return left;
}

/** The same parts, of which those of such files are idle. */
export function withoutLeftOut({ live, idle }: InForce): InForce {
  const listings = live.filter(
    ({ system, data }) => system === 'trial' && (data as { says: string }).says === 'lists',
  );
  if (!listings.some(({ data }) => (data as Listing).kind !== 'others')) return { live, idle };
  const names = new Map<string, Set<string>>();
  for (const { uri } of live) {
    const folder = folderOfUri(uri);
    const name = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
    names.set(folder, (names.get(folder) ?? new Set()).add(name));
  }
  const siblings = (folder: string) => names.get(folder) ?? new Set<string>();
  const known = new Map<string, boolean>();
  const out = ({ system, uri }: Fragment) => {
    if (FACTS.has(system) || system === 'placing') return false;
    let left = known.get(uri);
    if (left === undefined) known.set(uri, (left = isLeftOut(uri, listings, siblings)));
    return left;
  };
  return { live: live.filter(each => !out(each)), idle: [...idle, ...live.filter(out)] };
}

const MAX_TEXT = 200_000;

/** `${file(resources/tables.yml)}`, `${file(./a.yml):Resources}`. */
function filesIn(text: string): readonly string[] {
  return uncommented(text).flatMap(line =>
    [...line.replace(/\$\{(?!file)[^{}]*\}/g, '*').matchAll(/\$\{file\(\s*([^()\s,]+)\s*\)/g)].map(
      ([, path]) => tidy(path!),
    ),
  );
}

/** One file may be applied by itself now and then. */
const SEVERAL = 2;

/** Whatever a kustomization names: resources, patches, files of generators. */
function wordsIn(text: string): readonly string[] {
  return uncommented(text).flatMap(line =>
    [...line.matchAll(/[\w.*/-]+\.ya?ml\b/g)].map(([path]) => tidy(path)),
  );
}

/** `kubectl apply -f deploy/cache.yaml`, `kubectl create -f deploy/`. */
function appliedIn(text: string): readonly string[] {
  if (!/\b(?:kubectl|oc|kustomize)\b/.test(text)) return [];
  return [
    ...[...text.matchAll(/[\w.*/-]+\.ya?ml\b/g)].map(([path]) => tidy(path)),
    ...[...text.matchAll(/[ \t]-f[ \t]+([\w./-]+)/g)].flatMap(([, path]) =>
      /\.\w+$/.test(path!) ? [] : [`${tidy(path!).replace(/\/$/, '')}/`],
    ),
  ];
}

function tidy(path: string): string {
  return path
    .toLowerCase()
    .replace(/^(?:\.\/)+/, '')
    .replace(/\*+/g, '*');
}

/** A folder below another, or beside it, in lower case. */
function under(folder: string, path: string): string {
  const parts = folder.toLowerCase().split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
