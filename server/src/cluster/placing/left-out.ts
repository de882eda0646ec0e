import { folderOfUri } from '../folders.js';
import type { Fragment } from '../module.js';
import type { Source } from '../source.js';
import { FACTS, type InForce } from './in-force.js';
import { uncommented } from './words.js';

/** A file that lists what is deployed with it: `kustomization.yaml`, `serverless.yml`; or a text with commands that deploy. */
export interface Listing {
  readonly says: 'lists';
  readonly except: readonly string[];
  /** `others`: what it names is deployed, what it does not name may be as well. */
  readonly kind: 'kustomization' | 'serverless' | 'others';
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
      : 'others';
  const names =
    kind === 'serverless' ? filesIn(text) : kind === 'kustomization' ? wordsIn(text) : appliedIn(text);
  if (names.length === 0 || (kind === 'kustomization' && !/^resources[ \t]*:/m.test(text))) return [];
  return [{ system: 'trial', uri, origin: source.top, data: { says: 'lists', except: [], kind, names } }];
}

/**
 * True for a file that nothing lists although its siblings are listed: in the folder of a kustomization, or in one of which
 * `serverless.yml` takes other files.
 */
export function isLeftOut(uri: string, fragments: Iterable<Fragment>): boolean {
  if (!/\.ya?ml$/.test(uri)) return false;
  const name = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
  if (/^(?:kustomization|serverless[\w.-]*|values[\w.-]*|chart)\.ya?ml$/.test(name)) return false;
  const folder = folderOfUri(uri);
  let left = false;
  for (const { system, uri: lister, data } of fragments) {
    if (system !== 'trial' || (data as { says: string }).says !== 'lists') continue;
    const { kind, names } = data as Listing;
    const own = folderOfUri(lister);
    for (const each of names) {
      const base = each.slice(each.lastIndexOf('/') + 1);
      if (base === name || base.includes('*')) return false;
      if (kind === 'serverless' && under(own, each.slice(0, -base.length)) === folder.toLowerCase())
        left = true;
      // All that a folder holds.
      if (kind === 'others' && each.endsWith('/') && `${folder.toLowerCase()}/`.includes(`/${each}`))
        return false;
    }
    if (kind === 'kustomization' && own === folder) left = true;
  }
  return left;
}

/** The same parts, of which those of such files are idle. */
export function withoutLeftOut({ live, idle }: InForce): InForce {
  const listings = live.filter(
    ({ system, data }) => system === 'trial' && (data as { says: string }).says === 'lists',
  );
  if (!listings.some(({ data }) => (data as Listing).kind !== 'others')) return { live, idle };
  const known = new Map<string, boolean>();
  const out = ({ system, uri }: Fragment) => {
    if (FACTS.has(system) || system === 'placing') return false;
    let left = known.get(uri);
    if (left === undefined) known.set(uri, (left = isLeftOut(uri, listings)));
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
