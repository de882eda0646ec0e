import { parentUri } from '../project/uri.js';
import type { Dialect } from '../sql/dialect.js';
import type { SourceFile } from './source-file.js';

/**
 * What dialects the files of a folder and of a project show, for those files that show none: a migration of one
 * line reads alike in every dialect, and belongs to the schema of its neighbours.
 */
export class Neighbours {
  private readonly counts = new Map<string, Map<Dialect, number>>();
  /** A file came or left that may change what its neighbours are taken for. */
  stale = false;

  add(file: SourceFile): void {
    this.count(file, 1);
  }

  remove(file: SourceFile): void {
    this.count(file, -1);
  }

  /** The dialect that most files of the folder show, else most of the project; undefined where none does. */
  dialectOf(uri: string, root: string): Dialect | undefined {
    return this.most(folderKey(uri)) ?? this.most(rootKey(root));
  }

  private count(file: SourceFile, by: 1 | -1): void {
    if (file.isCode) return;
    this.stale = true;
    if (file.options.dialectFrom === 'default') return;
    for (const key of [folderKey(file.uri), rootKey(file.root)]) {
      let counts = this.counts.get(key);
      if (counts === undefined) this.counts.set(key, (counts = new Map()));
      const count = (counts.get(file.dialect) ?? 0) + by;
      if (count > 0) counts.set(file.dialect, count);
      else counts.delete(file.dialect);
      if (counts.size === 0) this.counts.delete(key);
    }
  }

  private most(key: string): Dialect | undefined {
    let best: Dialect | undefined;
    let most = 0;
    for (const [dialect, count] of this.counts.get(key) ?? []) {
      if (count > most) [best, most] = [dialect, count];
      else if (count === most) best = undefined;
    }
    return best;
  }
}

function folderKey(uri: string): string {
  return `folder ${parentUri(uri) ?? uri}`;
}

function rootKey(root: string): string {
  return `project ${root}`;
}
