import { mayBeDocument } from '../cluster/files.js';
import { NOTHING_BESIDE } from '../cluster/search-beside.js';
import { isSample, type Trial } from '../cluster/trial-at.js';
import { MAX_DOCUMENT_LENGTH } from '../documents/read.js';
import type { Host } from '../host.js';
import type { ProjectConfig } from '../project/config.js';
import { anyOf, wholePaths } from '../project/globs.js';
import { isInside } from '../project/uri.js';
import { RULES } from '../rules/index.js';
import type { Finding } from '../rules/rule.js';
import type { RuleSettings } from '../rules/run.js';
import { type DocumentRules, documentRules } from '../rules/runner/documents.js';
import { VERDICT_CODES } from '../simulate/explore/codes.js';
import type { LineIndex } from '../text/lines.js';
import { NO_FACTS } from '../workload/index.js';
import type { Clusters } from './clusters.js';
import { listFiles, looksBinary, readFiles, type Signal } from './disk.js';
import { DocumentFile } from './document-file.js';
import { isWorthReading, OTHER_GLOBS } from './document-names.js';
import type { Locator } from './locate.js';
import { DEFAULT_EXCLUDES, ruleSettings } from './settings.js';
import type { Store } from './store.js';
import { textAfter } from './text-after.js';
import type { LocatedFinding, TextChange } from './types.js';

const KNOWN: ReadonlySet<string> = new Set([...RULES.map(rule => rule.id), ...VERDICT_CODES]);

/** Folders hold many YAML and JSON files, few of which are designs: more than this are not looked at. */
const MAX_FILES = 5000;

/**
 * The files of the workspace that are not SQL. On disk only those count in which a design was recognised; buffers
 * are kept whatever they hold, for it may yet be typed.
 */
export class Documents {
  private readonly files = new Map<string, DocumentFile>();
  private readonly asked = new Set<string>();
  private readonly answers = new Map<string, Answer>();

  /** @param store For settings and projects; told which files' findings may have changed. */
  constructor(
    private readonly host: Host,
    private readonly store: Store,
    private readonly locator: Locator,
    private readonly clusters: Clusters,
  ) {}

  /** True for a file that is a document by its name, whether or not it is known. */
  takes(uri: string): boolean {
    if (this.files.has(uri)) return true;
    const { sources, workspace } = this.store;
    return mayBeDocument(uri) && !sources.has(uri) && !workspace.isStatistics(uri);
  }

  has(uri: string): boolean {
    return this.files.has(uri);
  }

  /** Files in which something was recognised. */
  get uris(): string[] {
    return [...this.files.values()].filter(file => file.isKept).map(file => file.uri);
  }

  text(uri: string): string | undefined {
    return this.files.get(uri)?.text;
  }

  lines(uri: string): LineIndex | undefined {
    return this.files.get(uri)?.lines;
  }

  open(uri: string, text: string): void {
    if (looksBinary(text)) return this.drop(uri);
    this.put(uri, text, true);
  }

  change(uri: string, changes: readonly TextChange[]): void {
    const before = this.files.get(uri)?.text ?? '';
    this.put(uri, textAfter(before, changes), true);
  }

  /** A buffer is gone: the file on disk counts again where it counts without a buffer. */
  async closed(uri: string): Promise<void> {
    this.drop(uri);
    await this.read([uri]);
  }

  /** Reads the documents of the workspace folders, and forgets those that are gone. */
  async index(signal: Signal | undefined): Promise<void> {
    const found = new Set<string>();
    for (const folder of this.store.workspace.all) {
      const uris = await listFiles(this.host, folder, {
        include: OTHER_GLOBS,
        exclude: [...DEFAULT_EXCLUDES, ...wholePaths(this.store.settings.exclude)],
        maxFiles: MAX_FILES,
        ...(signal && { signal }),
      });
      for (const uri of uris) if (this.counts(uri)) found.add(uri);
    }
    if (signal?.aborted) return;
    for (const [uri, file] of this.files) {
      if (!file.open && !found.has(uri) && !this.asked.has(uri)) this.drop(uri);
    }
    await this.read([...found], signal);
  }

  /** Reads files that were asked for by name. */
  async add(uris: readonly string[]): Promise<void> {
    for (const uri of uris) this.asked.add(uri);
    await this.read(uris);
  }

  /** Files or folders were created, changed or deleted. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    const stale = new Set<string>();
    for (const uri of uris) {
      if (mayBeDocument(uri)) {
        if (this.takes(uri)) stale.add(uri);
      } else for (const known of this.files.keys()) if (isInside(known, uri)) stale.add(known);
    }
    await this.read([...stale]);
  }

  /** Other settings, or another `faultline.yaml`. */
  configured(): void {
    this.answers.clear();
    this.clusters.configured();
    for (const uri of this.uris) this.store.changed.add(uri);
  }

