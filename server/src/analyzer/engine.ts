import type { Host } from '../host.js';
import { isConfigUri } from '../project/config.js';
import { canonicalUri } from '../project/uri.js';
import type { Objectives } from '../rules/rule.js';
import type { Catalog, RelationKey } from '../schema/model.js';
import type { QName } from '../sql/ast/index.js';
import type { Dialect } from '../sql/dialect.js';
import { createReader, type ReaderOptions } from '../sql/read.js';
import type { SourceUnit } from '../sql/reading.js';
import type { LineIndex } from '../text/lines.js';
import type { Position, Range } from '../text/span.js';
import { Clusters } from './clusters.js';
import { looksBinary } from './disk.js';
import { Documents } from './documents.js';
import { configFindings, FileFindings, suppressionsOf } from './file-findings.js';
import { Grammars } from './grammars.js';
import { Loader, type LoadOptions } from './loader.js';
import { Locator } from './locate.js';
import { Store } from './store.js';
import { textAfter } from './text-after.js';
import type {
  Analyzer,
  FileInfo,
  IndexReport,
  LocatedFinding,
  Project,
  Settings,
  TextChange,
} from './types.js';

export interface EngineOptions {
  /** False: a statement whose text is broken counts as it stands. Default: its last good reading counts. */
  readonly keepLastGood?: boolean;
  /** How parsers are loaded and how much they remember. */
  readonly reader?: ReaderOptions;
  /** Called when findings may have changed though nothing was: a parser came that buffers had been read without. */
  onChanged?(): void;
}

/** The analyzer itself: answers for what its store holds, and keeps answers until something changes. */
export class Engine implements Analyzer {
  readonly ready: Promise<void>;
  private readonly grammars: Grammars;
  private readonly store: Store;
  private readonly loader: Loader;
  private readonly clusters: Clusters;
  private readonly documents: Documents;
  private readonly locator = new Locator(uri => this.linesOf(uri));
  private readonly perFile = new Map<string, FileFindings>();
  private readonly answers = new Map<string, readonly LocatedFinding[]>();

  constructor(
    private readonly host: Host,
    private readonly options: EngineOptions,
  ) {
    const reader = createReader(options.reader);
    this.grammars = new Grammars(reader, dialect => this.queriesAgain(dialect));
    this.store = new Store(host, this.grammars.read, options.keepLastGood ?? true);
    this.loader = new Loader(host, this.store);
    this.clusters = new Clusters(this.store, line => host.log(line));
    this.documents = new Documents(host, this.store, this.locator, this.clusters);
    this.ready = reader.ready.then(
      () => this.readAgain(),
      error =>
        host.log(
          `Loading the PostgreSQL parser failed: ${error instanceof Error ? error.message : String(error)}`,
        ),
    );
  }

  get settings(): Settings {
    return this.store.settings;
  }

  configure(changes: Partial<Settings>): void {
    this.answers.clear();
    this.store.configure(changes);
    this.documents.configured();
  }

  async index(folders: readonly string[], options: LoadOptions = {}): Promise<IndexReport> {
    await this.ready;
    const report = await this.loading(this.loader.index(folders.map(canonicalUri), options));
    // Buffers that were opened before belong to a project of the folders now.
    this.documents.configured();
    await this.documents.index(options.signal);
    return report;
  }

  async addFiles(uris: readonly string[]): Promise<IndexReport> {
    await this.ready;
    const all = uris.map(canonicalUri);
    await this.documents.add(all.filter(uri => this.documents.takes(uri)));
    return this.loading(this.loader.addFiles(all.filter(uri => !this.documents.takes(uri))));
  }

  openBuffer(given: string, text: string): void {
    const uri = canonicalUri(given);
    this.answers.clear();
    if (isConfigUri(uri)) return this.configEdited(uri, text);
    if (this.documents.takes(uri)) return this.documents.open(uri, text);
    const tooLarge = text.length > this.store.settings.maxFileBytes;
    if (tooLarge || looksBinary(text)) {
      this.host.log(`${uri}: not analysed, it is ${tooLarge ? 'too large' : 'not text'}`);
      return this.store.drop(uri);
    }
    this.store.put(uri, text, true);
    this.store.changed.add(uri);
  }

  changeBuffer(given: string, changes: readonly TextChange[]): void {
    const uri = canonicalUri(given);
    this.answers.clear();
    const config = this.store.workspace.config(uri);
    if (config !== undefined) return this.configEdited(uri, textAfter(config.text, changes));
    if (this.documents.has(uri)) return this.documents.change(uri, changes);
    const file = this.store.sources.get(uri);
    if (file !== undefined) return this.store.edit(file, changes);
    const whole = changes.map(change => change.range === undefined).lastIndexOf(true);
    if (whole >= 0) this.openBuffer(uri, textAfter('', changes.slice(whole)));
  }

  async closeBuffer(given: string): Promise<void> {
    const uri = canonicalUri(given);
    if (this.documents.has(uri)) return this.documents.closed(uri);
    await this.loading(this.loader.closed(uri));
  }

  async filesChanged(uris: readonly string[]): Promise<void> {
    await this.ready;
    const all = [...new Set(uris.map(canonicalUri))];
    await this.documents.filesChanged(all);
    await this.loading(this.loader.filesChanged(all.filter(uri => !this.documents.takes(uri))));
    if (all.some(isConfigUri)) this.documents.configured();
  }

  async settled(): Promise<void> {
    await this.ready;
    this.store.settle();
    for (let pending = this.grammars.pending; pending !== undefined; pending = this.grammars.pending) {
      await pending;
      this.store.settle();
    }
  }

