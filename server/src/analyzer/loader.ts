import type { FileContent, Host } from '../host.js';
import { CONFIG_NAMES, isConfigUri } from '../project/config.js';
import { wholePaths } from '../project/globs.js';
import { ancestors, isInside, parentUri } from '../project/uri.js';
import { codeLanguage } from '../workload/code/index.js';
import { CodeLoader } from './code-loader.js';
import { listFiles, readFiles, readOne, reasonOf, type Signal } from './disk.js';
import { CONFIG_GLOBS, DEFAULT_EXCLUDES, isSqlUri, SQL_GLOBS, STATISTICS_GLOBS } from './settings.js';
import type { Store } from './store.js';
import type { IndexReport } from './types.js';

export interface LoadOptions {
  readonly signal?: Signal;
  onProgress?(done: number, total: number): void;
}

/** Brings files from disk into the store, and keeps them as they are there. Buffers win over what it reads. */
export class Loader {
  /** Files that count though no buffer has them: what folders hold, and what was asked for by name. */
  private readonly listed = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly passedOver = new Set<string>();
  private readonly code: CodeLoader;

  constructor(
    private readonly host: Host,
    private readonly store: Store,
  ) {
    this.code = new CodeLoader(host, store);
  }

  /** Reads what the folders hold; forgets what other folders held. */
  async index(folders: readonly string[], options: LoadOptions = {}): Promise<IndexReport> {
    this.store.workspace.setFolders(folders);
    this.passedOver.clear();
    const report = await this.readAll(await this.scan(options.signal), options);
    await this.code.index(options.signal);
    return report;
  }

  /** Reads just these files as well. */
  async addFiles(uris: readonly string[], options: LoadOptions = {}): Promise<IndexReport> {
    for (const folder of new Set(uris.map(uri => parentUri(uri) ?? uri))) {
      if (!this.isOpenFolder(folder)) await this.readConfigsAbove(folder + '/');
    }
    await this.readConfigs(uris.filter(isConfigUri));
    this.store.replaceRoots();
    const wanted = uris.filter(uri => !isConfigUri(uri));
    for (const uri of wanted) this.asked.add(uri);
    return this.readAll(wanted, options);
  }

  /** A buffer is gone: what the disk says counts again, for files that count without a buffer. */
  async closed(uri: string): Promise<void> {
    if (isConfigUri(uri)) return this.readConfigs([uri], true);
    const file = this.store.sources.get(uri);
    if (file !== undefined) file.open = false;
    if (this.listed.has(uri) || this.asked.has(uri) || this.code.has(uri))
      return void (await this.readAll([uri], {}));
    this.store.drop(uri);
    // It may have been saved for the first time meanwhile.
    if (this.mayBeNew(uri)) await this.filesChanged([uri]);
  }

  /** Files or folders were created, changed, renamed or deleted. */
  async filesChanged(uris: readonly string[]): Promise<void> {
    const { sources, workspace } = this.store;
    const stale = new Set<string>();
    const unknown: string[] = [];
    const configs = uris.filter(isConfigUri);
    const statistics = new Set<string>();
    for (const uri of uris) {
      if (isConfigUri(uri) || (codeLanguage(uri) && !sources.has(uri))) continue;
      if (workspace.isStatistics(uri)) statistics.add(uri);
      for (const each of this.store.statisticsFiles) if (isInside(each, uri)) statistics.add(each);
      const inside = sources.has(uri) ? [uri] : [...sources.keys()].filter(each => isInside(each, uri));
      for (const each of inside) stale.add(each);
      for (const config of workspace.configFiles) if (isInside(config.uri, uri)) configs.push(config.uri);
      if (inside.length === 0 && this.mayBeNew(uri)) unknown.push(uri);
    }
    await this.readStatistics(statistics);
    await this.readConfigs(configs);
    if (configs.length > 0 || unknown.length > 0) {
      for (const uri of await this.scan(undefined)) if (!sources.has(uri)) stale.add(uri);
      await this.passOver(unknown);
    }
    await this.readAll([...stale], {});
    await this.code.changed(uris, configs.length > 0 || unknown.some(uri => !isSqlUri(uri)));
  }

  /** Lists what the folders hold, reads their settings, and forgets the rest. */
  private async scan(signal: Signal | undefined): Promise<string[]> {
    const { workspace } = this.store;
    const found = new Set<string>();
    for (const folder of workspace.all) {
      await this.readConfigsAbove(folder);
      const globs = [...SQL_GLOBS, ...CONFIG_GLOBS, ...STATISTICS_GLOBS];
      for (const uri of await this.list(folder, globs, signal)) found.add(uri);
    }
    await this.readConfigs([...found].filter(isConfigUri));
    for (const { folder, config } of [...workspace.configFiles]) {
      if (config.include.length === 0 || !this.isOpenFolder(folder)) continue;
      for (const uri of await this.list(folder, wholePaths(config.include), signal)) found.add(uri);
    }
    for (const { folder, config } of [...workspace.configFiles]) {
      if (config.statistics.length === 0 || !this.isOpenFolder(folder)) continue;
      for (const uri of await this.list(folder, wholePaths(config.statistics), signal)) found.add(uri);
    }
    const statistics = [...found].filter(uri => workspace.isStatistics(uri));
    for (const uri of statistics) found.delete(uri);
    if (!signal?.aborted) await this.readStatistics(new Set([...statistics, ...this.store.statisticsFiles]));
    const wanted = [...found].filter(uri => !isConfigUri(uri) && !workspace.isExcluded(uri));
    if (!signal?.aborted) this.forgetAllBut(new Set(wanted));
    this.store.replaceRoots();
    for (const uri of wanted) this.listed.add(uri);
    return wanted;
  }

