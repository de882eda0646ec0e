import type { FileContent, Host } from '../host.js';
import { wholePaths } from '../project/globs.js';
import { codeLanguage, MAX_CODE_LENGTH } from '../workload/code/index.js';
import { listFiles, readFiles, type Signal } from './disk.js';
import { CODE_GLOBS, DEFAULT_EXCLUDES } from './settings.js';
import type { Store } from './store.js';

/**
 * Programs of the folders, in whose strings queries are looked for. They come after the SQL: without a schema their
 * queries say nothing. Most hold none; of those nothing but the name is kept.
 */
export class CodeLoader {
  private readonly listed = new Set<string>();
  private indexed = false;

  constructor(
    private readonly host: Host,
    private readonly store: Store,
  ) {}

  has(uri: string): boolean {
    return this.listed.has(uri);
  }

  /** Lists and reads the programs of the workspace folders, and forgets those that are gone. */
  async index(signal?: Signal): Promise<void> {
    const found = await this.list(signal);
    if (signal?.aborted) return;
    for (const [uri, file] of [...this.store.sources]) {
      if (file.isCode && !file.open && this.listed.has(uri) && !found.has(uri)) this.store.drop(uri);
    }
    this.listed.clear();
    for (const uri of found) this.listed.add(uri);
    await this.read([...found], signal);
  }

  /**
   * Files were created, changed or deleted; those that are SQL have been read already.
   * @param anew Folders or settings are among them.
   */
  async changed(uris: readonly string[], anew: boolean): Promise<void> {
    const { workspace } = this.store;
    const code = uris.filter(uri => codeLanguage(uri) !== undefined);
    const fresh = code.filter(
      uri => !this.listed.has(uri) && workspace.folderOf(uri) !== undefined && !workspace.isExcluded(uri),
    );
    // Only a look at the folders tells what is ignored there.
    if (anew || fresh.length > 0 || (!this.indexed && this.store.hasSchema)) return this.index();
    await this.read(code.filter(uri => this.listed.has(uri)));
  }

  private async list(signal: Signal | undefined): Promise<Set<string>> {
    const { settings, workspace, hasSchema } = this.store;
    const found = new Set<string>();
    this.indexed = hasSchema;
    if (!settings.readCode || !hasSchema) return found;
    for (const folder of workspace.all) {
      const uris = await listFiles(this.host, folder, {
        include: CODE_GLOBS,
        exclude: [...DEFAULT_EXCLUDES, ...GENERATED, ...wholePaths(settings.exclude)],
        maxFiles: settings.maxFiles,
        ...(signal && { signal }),
      });
      for (const uri of uris) if (!workspace.isExcluded(uri) && this.store.readsCode(uri)) found.add(uri);
    }
    return found;
  }

  private async read(uris: readonly string[], signal?: Signal): Promise<void> {
    const take = (uri: string, content: FileContent): void => {
      if (this.store.sources.get(uri)?.open) return;
      if (content.kind === 'text') this.store.put(uri, content.text, false);
      else this.store.drop(uri);
    };
    await readFiles(this.host, uris, MAX_CODE_LENGTH, take, signal);
  }
}

/** Programs that programs have written. */
const GENERATED: readonly string[] = ['**/*.min.js', '**/*.d.ts', '**/*.bundle.js'];
