import { folderOfUri, stepsBetween } from './folders.js';
import type { ToldVersion } from './kit/places.js';
import type { Named } from './model.js';
import type { Fragment, SystemModule } from './module.js';
import { versionInPath } from './path-version.js';
import { buildOf, isDockerfile, repositoryOf, tagOf } from './services/index.js';
import type { ServiceDraft } from './services/model.js';
import type { Source } from './source.js';
import { compareVersions, parseVersion } from './version.js';

/** An image of a system that something near by is started or built with: what its tag says of the version. */
export interface ImageData {
  /** Its name; of a package, `package:` and the pattern of the system's images, which stands for the system. */
  readonly repository: string;
  readonly told: ToldVersion;
}

/** Fragments for the images of a Dockerfile, or of services, whose tags tell the version of a system. */
export function imagesOf(
  source: Source,
  services: readonly ServiceDraft[],
  modules: readonly SystemModule[],
): readonly Fragment[] {
  return [...taggedIn(source, services, modules), ...packagesIn(source, modules)];
}

function taggedIn(
  source: Source,
  services: readonly ServiceDraft[],
  modules: readonly SystemModule[],
): readonly Fragment[] {
  const images: (Named | undefined)[] = isDockerfile(source)
    ? [buildOf(source)?.image]
    : services.map(({ image }) => image);
  return images.flatMap((image): Fragment[] => {
    if (image === undefined) return [];
    const repository = repositoryOf(image.text);
    const module = modules.find(({ images: own }) => own?.repository.test(repository));
    const tag = tagOf(image.text);
    if (module === undefined || tag === undefined) return [];
    const version = (module.images!.versionOf ?? parseVersion)(tag, repository);
    if (version === undefined) return [];
    const data: ImageData = { repository, told: { version, origin: image.origin } };
    return [{ system: 'images', uri: source.uri, origin: image.origin, data }];
  });
}

/** Longer files are data, and no script that installs something. */
const MAX_SCRIPT = 200_000;

/** Packages that a script, a playbook or a Dockerfile installs a system from; nothing where it names several versions. */
function packagesIn(source: Source, modules: readonly SystemModule[]): readonly Fragment[] {
  if (
    source.text.length > MAX_SCRIPT ||
    !/install|download|repo|wget|curl|version|_container/i.test(source.text)
  )
    return [];
  return modules.flatMap(({ images }): Fragment[] => {
    if (images?.packages === undefined) return [];
    const found: readonly Found[] = [
      ...source.text.matchAll(images.packages),
      ...ofRole(source, images.repository),
      ...inTwo(source, images.repository),
      ...ofTasks(source, images),
    ];
    const [first] = found;
    const version = first?.[1] === undefined ? undefined : (images.versionOf ?? parseVersion)(first[1], '');
    if (first === undefined || version === undefined) return [];
    // `4.4` of a repository and `4.4.6` of its package are one.
    const agree = found.every(({ 1: text = '' }) => {
      const other = parseVersion(text) ?? [];
      const length = Math.min(2, other.length, version.length);
      return compareVersions(other.slice(0, length), version.slice(0, length)) === 0;
    });
    if (!agree) return [];
    const end = first.index + first[0].length;
    const origin = source.origin({
      start: first[0].endsWith(first[1]!) ? end - first[1]!.length : first.index,
      end,
    });
    const data: ImageData = { repository: `package:${images.repository.source}`, told: { version, origin } };
    return [{ system: 'images', uri: source.uri, origin, data }];
  });
}

type Images = NonNullable<SystemModule['images']>;

/** Where something tells a version, with the version as text. */
interface Found {
  readonly index: number;
  readonly 0: string;
  readonly 1?: string;
}

