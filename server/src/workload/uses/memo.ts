import type { DependencyKey, Routine } from '../../schema/index.js';
import type { QName } from '../../sql/ast/index.js';
import type { SourceUnit } from '../../sql/reading.js';
import type { TableUse } from '../model.js';
import type { Lookups, Relation, Watcher } from '../resolve/lookups.js';

interface Looked {
  readonly name: QName;
  readonly unit: SourceUnit;
  readonly found: Relation | undefined;
}

/**
 * The uses of one relation with all that they rest on. Thousands of queries name the same few tables: these few are
 * looked up again to know that nothing has changed.
 */
export class Memo implements Watcher {
  readonly keys = new Set<DependencyKey>();
  uses: readonly TableUse[] = [];
  private readonly relations = new Map<SourceUnit | undefined, Map<string, Looked>>();
  private readonly named = new Map<string, readonly Routine[]>();

  constructor(
    readonly relationItself: Relation,
    readonly stamp: string,
    /** In which round it was last known to hold. */
    public round: number,
    private readonly hasPaths: (uri: string) => boolean,
  ) {}

  relation(name: QName, unit: SourceUnit, found: Relation | undefined): void {
    // Without a search path a name means the same wherever it stands.
    const place = this.hasPaths(unit.uri) ? unit : undefined;
    let known = this.relations.get(place);
    if (!known) this.relations.set(place, (known = new Map()));
    known.set(name.parts.map(part => part.value).join('\0'), { name, unit, found });
  }

  routines(name: string, found: readonly Routine[]): void {
    this.named.set(name, found);
  }

  holds(lookups: Lookups): boolean {
    for (const looked of this.relations.values())
      for (const { name, unit, found } of looked.values())
        if (lookups.relation(name, unit) !== found) return false;
    for (const [name, found] of this.named) {
      const now = lookups.routines(name);
      if (now.length !== found.length || now.some((routine, n) => routine !== found[n])) return false;
    }
    return true;
  }
}