  takeChanged(): readonly string[] {
    const { changed } = this.store;
    this.store.refresh();
    const moved = new Set(changed);
    for (const [uri, { elsewhere }] of this.perFile) {
      for (const other of elsewhere) if (moved.has(other)) changed.add(uri);
    }
    for (const uri of this.clusters.beside(moved)) changed.add(uri);
    const taken = [...changed];
    changed.clear();
    return taken;
  }

  findings(given: string): readonly LocatedFinding[] {
    const uri = canonicalUri(given);
    this.store.refresh();
    if (this.documents.has(uri)) return this.documents.findings(uri);
    let answer = this.answers.get(uri);
    if (answer === undefined) this.answers.set(uri, (answer = this.locate(uri)));
    return answer;
  }

  fileInfo(uri: string): FileInfo | undefined {
    return this.store.sources.get(canonicalUri(uri))?.info;
  }

  projectOf(uri: string): Project | undefined {
    this.store.refresh();
    const file = this.store.sources.get(canonicalUri(uri));
    return file && this.store.projectFor(file).view();
  }

  projects(): readonly Project[] {
    this.store.refresh();
    return [...this.store.projects.values()].map(project => project.view());
  }

  catalogOf(uri: string): Catalog | undefined {
    return this.familyOf(uri)?.builder.catalog;
  }

  landscapeOf(uri: string) {
    this.store.refresh();
    return this.clusters.landscapeOf(canonicalUri(uri));
  }

  objectivesOf(uri: string): Objectives {
    const { workspace } = this.store;
    return workspace.configOf(workspace.rootOf(canonicalUri(uri)))?.config.objectives ?? {};
  }

  silences(given: string, code: string, position: Position): boolean {
    const uri = canonicalUri(given);
    const offset = this.offsetAt(uri, position);
    if (this.documents.has(uri)) return this.documents.silences(uri, code, offset);
    const file = this.store.sources.get(uri);
    return file !== undefined && suppressionsOf(file, this.store.projectFor(file)).silences(code, offset);
  }

  clusterFiles(uri: string): readonly string[] {
    this.store.refresh();
    return this.clusters.filesOf(canonicalUri(uri));
  }

  landscapeWith(uri: string, texts: ReadonlyMap<string, string | null>) {
    this.store.refresh();
    return this.clusters.landscapeIf(
      canonicalUri(uri),
      new Map([...texts].map(([file, text]) => [canonicalUri(file), text])),
    );
  }

  landscapes() {
    this.store.refresh();
    return this.clusters.landscapes;
  }

  workloadOf(uri: string) {
    return this.familyOf(uri)?.answers;
  }

  resolve(name: QName, unit: SourceUnit): RelationKey | undefined {
    return this.familyOf(unit.uri)?.builder.resolve(name, unit);
  }

  files(): readonly string[] {
    return [
      ...this.store.sources.keys(),
      ...this.documents.uris,
      ...[...this.store.workspace.configFiles].map(config => config.uri),
    ];
  }

  units(uri: string): readonly SourceUnit[] {
    return this.store.sources.get(canonicalUri(uri))?.units ?? [];
  }

  text(given: string): string | undefined {
    const uri = canonicalUri(given);
    return (
      this.store.sources.get(uri)?.document.text ??
      this.documents.text(uri) ??
      this.store.workspace.config(uri)?.text
    );
  }

  offsetAt(uri: string, position: Position): number {
    return this.linesOf(canonicalUri(uri))?.offsetAt(position) ?? 0;
  }

  rangeOf(uri: string, start: number, end: number): Range {
    const nowhere = { line: 0, character: 0 };
    return this.linesOf(canonicalUri(uri))?.rangeOf(start, end) ?? { start: nowhere, end: nowhere };
  }

  private configEdited(uri: string, text: string): void {
    this.store.setConfig(uri, text, true);
    this.documents.configured();
  }

  private familyOf(uri: string) {
    this.store.refresh();
    const file = this.store.sources.get(canonicalUri(uri));
    return file && this.store.projectFor(file).familyOf(file);
  }

  private linesOf(uri: string): LineIndex | undefined {
    return (
      this.store.sources.get(uri)?.document.lines ??
      this.documents.lines(uri) ??
      this.store.workspace.config(uri)?.lines
    );
  }

  /** Answers given while files come in are as old as the files are. */
  private async loading<T>(work: Promise<T>): Promise<T> {
    try {
      const result = await work;
      await this.settled();
      return result;
    } finally {
      this.answers.clear();
    }
  }

  /** Buffers that were opened before the parsers were loaded. */
  private readAgain(): void {
    this.answers.clear();
    const files = [...this.store.sources.values()];
    for (const file of files) this.store.again(file);
    if (files.length > 0) this.options.onChanged?.();
  }

  /** What was read of a dialect before the grammar for its queries was loaded. */
  private queriesAgain(dialect: Dialect): void {
    this.answers.clear();
    let any = false;
    for (const file of this.store.sources.values()) {
      if (file.dialect === dialect && this.store.unitsAgain(file, this.grammars.lacking)) any = true;
    }
    if (any) this.options.onChanged?.();
  }

  private locate(uri: string): readonly LocatedFinding[] {
    const file = this.store.sources.get(uri);
    if (file === undefined) {
      this.perFile.delete(uri);
      const config = this.store.workspace.config(uri);
      return config === undefined ? [] : configFindings(config);
    }
    let findings = this.perFile.get(uri);
    if (findings === undefined) this.perFile.set(uri, (findings = new FileFindings(this.locator)));
    const { maxFindingsPerFile } = this.store.settings;
    return findings.locate(
      file,
      this.store.projectFor(file),
      maxFindingsPerFile,
      left => this.host.log(`${uri}: ${left} findings more than the ${maxFindingsPerFile} that are shown`),
      this.clusters.findings(uri),
      () => this.clusters.trialOfKeyspaces(uri),
    );
  }
}
