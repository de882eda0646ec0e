import type { Host } from '../host.js';
import type { RuleTable } from '../project/config.js';
import { relativePath } from '../project/uri.js';
import { RULES } from '../rules/index.js';
import type { Dialect } from '../sql/dialect.js';
import type { Reading, SourceUnit } from '../sql/reading.js';
import { codeLanguage, mayHoldQueries, runsOnce } from '../workload/code/index.js';
import { ConfigFile } from './config-file.js';
import { COMMENT_REACH, chooseDialect, type DialectChoice, mostStatements, toldDialect } from './dialects.js';
import { Neighbours } from './neighbours.js';
import { ProjectState } from './project-state.js';
import { DEFAULT_SETTINGS, withSettings } from './settings.js';
import { type Read, SourceFile, type SourceFileOptions } from './source-file.js';
import { Statistics } from './statistics.js';
import { textAfter } from './text-after.js';
import type { Settings, TextChange } from './types.js';
import { Workspace } from './workspace.js';

const RULE_TABLE: RuleTable = new Map(RULES.map(rule => [rule.id, rule]));

/** More changes at once than this are made in the text first, and then read as one. */
const MANY_CHANGES = 20;

/** An edit of one of so many first pieces may change what the file says about its dialect. */
const HEAD_PIECES = 4;

/** A file of so few characters, whose dialect nothing has shown yet, is looked at again while it is typed. */
const SMALL = 20_000;

/** Everything that is known, and to which project it belongs. Knows nothing of disks. */
export class Store {
  settings: Settings = DEFAULT_SETTINGS;
  readonly workspace = new Workspace();
  readonly sources = new Map<string, SourceFile>();
  private readonly statistics: Statistics;
  private readonly neighbours = new Neighbours();
  readonly projects = new Map<string, ProjectState>();
  /** What decides the dialect of programs may have changed. */
  private codeStale = false;
  private readonly codeDialects = new Map<string, Dialect | undefined>();
  /** Files whose findings may differ from when they were last asked about. */
  readonly changed = new Set<string>();
  /** Told which statements of a file are gone and which are there instead. */
  onUnits: (uri: string, removed: readonly SourceUnit[], added: readonly SourceUnit[]) => void = () => {};

  constructor(
    private readonly host: Pick<Host, 'log'>,
    private readonly read: Read,
    private readonly keepLastGood: boolean,
  ) {
    this.workspace.setExcludes([]);
    this.statistics = new Statistics(this.workspace, line => host.log(line));
  }

  configure(changes: Partial<Settings>): void {
    const before = this.settings;
    this.settings = withSettings(before, changes);
    this.schemaMoved();
    this.workspace.setExcludes(this.settings.exclude);
    for (const project of this.projects.values()) this.configureProject(project);
    if (this.settings.dialect !== before.dialect) this.chooseDialects([...this.sources.values()]);
  }

  /** A file's text, from a disk or from a buffer. */
  put(uri: string, text: string, open: boolean): void {
    const known = this.sources.get(uri);
    if (codeLanguage(uri)) this.putCode(uri, text, open);
    else if (known !== undefined && known.document.text === text) known.open = open;
    else this.replace(uri, text, open, this.dialectOf(uri, text));
  }

  /** What a file of SQL would be made of if it held another text; empty for a program. Nothing of it is kept. */
  unitsIf(uri: string, text: string): readonly SourceUnit[] {
    if (codeLanguage(uri)) return [];
    const known = this.sources.get(uri);
    const choice = known
      ? { dialect: known.dialect, from: known.options.dialectFrom }
      : this.dialectOf(uri, text);
    return this.make(uri, text, choice).units;
  }

  /** True where there is SQL that is no program's. */
  get hasSchema(): boolean {
    for (const { isCode } of this.sources.values()) if (!isCode) return true;
    return false;
  }

  /** True where queries in the strings of this program are asked for. */
  readsCode(uri: string): boolean {
    const root = this.workspace.rootOf(uri);
    const config = this.workspace.configOf(root)?.config;
    return this.settings.readCode && config?.code !== false && !runsOnce(relativePath(uri, root) ?? uri);
  }

  /** Edits a buffer. */
  edit(file: SourceFile, changes: readonly TextChange[]): void {
    const project = this.projectFor(file);
    const steps =
      changes.length > MANY_CHANGES ? [{ text: textAfter(file.document.text, changes) }] : changes;
    let first = Number.POSITIVE_INFINITY;
    for (const step of steps) {
      const change = file.change(step);
      first = Math.min(first, change.index);
      project.edited(file, change);
      this.onUnits(file.uri, change.removed, change.added);
    }
    this.changed.add(file.uri);
    if (first < HEAD_PIECES) this.headEdited(file, changes);
  }

