import type { ProjectConfig } from '../project/config.js';
import { anyOf, type PathTest } from '../project/globs.js';
import { ancestors, isInside, parentUri, relativePath } from '../project/uri.js';
import { isStatisticsPath } from '../workload/statistics/index.js';
import type { ConfigFile } from './config-file.js';
import { DEFAULT_EXCLUDES } from './settings.js';

/** Which folders are open, which `faultline.yaml` speaks for which of them, and what is left out. */
export class Workspace {
  private folders: readonly string[] = [];
  private readonly configs = new Map<string, ConfigFile>();
  private readonly roots = new Map<string, string>();
  private excluded: PathTest = () => false;
  private readonly tests = new WeakMap<
    ProjectConfig,
    { readonly included: PathTest; readonly excluded: PathTest; readonly statistics: PathTest }
  >();

  get all(): readonly string[] {
    return this.folders;
  }

  setFolders(folders: readonly string[]): void {
    // The innermost folder that holds a file is its own.
    this.folders = [...new Set(folders)].sort((a, b) => b.length - a.length);
    this.roots.clear();
  }

  setExcludes(globs: readonly string[]): void {
    this.excluded = anyOf([...DEFAULT_EXCLUDES, ...globs]);
  }

  config(uri: string): ConfigFile | undefined {
    const config = this.configs.get(parentUri(uri) ?? uri);
    return config?.uri === uri ? config : undefined;
  }

  get configFiles(): Iterable<ConfigFile> {
    return this.configs.values();
  }

  /** The one that speaks for a project folder. */
  configOf(root: string): ConfigFile | undefined {
    return this.configs.get(root);
  }

  /** Returns false where a `faultline.yaml` beside this `faultline.yml` counts instead. */
  setConfig(config: ConfigFile): boolean {
    const other = this.configs.get(config.folder);
    if (other !== undefined && other.uri !== config.uri && other.uri.endsWith('.yaml')) return false;
    this.configs.set(config.folder, config);
    this.roots.clear();
    return true;
  }

  removeConfig(uri: string): boolean {
    const config = this.config(uri);
    if (config === undefined) return false;
    this.configs.delete(config.folder);
    this.roots.clear();
    return true;
  }

  /** The workspace folder that a file lies in. */
  folderOf(uri: string): string | undefined {
    return this.folders.find(folder => isInside(uri, folder));
  }

  /**
   * The project folder of a file: the nearest above it with a `faultline.yaml`, else its workspace folder, else the
   * folder it lies in. What is left out of its project, or lies in no folder at all, is a project of its own.
   */
  rootOf(uri: string): string {
    const root = this.folderRoot(uri);
    return root === undefined || this.isExcluded(uri, root) ? uri : root;
  }

  /** The project folder that something lies in, whatever is left out of it. */
  projectAbove(uri: string): string | undefined {
    return this.folderRoot(uri);
  }

  /** True for statistics: what lies in a `.faultline` folder, and what its project's `faultline.yaml` names. */
  isStatistics(uri: string): boolean {
    if (!isStatisticsPath(uri)) return false;
    if (/\/\.faultline\/[^/]+$/.test(uri)) return true;
    const root = this.folderRoot(uri);
    const config = root === undefined ? undefined : this.configs.get(root)?.config;
    if (config === undefined || root === undefined || config.statistics.length === 0) return false;
    return this.testsOf(config).statistics(relativePath(uri, root)!);
  }

  /** True for what settings or its project's `faultline.yaml` leave out. */
  isExcluded(uri: string, root = this.folderRoot(uri)): boolean {
    const folder = this.folderOf(uri);
    if (folder !== undefined && this.excluded(relativePath(uri, folder)!)) return true;
    const config = root === undefined ? undefined : this.configs.get(root)?.config;
    if (config === undefined || root === undefined) return false;
    const { included, excluded } = this.testsOf(config);
    const path = relativePath(uri, root)!;
    return excluded(path) || !included(path);
  }

  private folderRoot(uri: string): string | undefined {
    const parent = parentUri(uri);
    if (parent === undefined) return undefined;
    let root = this.roots.get(parent);
    if (root === undefined) this.roots.set(parent, (root = this.findRoot(uri, parent)));
    return root;
  }

  private findRoot(uri: string, parent: string): string {
    for (const folder of ancestors(uri, '')) if (this.configs.has(folder)) return folder;
    return this.folderOf(uri) ?? parent;
  }

  private testsOf(config: ProjectConfig) {
    const known = this.tests.get(config);
    if (known !== undefined) return known;
    const tests = {
      included: config.include.length === 0 ? () => true : anyOf(config.include),
      excluded: anyOf(config.exclude),
      statistics: anyOf(config.statistics),
    };
    this.tests.set(config, tests);
    return tests;
  }
}
