import { compareEntries, type Entry } from './entry.js';

/** Entries that share names, directly or through others, and are therefore folded together. */
export interface Group {
  names: string[];
  entries: Entry[];
  /** Names here whose referrers, wherever they stand, belong to this group (renamed, dropped with CASCADE). */
  claimed: string[];
  /** What its last fold published. */
  published: readonly string[];
}

/**
 * Which statements have to be folded together. Joining moves the smaller group's members; leaving marks the
 * group as broken, and `settle` takes such groups apart and groups what is left of them anew, so that groups do
 * not grow for ever while somebody types.
 */
export class Groups {
  /** Groups to fold again. */
  readonly dirty = new Set<Group>();
  /** Ids of what groups that are no more had published. */
  readonly stale = new Set<string>();
  private readonly byName = new Map<string, Group>();
  private readonly byMention = new Map<string, Entry[]>();
  private readonly removed = new Set<Entry>();
  private readonly claims = new Set<string>();
  private readonly broken = new Set<Group>();

  add(entry: Entry): void {
    for (const name of entry.mentions) {
      const entries = this.byMention.get(name);
      if (entries) entries.push(entry);
      else this.byMention.set(name, [entry]);
    }
    this.place(entry);
  }

  remove(entry: Entry): void {
    for (const name of entry.mentions) {
      const rest = this.byMention.get(name)?.filter(other => other !== entry) ?? [];
      if (rest.length > 0) this.byMention.set(name, rest);
      else this.byMention.delete(name);
    }
    const group = this.groupOf(entry);
    if (!group) return;
    this.removed.add(entry);
    this.broken.add(group);
  }

  /** Regroups what removals have loosened. To be called before folding. */
  settle(): void {
    for (const group of this.broken) {
      for (const name of group.names) this.byName.delete(name);
      for (const name of group.claimed) this.claims.delete(name);
      for (const id of group.published) this.stale.add(id);
      this.dirty.delete(group);
    }
    const loose = [...this.broken].flatMap(group => group.entries).filter(entry => !this.removed.has(entry));
    this.broken.clear();
    this.removed.clear();
    for (const entry of loose) this.place(entry);
  }

  dirtyAll(): void {
    for (const group of this.byName.values()) this.dirty.add(group);
  }

  groupOf(entry: Entry): Group | undefined {
    return entry.names.length > 0 ? this.byName.get(entry.names[0]!) : undefined;
  }

  groupOfName(name: string): Group | undefined {
    return this.byName.get(name);
  }

  /** Entries that write a name, in the order of the project. */
  writersOf(name: string): readonly Entry[] {
    const group = this.byName.get(name);
    return group?.entries.filter(entry => entry.names.includes(name)).sort(compareEntries) ?? [];
  }

  /** Makes a name belong to a group; returns the other group that has it already. */
  own(group: Group, name: string): Group | undefined {
    const owner = this.byName.get(name);
    if (owner === group) return undefined;
    if (owner) return owner;
    this.byName.set(name, group);
    group.names.push(name);
    return undefined;
  }

  /** Makes everything that mentions a name belong to a group, now and later; returns who else holds some of it. */
  claim(group: Group, name: string): Set<Group> {
    const others = new Set<Group>();
    const owner = this.own(group, name);
    if (owner) others.add(owner);
    else if (!this.claims.has(name)) {
      this.claims.add(name);
      group.claimed.push(name);
    }
    for (const entry of this.byMention.get(name) ?? []) {
      const other = this.groupOf(entry);
      if (other && other !== group) others.add(other);
    }
    return others;
  }

  /** Joins two groups and returns the one that is left. */
  join(a: Group, b: Group): Group {
    if (a === b) return a;
    const [big, small] =
      a.names.length + a.entries.length >= b.names.length + b.entries.length ? [a, b] : [b, a];
    for (const name of small.names) {
      this.byName.set(name, big);
      big.names.push(name);
    }
    for (const entry of small.entries) big.entries.push(entry);
    for (const name of small.claimed) big.claimed.push(name);
    for (const id of small.published) this.stale.add(id);
    if (this.broken.delete(small)) this.broken.add(big);
    this.dirty.delete(small);
    this.dirty.add(big);
    return big;
  }

  private place(entry: Entry): void {
    let group: Group | undefined;
    for (const name of entry.names) {
      const owner = this.byName.get(name);
      if (owner) group = group ? this.join(group, owner) : owner;
    }
    if (!group) {
      if (entry.names.length === 0) return;
      group = { names: [], entries: [], claimed: [], published: [] };
    }
    for (const name of entry.names) this.own(group, name);
    for (const name of entry.mentions) {
      if (!this.claims.has(name)) continue;
      const claimant = this.byName.get(name);
      if (claimant) group = this.join(group, claimant);
    }
    group.entries.push(entry);
    this.dirty.add(group);
  }
}
