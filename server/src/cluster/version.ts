/** A version as numbers: `8.0.26` is `[8, 0, 26]`. Suffixes such as `-beta` are left out. */
export type Version = readonly number[];

/** The version that a text begins with (`v3.5.1`, `16-alpine`, `8.0`); undefined where it begins with none. */
export function parseVersion(text: string): Version | undefined {
  const found = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})(?![\d])/.exec(text.trim());
  return found?.[1]?.split('.').map(Number);
}

/** Below zero, zero, or above, as `a` is older, equal or newer. Parts that are missing count as zero. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * True where `version` is `least` or newer. A version of which only the first parts are known (`8.0`) is taken as the
 * newest of them. Undefined (not known) counts as the newest there is.
 */
export function isAtLeast(version: Version | undefined, least: string): boolean {
  if (version === undefined) return true;
  const wanted = parseVersion(least);
  if (wanted === undefined) return true;
  return compareVersions(version, wanted.slice(0, version.length)) >= 0;
}

/** True where the version is known and older than `than`. */
export function isOlder(version: Version | undefined, than: string): boolean {
  return version !== undefined && !isAtLeast(version, than);
}

export function printVersion(version: Version): string {
  return version.join('.');
}

/** The version that a tag says, where the product has had such a one: images made by others count in their own way. */
export function versionUpTo(most: number): (tag: string) => Version | undefined {
  return tag => {
    const version = parseVersion(tag);
    return version === undefined || version.length < 2 || version[0]! > most ? undefined : version;
  };
}
