/** One of the constraints of a replication zone of CockroachDB. */
export interface ZoneConstraint {
  /** `+region=eu`: all of them hold together. */
  readonly tags: readonly string[];
  /** Of how many copies; undefined: of all. */
  readonly copies: number | undefined;
}

/** Reads `[+region=eu, -ssd]` and `{"+region=eu,+zone=a": 2}`; what is none of these is nothing. */
export function constraintsIn(text: string): readonly ZoneConstraint[] {
  const bare = text.trim().slice(0, 5000);
  if (bare.startsWith('{')) {
    return [...bare.matchAll(/["']?([+-][^:"'{}]{1,500})["']?\s*:\s*(\d{1,4})/g)].map(([, tags, copies]) => ({
      tags: tagsOf(tags!),
      copies: Number(copies),
    }));
  }
  const tags = tagsOf(bare.replace(/[[\]"']/g, ''));
  return tags.length === 0 ? [] : [{ tags, copies: undefined }];
}

/** The first place that leases are preferred in: `[[+region=eu], [+region=us]]`. */
export function firstPreference(text: string): readonly string[] {
  const inner = /\[\s*\[([^\]]{1,500})\]/.exec(text.slice(0, 5000));
  return inner === null ? [] : tagsOf(inner[1]!.replace(/["']/g, ''));
}

function tagsOf(text: string): string[] {
  return text
    .split(',')
    .map(tag => tag.trim())
    .filter(tag => /^[+-]\S/.test(tag));
}
