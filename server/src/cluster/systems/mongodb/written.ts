import { isHidden } from '../../../documents/templates.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { parseVersion, type Version } from '../../version.js';

/** A setting that a name and a value beside each other make, as in arguments and environments. */
export function writtenOf(key: string, value: Named, keyOrigin: Named['origin'] = value.origin): Written {
  const hidden = isHidden(value.text) || /\$\{|\$[A-Za-z_(]/.test(value.text);
  return { key, raw: hidden ? undefined : value.text, keyOrigin, origin: value.origin };
}

/** The version that the tag of an image begins with, or that stands in it: `8.0.4-jammy`, `main-mongod8.0`. */
export function versionOfTag(tag: string | undefined): Version | undefined {
  if (tag === undefined) return undefined;
  const found = /(?:^|mongod|mongodb|[-_:])v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?|\d{1,2}(?=$|-))/.exec(tag);
  return found === null ? undefined : parseVersion(found[1]!);
}

/** `# MongoDB 6.0` in the comments at the top of a file. */
export function versionInComments(source: Source): { version: Version; origin: Named['origin'] } | undefined {
  const found =
    /^[ \t]*(?:#|\/\/|\*)[^\n]{0,100}?\bmongo(?:db|d|sh)?\b(?: server)?[ :=]{1,3}v?(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/im.exec(
      source.text.slice(0, 4000),
    );
  if (found === null) return undefined;
  const version = parseVersion(found[1]!);
  const end = found.index + found[0].length;
  return version === undefined
    ? undefined
    : { version, origin: source.origin({ start: end - found[1]!.length, end }) };
}

/** `host:port` parted; the port given where it says none. */
export function hostAndPort(address: string, port: number): { host: string; port: number } {
  const found = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(address.trim());
  return {
    host: (found?.[1] ?? address).toLowerCase(),
    port: found?.[2] === undefined ? port : Number(found[2]),
  };
}