  findings(uri: string): readonly LocatedFinding[] {
    const file = this.files.get(uri);
    if (file === undefined || !file.isKept) return NONE;
    // Another file of the cluster, or a schema, may have changed what is found here.
    const ofClusters = this.clusters.findings(uri);
    if (this.clusters.isLeft(uri, other => this.files.get(other)?.isKept === true)) return NONE;
    const trial = file.document === undefined ? undefined : this.trialOf(uri);
    const known = this.answers.get(uri);
    const beside = file.document === undefined ? NOTHING_BESIDE : this.clusters.searchBeside(uri);
    const said = JSON.stringify(beside);
    if (known?.ofClusters === ofClusters && known.trial === trial && known.said === said)
      return known.findings;
    const { settings } = this.store;
    const config = this.configOf(uri);
    const effective = this.effective(config);
    const rules: DocumentRules = documentRules(effective);
    const tables = config?.tables ?? [];
    const findings = file.findings(
      rules,
      effective,
      KNOWN,
      this.locator,
      settings.maxFindingsPerFile,
      line => this.host.log(line),
      name =>
        (tables.find(each => each.glob === name) ?? tables.find(each => anyOf([each.glob])(name)))?.facts ??
        NO_FACTS,
      ofClusters,
      trial,
      beside,
    );
    this.answers.set(uri, { findings, ofClusters, trial, said });
    return findings;
  }

  /** What documents say of a file that holds designs, or the folder that it lies in. */
  private trialOf(uri: string): Trial {
    const within = uri.slice(this.store.workspace.rootOf(uri).length);
    return isSample(within) ? true : this.clusters.trialAt(uri);
  }

  /** True where a comment in the file silences what is found elsewhere, and would be told at this offset. */
  silences(uri: string, code: string, offset: number): boolean {
    const effective = this.effective(this.configOf(uri));
    return this.files.get(uri)?.silences(code, offset, effective, KNOWN) ?? false;
  }

  private configOf(uri: string): ProjectConfig | undefined {
    const { workspace } = this.store;
    return workspace.configOf(workspace.rootOf(uri))?.config;
  }

  private effective(config: ProjectConfig | undefined): RuleSettings {
    const { settings } = this.store;
    return config
      ? ruleSettings(settings, config)
      : { rules: { ...settings.rules, ...settings.ruleOverrides }, engineVersions: settings.engineVersions };
  }

  private async read(uris: readonly string[], signal?: Signal): Promise<void> {
    const wanted = uris.filter(
      uri => !this.files.get(uri)?.open && (this.asked.has(uri) || this.counts(uri)),
    );
    const gone = uris.filter(uri => !wanted.includes(uri) && !this.files.get(uri)?.open);
    for (const uri of gone) this.drop(uri);
    await readFiles(
      this.host,
      wanted,
      MAX_DOCUMENT_LENGTH,
      (uri, content) => {
        if (this.files.get(uri)?.open) return;
        if (content.kind === 'text') this.put(uri, content.text, false);
        else this.drop(uri);
      },
      signal,
    );
  }

  private counts(uri: string): boolean {
    const { workspace } = this.store;
    if (!isWorthReading(uri) || workspace.folderOf(uri) === undefined) return false;
    return !workspace.isExcluded(uri) && !workspace.isStatistics(uri);
  }

  private put(uri: string, text: string, open: boolean): void {
    const before = this.files.get(uri);
    if (before?.text === text && before.open === open) return;
    const file = new DocumentFile(uri, text, open);
    const said = this.clusters.saysTrial(uri);
    file.speaks = this.clusters.put(uri, file.source);
    if (this.clusters.saysTrial(uri) !== said) this.designsChanged();
    this.answers.delete(uri);
    if (!file.isKept && !open) this.files.delete(uri);
    else this.files.set(uri, file);
    if (before?.isKept || file.isKept) this.store.changed.add(uri);
  }

  /** A document says something else of what lies beside it. */
  private designsChanged(): void {
    for (const file of this.files.values()) if (file.document !== undefined) this.store.changed.add(file.uri);
  }

  private drop(uri: string): void {
    const before = this.files.get(uri);
    this.files.delete(uri);
    this.answers.delete(uri);
    const said = this.clusters.saysTrial(uri);
    this.clusters.put(uri, undefined);
    if (said !== '') this.designsChanged();
    if (before?.isKept) this.store.changed.add(uri);
  }
}

interface Answer {
  readonly findings: readonly LocatedFinding[];
  readonly ofClusters: readonly Finding[];
  readonly trial: Trial;
  /** What other files say of the search engine, as a text to compare. */
  readonly said: string;
}

const NONE: readonly LocatedFinding[] = [];