  drop(uri: string): void {
    const file = this.sources.get(uri);
    if (file === undefined) return;
    this.sources.delete(uri);
    this.takeFromProject(file);
    this.changed.add(uri);
  }

  /** The project that holds a file. */
  projectFor(file: SourceFile): ProjectState {
    return this.projectAt(file.root);
  }

  setConfig(uri: string, text: string, open: boolean): void {
    const known = this.workspace.config(uri);
    if (known?.text === text && known.open === open) return;
    this.workspace.setConfig(new ConfigFile(uri, text, open, RULE_TABLE));
    this.changed.add(uri);
    this.configChanged(uri);
  }

  dropConfig(uri: string): void {
    if (!this.workspace.removeConfig(uri)) return;
    this.changed.add(uri);
    this.configChanged(uri);
  }

  /** Exported statistics as they are on disk; undefined: they are gone. */
  setStatistics(uri: string, text: string | undefined): void {
    if (text === undefined ? this.statistics.drop(uri) : this.statistics.put(uri, text))
      this.tellStatistics();
  }

  /** Exported statistics that were read. */
  get statisticsFiles(): Iterable<string> {
    return this.statistics.uris;
  }

  private tellStatistics(): void {
    for (const project of this.projects.values())
      project.setStatistics(this.statistics.layerOf(project.root));
  }

  /** Puts every file into the project that it belongs to by now. */
  replaceRoots(): void {
    this.statistics.replaced();
    this.tellStatistics();
    for (const file of [...this.sources.values()]) {
      if (file.root !== this.workspace.rootOf(file.uri)) this.again(file);
    }
  }

  /** Reads files again, with the dialect that they have by now. */
  again(file: SourceFile): void {
    const text = file.document.text;
    if (file.isCode) return this.putCode(file.uri, text, file.open, true);
    this.replace(file.uri, text, file.open, this.dialectOf(file.uri, text));
  }

  /** Reads units of a file again, all else of it stays. Returns whether there were any. */
  unitsAgain(file: SourceFile, stale: (readings: readonly Reading[]) => boolean): boolean {
    const project = this.projectFor(file);
    let any = false;
    for (const change of file.readAgain(stale)) {
      project.edited(file, change);
      if (!file.isCode) this.onUnits(file.uri, change.removed, change.added);
      any = true;
    }
    if (any) this.changed.add(file.uri);
    return any;
  }

  /** Gives every file the dialect that it has by now. */
  settle(): void {
    if (this.neighbours.stale) this.settleDialects();
    if (this.codeStale) this.settleCode();
  }

  /** Folds and checks what has changed. */
  refresh(): void {
    this.settle();
    for (const project of this.projects.values()) project.refresh(this.changed);
  }

  private replace(uri: string, text: string, open: boolean, choice: DialectChoice): void {
    this.place(this.make(uri, text, choice), open);
  }

  private make(
    uri: string,
    text: string,
    choice: DialectChoice,
    code?: SourceFileOptions['code'],
  ): SourceFile {
    return new SourceFile(uri, text, {
      root: this.workspace.rootOf(uri),
      dialect: choice.dialect,
      dialectFrom: choice.from,
      read: this.read,
      keepLastGood: this.keepLastGood,
      ...(code && { code }),
    });
  }

  /** Puts a file in the place of what was known under its name. */
  private place(file: SourceFile, open: boolean): void {
    const known = this.sources.get(file.uri);
    if (known !== undefined) this.takeFromProject(known);
    file.open = open;
    this.sources.set(file.uri, file);
    this.neighbours.add(file);
    this.projectAt(file.root).add(file);
    if (!file.isCode) this.onUnits(file.uri, [], file.units);
    this.changed.add(file.uri);
    if (!file.isCode) this.schemaMoved();
  }

  /** A program: kept where its strings hold queries, and as long as a buffer may still bring some. */
  private putCode(uri: string, text: string, open: boolean, again = false): void {
    const known = this.sources.get(uri);
    const dialect = this.readsCode(uri) ? this.codeDialect(uri) : undefined;
    const language = dialect && codeLanguage(uri);
    if (
      !again &&
      known?.isCode &&
      known.document.text === text &&
      known.options.code?.language === language &&
      known.dialect === (dialect ?? known.dialect)
    ) {
      known.open = open;
      if (open || known.info.statements > 0) return;
    }
    if (!open && !(language && mayHoldQueries(text))) return this.drop(uri);
    const choice = { dialect: dialect ?? 'postgres', from: 'detected' } as const;
    const file = this.make(uri, text, choice, language ? { language } : {});
    if (open || file.info.statements > 0) this.place(file, open);
    else this.drop(uri);
  }

