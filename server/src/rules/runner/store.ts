import type { Finding } from '../rule.js';
import type { FindingChanges } from '../run.js';

/** What findings are kept for: a relation or a unit of a file. Identity is what counts. */
export type Subject = object;

interface Kept {
  readonly keys: readonly string[];
  readonly findings: readonly Finding[];
}

interface Log {
  readonly removed: Set<Finding>;
  readonly added: Set<Finding>;
}

const NONE: readonly Finding[] = [];
const NO_CHANGES: FindingChanges = { removed: new Set(), added: new Set() };

/** Findings per subject, with what they were worked out from, and the way back from a key to its subjects. */
export class FindingStore {
  private readonly kept = new Map<Subject, Kept>();
  /** Most keys have one reader, so a set is made only for the second. */
  private readonly readers = new Map<string, Subject | Set<Subject>>();
  private readonly byFile = new Map<string, Map<Subject, readonly Finding[]>>();
  /** What changed in each file since somebody asked. */
  private readonly logs = new Map<string, Log>();
  private readonly lists = new Map<string, readonly Finding[]>();

  /** Replaces what is known of a subject and adds the files touched to `touched`. */
  set(subject: Subject, keys: ReadonlySet<string>, findings: readonly Finding[], touched: Set<string>): void {
    this.delete(subject, touched);
    if (findings.length === 0 && keys.size === 0) return;
    // What comes without findings is an array that others may go on filling.
    const kept = { keys: [...keys], findings: findings.length === 0 ? NONE : findings };
    this.kept.set(subject, kept);
    for (const key of kept.keys) {
      const readers = this.readers.get(key);
      if (readers === undefined) this.readers.set(key, subject);
      else if (readers instanceof Set) readers.add(subject);
      else this.readers.set(key, new Set([readers, subject]));
    }
    for (const finding of findings) {
      const uri = finding.origin.unit.uri;
      let file = this.byFile.get(uri);
      if (!file) this.byFile.set(uri, (file = new Map()));
      file.set(subject, [...(file.get(subject) ?? NONE), finding]);
      this.logOf(uri).added.add(finding);
      this.touch(uri, touched);
    }
  }

  delete(subject: Subject, touched: Set<string>): void {
    const kept = this.kept.get(subject);
    if (!kept) return;
    this.kept.delete(subject);
    for (const key of kept.keys) {
      const readers = this.readers.get(key);
      if (readers === subject) this.readers.delete(key);
      else if (readers instanceof Set && readers.delete(subject) && readers.size === 0)
        this.readers.delete(key);
    }
    for (const finding of kept.findings) {
      const uri = finding.origin.unit.uri;
      this.byFile.get(uri)?.delete(subject);
      const log = this.logOf(uri);
      if (!log.added.delete(finding)) log.removed.add(finding);
      this.touch(uri, touched);
    }
  }

  readersOf(key: string): Iterable<Subject> {
    const readers = this.readers.get(key);
    if (readers === undefined) return [];
    return readers instanceof Set ? readers : [readers];
  }

  inFile(uri: string): readonly Finding[] {
    let list = this.lists.get(uri);
    if (!list) {
      list = [...(this.byFile.get(uri)?.values() ?? [])].flat();
      this.lists.set(uri, list);
    }
    return list;
  }

  takeChanges(uri: string): FindingChanges {
    const log = this.logs.get(uri);
    this.logs.delete(uri);
    return log ?? NO_CHANGES;
  }

  private logOf(uri: string): Log {
    let log = this.logs.get(uri);
    if (!log) this.logs.set(uri, (log = { removed: new Set(), added: new Set() }));
    return log;
  }

  private touch(uri: string, touched: Set<string>): void {
    touched.add(uri);
    this.lists.delete(uri);
  }
}