  /** True for a file or folder that a look at the disk might bring. */
  private mayBeNew(uri: string): boolean {
    const { workspace } = this.store;
    if (workspace.folderOf(uri) === undefined || workspace.isExcluded(uri) || this.passedOver.has(uri))
      return false;
    return isSqlUri(uri) || !/\.\w+$/.test(uri);
  }

  /** Files that are there and yet were not listed (ignored ones): their next change is no reason to look again. */
  private async passOver(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      if (this.listed.has(uri) || !isSqlUri(uri)) continue;
      const { kind } = await readOne(this.host, uri, 0);
      if (kind !== 'missing') this.passedOver.add(uri);
    }
  }

  private async list(
    folder: string,
    include: readonly string[],
    signal: Signal | undefined,
  ): Promise<string[]> {
    const { exclude, maxFiles } = this.store.settings;
    return listFiles(this.host, folder, {
      include,
      exclude: [...DEFAULT_EXCLUDES, ...wholePaths(exclude)],
      maxFiles,
      ...(signal && { signal }),
    });
  }

  private async readAll(uris: readonly string[], { signal, onProgress }: LoadOptions): Promise<IndexReport> {
    const skipped: { uri: string; reason: string }[] = [];
    let done = 0;
    let files = 0;
    const take = (uri: string, content: FileContent): void => {
      const reason = this.take(uri, content);
      if (reason === undefined) files++;
      else skipped.push({ uri, reason });
      onProgress?.(++done, uris.length);
    };
    await readFiles(this.host, uris, this.store.settings.maxFileBytes, take, signal);
    return { files, skipped, cancelled: signal?.aborted ?? false };
  }

  /** Puts what was read into the store; returns why not. */
  private take(uri: string, content: FileContent): string | undefined {
    if (this.store.sources.get(uri)?.open) return undefined;
    if (content.kind === 'text') {
      this.store.put(uri, content.text, false);
      return undefined;
    }
    const reason = reasonOf(content)!;
    if (content.kind === 'missing') {
      this.listed.delete(uri);
      this.asked.delete(uri);
    } else {
      this.host.log(`${uri}: not read, ${reason}`);
    }
    this.store.drop(uri);
    return reason;
  }

  /** Files on disk that folders do not hold any more. */
  private forgetAllBut(kept: ReadonlySet<string>): void {
    for (const uri of [...this.listed]) if (!kept.has(uri)) this.listed.delete(uri);
    for (const [uri, file] of [...this.store.sources]) {
      if (!file.open && !file.isCode && !kept.has(uri) && !this.asked.has(uri)) this.store.drop(uri);
    }
  }

  private async readStatistics(uris: ReadonlySet<string>): Promise<void> {
    for (const uri of uris) {
      const content = await readOne(this.host, uri, this.store.settings.maxFileBytes);
      const text =
        content.kind === 'text' && this.store.workspace.isStatistics(uri) ? content.text : undefined;
      this.store.setStatistics(uri, text);
      if (content.kind !== 'text' && content.kind !== 'missing')
        this.host.log(`${uri}: not read, ${reasonOf(content)}`);
    }
  }

  /** @param closed Their buffers are gone, too. */
  private async readConfigs(uris: readonly string[], closed = false): Promise<void> {
    for (const uri of new Set(uris)) {
      if (!closed && this.store.workspace.config(uri)?.open) continue;
      const content = await readOne(this.host, uri, MAX_CONFIG_BYTES);
      if (content.kind === 'text') this.store.setConfig(uri, content.text, false);
      else this.store.dropConfig(uri);
      if (content.kind !== 'text' && content.kind !== 'missing')
        this.host.log(`${uri}: not read, ${reasonOf(content)}`);
    }
  }

  /** A folder may be opened that lies inside of a project. */
  private async readConfigsAbove(inside: string): Promise<void> {
    let left = MAX_ANCESTORS;
    for (const folder of ancestors(inside, '')) {
      if (left-- === 0) return;
      for (const name of CONFIG_NAMES) {
        const uri = `${folder}/${name}`;
        if (this.store.workspace.config(uri) !== undefined) return;
        const content = await readOne(this.host, uri, MAX_CONFIG_BYTES);
        if (content.kind !== 'text') continue;
        this.store.setConfig(uri, content.text, false);
        return;
      }
    }
  }

  private isOpenFolder(folder: string): boolean {
    return this.store.workspace.folderOf(folder + '/') !== undefined;
  }
}

const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_ANCESTORS = 12;