/** `version: 4.0.14` among the variables of an Ansible role that is called after the system. */
function ofRole({ uri, text }: Source, repository: RegExp): readonly RegExpExecArray[] {
  const role =
    /(?:^|\/)roles\/(?:[\w-]+[.])?(?:ansible-)?(?:role-)?([a-z]+)[\w-]*\/(?:defaults|vars)\/main\.ya?ml$/.exec(
      uri,
    );
  if (role === null || !repository.test(role[1]!)) return [];
  const found = /^version[ \t]*:[ \t]*["']?v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)["']?[ \t]*\r?$/m.exec(text);
  return found === null ? [] : [found];
}

/** `image: postgres:12` of a task of Ansible that starts a container. */
function ofTasks({ path, text }: Source, { repository, versionOf }: Images): readonly Found[] {
  if (!/\.ya?ml$/.test(path) || !/\b(?:docker|podman)_container\b/.test(text)) return [];
  return [...text.matchAll(IMAGE)].flatMap(([whole, image = ''], i, all) => {
    const tag = tagOf(image);
    const isOwn = repository.test(repositoryOf(image));
    if (!isOwn || tag === undefined || (versionOf ?? parseVersion)(tag, repositoryOf(image)) === undefined)
      return [];
    return [{ index: all[i]!.index, 0: whole, 1: tag }];
  });
}

const IMAGE = /^[ \t]*image[ \t]*:[ \t]*["']?([a-z0-9][\w./:-]{1,200}:v?\d[\w.-]{0,60})(?=["']?[ \t]*\r?$)/gm;

/** `mongodb_version_major: 4` with `mongodb_version_minor: 4`: variables that are called after the system. */
function inTwo({ text }: Source, repository: RegExp): readonly Found[] {
  // Few files have one; looking at every line of the others costs more than all that follows.
  if (!/major[ \t]*[:=]/.test(text)) return [];
  return [...text.matchAll(MAJOR)].flatMap(major => {
    const [whole, name = '', number = ''] = major;
    const words = name.toLowerCase().split('_');
    if (!words.some(word => repository.test(word))) return [];
    const minor = new RegExp(`^[ \\t]*${name}_?minor[ \\t]*[:=][ \\t]*["']?(\\d{1,2})\\b`, 'm').exec(text);
    return minor === null ? [] : [{ index: major.index, 0: whole, 1: `${number}.${minor[1]!}` }];
  });
}

const MAJOR = /^[ \t]*([a-z]\w{0,60}?)_?major[ \t]*[:=][ \t]*["']?(\d{1,2})\b/gm;

/**
 * The fragments of a module, those without a version with the one in their path, or with that of the nearest image of the
 * system: a config file stands beside the Dockerfile that copies it, or below the compose file that mounts it. Of several
 * images equally near that do not agree none is taken: `doubtful` are the files that are for more than one version.
 */
export function withVersionsNear(
  own: readonly Fragment[],
  { system, images }: SystemModule,
  all: readonly Fragment[],
): { readonly fragments: readonly Fragment[]; readonly doubtful: ReadonlySet<string> } {
  const doubtful = new Set<string>();
  if (images === undefined) return { fragments: own, doubtful };
  const known = all.flatMap(({ system: of, uri, data }) => {
    const image = data as ImageData;
    return of === 'images' && isOf(image, images.repository) ? [{ folder: folderOfUri(uri), ...image }] : [];
  });
  const byFolder = new Map<string, readonly ToldVersion[]>();
  const fragments = own.map(fragment => {
    const inPath = versionInPath(fragment.uri, system);
    if (inPath.version !== undefined) {
      const { origin } = fragment;
      return { ...fragment, data: images.withVersion(fragment.data, { version: inPath.version, origin }) };
    }
    const folder = folderOfUri(fragment.uri);
    if (!byFolder.has(folder)) byFolder.set(folder, nearest(known, folder));
    const [told, ...others] = byFolder.get(folder)!;
    const agree =
      told !== undefined && others.every(({ version }) => compareVersions(version, told.version) === 0);
    if (inPath.doubtful || (told !== undefined && !agree)) doubtful.add(fragment.uri);
    return !agree || inPath.doubtful
      ? fragment
      : { ...fragment, data: images.withVersion(fragment.data, told) };
  });
  return { fragments, doubtful };
}

function isOf({ repository }: ImageData, own: RegExp): boolean {
  return own.test(repository) || repository === `package:${own.source}`;
}

/** Those that are told the nearest to a folder: several where they are equally near. */
function nearest(
  known: readonly (ImageData & { readonly folder: string })[],
  folder: string,
): readonly ToldVersion[] {
  const near = known.flatMap(image => {
    const steps = stepsBetween(image.folder, folder);
    const isAbove = folder === image.folder || folder.startsWith(`${image.folder}/`);
    // Roles that install and roles that configure lie apart.
    const far = image.repository.startsWith('package:') && steps <= 5;
    return steps <= 2 || (isAbove && steps <= 4) || far ? [{ image, steps }] : [];
  });
  const least = Math.min(...near.map(({ steps }) => steps));
  return near.flatMap(({ image, steps }) => (steps === least ? [image.told] : []));
}
