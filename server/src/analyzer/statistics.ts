import { baseName, isInside, relativePath } from '../project/uri.js';
import type { FactLayer } from '../workload/facts/index.js';
import { readStatistics, type StatisticsFile, statisticsLayer } from '../workload/statistics/index.js';
import type { Workspace } from './workspace.js';

/** The exported statistics that are there, and what they say together of each project. */
export class Statistics {
  private readonly files = new Map<string, { readonly text: string; readonly file: StatisticsFile }>();
  private readonly layers = new Map<string, FactLayer | undefined>();

  constructor(
    private readonly workspace: Workspace,
    private readonly log: (line: string) => void,
  ) {}

  /** Returns false where nothing has changed. */
  put(uri: string, text: string): boolean {
    if (this.files.get(uri)?.text === text) return false;
    const root = this.rootOf(uri);
    const name = (root === undefined ? undefined : relativePath(uri, root)) ?? baseName(uri);
    const file = readStatistics(name, text);
    if (file.problem !== undefined) this.log(`${uri}: not understood, ${file.problem}`);
    this.files.set(uri, { text, file });
    this.layers.clear();
    return true;
  }

  /** Forgets a file, or all below a folder. Returns false where there was none. */
  drop(uri: string): boolean {
    let any = false;
    for (const each of [...this.files.keys()]) {
      if (each === uri || isInside(each, uri)) any = this.files.delete(each) || any;
    }
    if (any) this.layers.clear();
    return any;
  }

  get uris(): Iterable<string> {
    return this.files.keys();
  }

  has(uri: string): boolean {
    return this.files.has(uri);
  }

  /** What the files of a project say, in the order of their names. */
  layerOf(root: string): FactLayer | undefined {
    if (this.files.size === 0) return undefined;
    if (!this.layers.has(root)) {
      const own = [...this.files]
        .filter(([uri]) => this.rootOf(uri) === root)
        .sort(([a], [b]) => (a < b ? -1 : 1));
      this.layers.set(root, own.length === 0 ? undefined : statisticsLayer(own.map(([, { file }]) => file)));
    }
    return this.layers.get(root);
  }

  /** Folders came or went: the same files may belong to other projects. */
  replaced(): void {
    this.layers.clear();
  }

  private rootOf(uri: string): string | undefined {
    // A folder that holds nothing but exports is no project of its own.
    const folder = uri.lastIndexOf('/.faultline/');
    return this.workspace.projectAbove(folder < 0 ? uri : `${uri.slice(0, folder)}/x`);
  }
}