  /** The dialect of a program's queries: what somebody said, else that of most SQL of its project; none without any. */
  private codeDialect(uri: string): Dialect | undefined {
    const root = this.workspace.rootOf(uri);
    if (!this.codeDialects.has(root))
      this.codeDialects.set(root, mostStatements(this.projects.get(root)?.sources ?? []));
    const most = this.codeDialects.get(root);
    return most && (this.toldDialect(uri, '')?.dialect ?? most);
  }

  private schemaMoved(): void {
    this.codeStale = true;
    this.codeDialects.clear();
  }

  /** Programs go by the SQL of their project, all of which is known only now. */
  private settleCode(): void {
    this.codeStale = false;
    for (const file of [...this.sources.values()]) {
      if (file.isCode) this.putCode(file.uri, file.document.text, file.open);
    }
  }

  private takeFromProject(file: SourceFile): void {
    this.neighbours.remove(file);
    const project = this.projects.get(file.root);
    project?.remove(file);
    if (!file.isCode) {
      this.onUnits(file.uri, file.units, []);
      this.schemaMoved();
    }
    if (project?.empty) this.projects.delete(file.root);
  }

  private projectAt(root: string): ProjectState {
    const known = this.projects.get(root);
    if (known !== undefined) return known;
    const made = new ProjectState(root, this.settings, this.workspace.configOf(root), line =>
      this.host.log(line),
    );
    made.setStatistics(this.statistics.layerOf(root));
    this.projects.set(root, made);
    return made;
  }

  private configChanged(uri: string): void {
    this.schemaMoved();
    this.replaceRoots();
    const project = this.projects.get(uri.slice(0, uri.lastIndexOf('/')));
    if (project === undefined) return;
    this.configureProject(project);
    this.chooseDialects([...project.sources]);
  }

  private configureProject(project: ProjectState): void {
    project.configure(this.settings, this.workspace.configOf(project.root), this.changed);
  }

  /** While somebody types, what the text shows is not asked again: a half-written word must not turn everything over. */
  private headEdited(file: SourceFile, changes: readonly TextChange[]): void {
    if (file.isCode) return;
    const { document } = file;
    const told = this.toldDialect(file.uri, document.slice(0, COMMENT_REACH));
    const before = file.options.dialectFrom;
    const unsure = before === 'default' && document.length < SMALL;
    if (
      told === undefined &&
      before !== 'comment' &&
      !unsure &&
      changes.every(change => change.range !== undefined)
    )
      return;
    if (told?.dialect === file.dialect && told.from === before) return;
    const choice = told ?? this.dialectOf(file.uri, document.text);
    if (choice.dialect !== file.dialect || choice.from !== before)
      this.replace(file.uri, document.text, file.open, choice);
  }

  private toldDialect(uri: string, text: string): DialectChoice | undefined {
    const root = this.workspace.rootOf(uri);
    return toldDialect(
      text,
      relativePath(uri, root) ?? uri,
      this.workspace.configOf(root)?.config,
      this.settings,
    );
  }

  private dialectOf(uri: string, text: string): DialectChoice {
    const root = this.workspace.rootOf(uri);
    const config = this.workspace.configOf(root)?.config;
    const choice = chooseDialect(text, relativePath(uri, root) ?? uri, config, this.settings);
    if (choice.from !== 'default') return choice;
    return { ...choice, dialect: this.neighbours.dialectOf(uri, root) ?? choice.dialect };
  }

  /** Files that show no dialect of their own go by their neighbours, all of which are known only now. */
  private settleDialects(): void {
    this.neighbours.stale = false;
    for (const file of [...this.sources.values()]) {
      if (file.isCode || file.options.dialectFrom !== 'default') continue;
      const dialect = this.neighbours.dialectOf(file.uri, file.root) ?? 'postgres';
      if (dialect !== file.dialect)
        this.replace(file.uri, file.document.text, file.open, { dialect, from: 'default' });
    }
    this.neighbours.stale = false;
  }

  /** Reads files again whose dialect is another one by now. */
  private chooseDialects(files: readonly SourceFile[]): void {
    for (const file of files) {
      if (file.isCode) continue;
      const choice = this.dialectOf(file.uri, file.document.text);
      if (choice.dialect !== file.dialect) this.replace(file.uri, file.document.text, file.open, choice);
    }
  }
}
