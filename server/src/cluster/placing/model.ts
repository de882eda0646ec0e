/** Where a role keeps what it puts in place: what it fills in, and what it copies as it is. */
export type Shelf = 'templates' | 'files';

/** A file that something speaks of, as far as the text tells: `*` stands for what is filled in. */
export interface Mention {
  /** In lower case, with the folders that are written before it; with a slash at its end: all that is in a folder. */
  readonly path: string;
  /** Where it is looked for first; undefined: the text does not tell. */
  readonly shelf?: Shelf;
}

/** A task whose source nobody can tell from it: `src: "{{ item }}"` in a loop over a variable. */
export interface Untold {
  readonly shelf?: Shelf;
  /** The variable, where it is nothing else. */
  readonly variable?: string;
  /** What the name of the file has behind its last dot once it is in place; undefined: not told either. */
  readonly ending?: string;
}

/** What one file tells of the files that are put in place: tasks and variables of playbooks, scripts, Dockerfiles. */
export interface PlacingData {
  /** Folder of the role that it belongs to; undefined: of none. */
  readonly role?: string;
  /** Tasks or handlers of the role, by the path below them; undefined: something else. */
  readonly tasks?: string;
  readonly mentions: readonly Mention[];
  readonly untold: readonly Untold[];
  /** What it gives to variables, by their names; the keys of modules are among them. */
  readonly values?: readonly (readonly [name: string, given: string | undefined])[];
  /** Variables that it gives a value to. */
  readonly defines: readonly string[];
  /**
   * What is carried out from it, `*` where that is a variable: `role:` with the name of a role, `tasks:` with a file of tasks,
   * `from:` with the file that a role is begun with.
   */
  readonly runs: readonly string[];
}
