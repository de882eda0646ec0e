import { type ShellWord, shellWords } from '../../documents/readers/shell-words.js';
import type { Named } from '../model.js';
import type { Source } from '../source.js';
import type { Beside } from './env-file.js';
import { resolvedUri } from './instances.js';
import type { ServiceDraft, ServiceFile } from './model.js';
import { isUntold, substituted } from './substitute.js';

/** What a Dockerfile makes: the image that its last stage goes back to, and what is added to that. */
export interface Build {
  /** `postgres:9.6`, with the defaults of `ARG` filled in. */
  readonly image: Named;
  /** `COPY` and `ADD` from the folder that it is built in. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** Words of `ENTRYPOINT` and `CMD`; none: those of the image. */
  readonly command: readonly string[];
}

/** True for a Dockerfile by its name: `Dockerfile`, `Dockerfile.replica`, `db.Dockerfile`, `Containerfile`. */
export function isDockerfile({ name }: Source): boolean {
  return /^(?:dockerfile|containerfile)(?:[.-][\w.-]+)?$|\.(?:dockerfile|containerfile)$/.test(name);
}

/**
 * Reads a Dockerfile. Undefined where it begins with nothing (`FROM scratch`) or the image is not told.
 * @param given Arguments of the build, which go before the defaults of `ARG`.
 * See https://docs.docker.com/reference/dockerfile/.
 */
export function buildOf(source: Source, given: ReadonlyMap<string, string> = new Map()): Build | undefined {
  if (source.text.length > MAX_LENGTH) return undefined;
  const stages = new Map<string, Named>();
  const known = new Map<string, string>();
  let image: Named | undefined;
  let copies: Build['copies'][number][] = [];
  let entrypoint: readonly string[] = [];
  let command: readonly string[] = [];
  for (const { keyword, words, start, end } of instructions(source.text)) {
    if (keyword === 'ARG') {
      for (const { text } of words) {
        const equals = text.indexOf('=');
        const name = equals < 0 ? text : text.slice(0, equals);
        const value =
          given.get(name) ?? (equals < 0 ? undefined : substituted(text.slice(equals + 1), known));
        if (value !== undefined) known.set(name, value);
      }
    } else if (keyword === 'FROM') {
      const plain = words.filter(({ text }) => !text.startsWith('--'));
      const base = plain[0];
      if (base === undefined) continue;
      const text = substituted(base.text, known);
      const own = { text, origin: source.origin(base.span) };
      image = stages.get(text.toLowerCase()) ?? own;
      copies = [];
      entrypoint = [];
      command = [];
      if (plain[1]?.text.toLowerCase() === 'as' && plain[2] !== undefined)
        stages.set(plain[2].text.toLowerCase(), image);
    } else if (keyword === 'COPY' || keyword === 'ADD') {
      if (words.some(({ text }) => text.startsWith('--from'))) continue;
      const paths = words.map(({ text }) => text.replace(/^\[?"?|"?,?\]?$/g, '')).filter(isPath);
      const to = paths.at(-1);
      for (const from of paths.slice(0, -1)) copies.push({ from, to: targetOf(from, to!, paths.length > 2) });
    } else if (keyword === 'ENTRYPOINT') entrypoint = commandOf(source.text.slice(start, end), words);
    else if (keyword === 'CMD') command = commandOf(source.text.slice(start, end), words);
  }
  if (image === undefined || image.text === 'scratch' || isUntold(repositoryPart(image.text)))
    return undefined;
  return { image, copies, command: [...entrypoint, ...command] };
}

/**
 * A service that is built beside its file, with what the Dockerfile says of it: the image that it goes back to, the files
 * copied into it, and the command where the service names none. Places stay those of the service.
 */
export function withBuild(service: ServiceDraft, beside: Beside): ServiceDraft {
  const { build } = service;
  if (build === undefined) return service;
  const uri = resolvedUri(service.source.uri, build.file);
  const source = uri === undefined ? undefined : beside(uri);
  const made = source === undefined ? undefined : buildOf(source, build.args);
  if (made === undefined) return service;
  const origin = service.image?.origin ?? build.origin;
  const files = made.copies.map(
    ({ from, to }): ServiceFile => ({ containerPath: to, hostPath: `${build.context}/${from}` }),
  );
  const words = made.command.map((text): Named => ({ text, origin }));
  return {
    ...service,
    image: { text: made.image.text, origin },
    files: [...service.files, ...files],
    ...(service.args.length > 0 || words.length === 0 ? {} : { args: words, commands: [words] }),
  };
}

/** URIs of the Dockerfiles that a service is built by. */
export function buildUris({ build, source }: ServiceDraft): readonly string[] {
  const uri = build === undefined ? undefined : resolvedUri(source.uri, build.file);
  return uri === undefined ? [] : [uri];
}

/** Longer ones nobody writes by hand. */
const MAX_LENGTH = 200_000;

interface Instruction {
  readonly keyword: string;
  readonly words: readonly ShellWord[];
  readonly start: number;
  readonly end: number;
}

/** One instruction a line; a backslash at the end goes on in the next. */
function* instructions(text: string): Generator<Instruction> {
  const pattern = /^[ \t]*(FROM|ARG|COPY|ADD|ENTRYPOINT|CMD)[ \t]+/gim;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const start = found.index + found[0].length;
    let end = start;
    for (;;) {
      const stop = text.indexOf('\n', end);
      const line = stop < 0 ? text.slice(end) : text.slice(end, stop);
      end = stop < 0 ? text.length : stop;
      if (stop < 0 || !/\\\r?$/.test(line)) break;
      end++;
    }
    yield { keyword: found[1]!.toUpperCase(), words: shellWords(text, start, end), start, end };
    pattern.lastIndex = end;
  }
}

/** `["a", "b"]` as it is; a text for the shell split into words. */
function commandOf(text: string, words: readonly ShellWord[]): readonly string[] {
  if (!text.trimStart().startsWith('[')) return words.map(word => word.text);
  try {
    const list: unknown = JSON.parse(text.replace(/\\\r?\n/g, ' '));
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}

function isPath(text: string): boolean {
  return text !== '' && !text.startsWith('--') && !/^[a-z]+:\/\//i.test(text);
}

/** A file that is copied to a folder keeps its name there. */
function targetOf(from: string, to: string, several: boolean): string {
  const name = from.slice(from.lastIndexOf('/') + 1);
  return (to.endsWith('/') || several) && name !== '' && name !== '.'
    ? `${to.replace(/\/$/, '')}/${name}`
    : to;
}

function repositoryPart(image: string): string {
  return image.replace(/:[^/]*$/, '');
}
