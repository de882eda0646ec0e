import type { Analyzer, LocatedFinding } from '../../analyzer/types.js';
import type { Cluster } from '../../cluster/model.js';
import type { Searcher, VerdictFinding, VerdictReport } from '../../panel/topology/verdict/model.js';
import { canonicalUri } from '../../project/uri.js';
import { prepare } from '../../simulate/families.js';
import { isPrepared } from '../../simulate/family.js';
import type { Buffers } from '../buffers.js';
import { DEFAULT_VERDICTS, type VerdictSettings } from './settings.js';
import { isSame, type Snapshot, snapshotOf } from './snapshot.js';

/** A file may speak of many clusters; of these, so many are searched. */
const MOST_CLUSTERS = 4;
/** Verdicts that are kept for texts that come back: undone, or of another branch. */
const MOST_KEPT = 16;
/** A file that is opened is waited with for so long: others may be opened beside it, and be asked about, in ms. */
const OPENED_MS = 1_500;

export interface VerdictsOptions {
  readonly analyzer: Analyzer;
  readonly buffers: Pick<Buffers, 'has' | 'uris'>;
  readonly searcher: Searcher;
  /** Workspace folders. */
  folders(): readonly string[];
  later(ms: number, run: () => void): void;
  log(line: string): void;
  /** What is found in these files may differ. */
  publish(uris: readonly string[]): void;
}

/**
 * What searches say of the clusters whose configs are open: begun when one is saved or was opened, dropped as soon as a file
 * of the cluster says something else, and there again when it says the same as before.
 */
export class Verdicts {
  private settings: VerdictSettings = DEFAULT_VERDICTS;
  /** Until the first folder is read half of a cluster would be searched. */
  private held = true;
  private readonly known = new Map<string, Known>();
  /** Ids of clusters, the most urgent first. */
  private readonly queue: string[] = [];
  private running: { readonly id: string; readonly snapshot: Snapshot } | undefined;
  private kept: Kept[] = [];

  constructor(private readonly options: VerdictsOptions) {}

  /** All folders were read. */
  release(): void {
    if (!this.held) return;
    this.held = false;
    this.begin();
  }

  /** @param other Other settings of the analyzer changed: fixes may be others. */
  configure(settings: VerdictSettings, other: boolean): void {
    const { level, ...bounds } = settings;
    const { level: levelBefore, ...before } = this.settings;
    this.settings = settings;
    if (
      other ||
      level === 'off' ||
      levelBefore === 'off' ||
      JSON.stringify(bounds) !== JSON.stringify(before)
    )
      this.begin();
    else if (level !== levelBefore) this.options.publish(this.shownFiles());
  }

  opened(given: string): void {
    if (this.held) return;
    this.options.later(OPENED_MS, () => {
      if (this.options.buffers.has(given)) this.request(given, false);
    });
  }

  saved(uri: string): void {
    this.request(uri, true);
  }

  /** A file is open no more. Clusters of which no file is open are not told of. */
  closed(): void {
    const open = new Set([...this.options.buffers.uris()].map(canonicalUri));
    for (const [id, known] of this.known) {
      if ([...known.sources].some(uri => open.has(uri))) continue;
      this.known.delete(id);
      this.hide(known);
    }
    this.changed();
  }

  /** Texts may have changed: nothing is shown or searched any more that was made of others. */
  changed(): void {
    for (const [id, known] of this.known) {
      const now = snapshotOf(this.options.analyzer, known.uri, id);
      if (known.shown !== undefined && now !== undefined && isSame(known.shown.snapshot, now)) continue;
      const before = now && this.keptOf(id, now);
      if (before !== undefined && now !== undefined) this.show(known, now, before);
      else this.hide(known);
    }
    const { running } = this;
    if (running === undefined || this.isCurrent(running)) return;
    this.options.searcher.cancel();
    this.running = undefined;
    this.next();
  }

  /** Files changed on the disk: the clusters that they are part of are searched again. Of open ones the buffer counts. */
  filesChanged(given: readonly string[]): void {
    this.changed();
    const uris = given.filter(uri => !this.options.buffers.has(uri)).map(canonicalUri);
    for (const { uri, sources } of [...this.known.values()])
      if (uris.some(each => sources.has(each))) this.request(uri, false);
  }

  /** What is shown in a file. */
  findings(uri: string): readonly ShownVerdict[] {
    const { level } = this.settings;
    if (level === 'off' || this.known.size === 0) return [];
    const { analyzer } = this.options;
    const file = canonicalUri(uri);
    return [...this.known.values()].flatMap(({ shown }) =>
      (shown?.report.findings ?? []).flatMap(finding =>
        finding.uri === file && !analyzer.silences(file, finding.code, finding.range.start)
          ? [{ ...located(finding, level), verdict: finding }]
          : [],
      ),
    );
  }

  /** The server ends. */
  dispose(): void {
    this.options.searcher.dispose();
  }

  private request(given: string, urgent: boolean): void {
    if (this.settings.level === 'off' || this.held) return;
    const uri = canonicalUri(given);
    const clusters = this.options.analyzer.landscapeOf(uri)?.clusters ?? [];
    const own = clusters.filter(cluster => cluster.sources.includes(uri) && isPlayable(cluster, clusters));
    for (const { id, sources } of own.slice(0, MOST_CLUSTERS)) {
      const known = this.known.get(id);
      if (known === undefined) this.known.set(id, { uri, sources: new Set(sources), shown: undefined });
      else known.sources = new Set(sources);
      const at = this.queue.indexOf(id);
      if (at >= 0) this.queue.splice(at, 1);
      if (urgent) this.queue.unshift(id);
      else this.queue.push(id);
    }
    this.changed();
    this.next();
  }

  private next(): void {
    while (this.running === undefined) {
      const id = this.queue.shift();
      if (id === undefined) return;
      const known = this.known.get(id);
      const now = known && snapshotOf(this.options.analyzer, known.uri, id);
      if (known === undefined || now === undefined) continue;
      if (known.shown?.report.done === true && isSame(known.shown.snapshot, now)) continue;
      this.search(id, known, now);
    }
  }

  private search(id: string, known: Known, snapshot: Snapshot): void {
    const { analyzer, searcher, folders, log } = this.options;
    const { level: _, ...bounds } = this.settings;
    const running = { id, snapshot };
    this.running = running;
    const over = () => {
      if (this.running === running) this.running = undefined;
      this.next();
    };
    searcher.search(
      {
        uri: known.uri,
        cluster: id,
        bounds,
        folders: folders(),
        settings: analyzer.settings,
        files: analyzer.clusterFiles(known.uri).map(file => [file, analyzer.text(file) ?? ''] as const),
      },
      report => {
        if (this.running !== running) return;
        // A message may be on its way that says that the text is another one.
        if (this.isCurrent(running)) {
          this.show(known, snapshot, report);
          if (report.done) this.keep(id, snapshot, report);
        }
        if (!report.done) return;
        for (const remark of report.remarks) log(remark);
        over();
      },
      why => {
        log(`A search for the shortest failure ended early: ${why}`);
        over();
      },
    );
  }

  private isCurrent({ id, snapshot }: { readonly id: string; readonly snapshot: Snapshot }): boolean {
    const known = this.known.get(id);
    const now = known && snapshotOf(this.options.analyzer, known.uri, id);
    return now !== undefined && isSame(now, snapshot);
  }

  private show(known: Known, snapshot: Snapshot, report: VerdictReport): void {
    const before = known.shown?.report;
    known.shown = { snapshot, report };
    this.options.publish(filesOf(before, report));
  }

  private hide(known: Known): void {
    const before = known.shown?.report;
    known.shown = undefined;
    if (before !== undefined) this.options.publish(filesOf(before));
  }

  private keep(id: string, snapshot: Snapshot, report: VerdictReport): void {
    this.kept = [{ id, snapshot, report }, ...this.kept].slice(0, MOST_KEPT);
  }

  private keptOf(id: string, now: Snapshot): VerdictReport | undefined {
    return this.kept.find(each => each.id === id && isSame(each.snapshot, now))?.report;
  }

  /** What was found before says nothing any more. */
  private begin(): void {
    this.kept = [];
    this.queue.length = 0;
    this.options.searcher.cancel();
    this.running = undefined;
    for (const known of this.known.values()) this.hide(known);
    this.known.clear();
    for (const uri of this.options.buffers.uris()) this.opened(uri);
  }

  private shownFiles(): readonly string[] {
    return filesOf(...[...this.known.values()].map(({ shown }) => shown?.report));
  }
}

/** A finding as editors show it, and what it was made of. */
export type ShownVerdict = LocatedFinding & { readonly verdict: VerdictFinding };

interface Known {
  /** A file of the cluster. */
  readonly uri: string;
  sources: ReadonlySet<string>;
  shown: { readonly snapshot: Snapshot; readonly report: VerdictReport } | undefined;
}

interface Kept {
  readonly id: string;
  readonly snapshot: Snapshot;
  readonly report: VerdictReport;
}

function isPlayable(cluster: Cluster, all: readonly Cluster[]): boolean {
  return isPrepared(prepare(cluster, all));
}

function filesOf(...reports: readonly (VerdictReport | undefined)[]): readonly string[] {
  return [...new Set(reports.flatMap(report => (report?.findings ?? []).map(({ uri }) => uri)))];
}

function located(
  { uri, range, code, message, related, fixes, cluster, asked }: VerdictFinding,
  level: LocatedFinding['severity'],
): LocatedFinding {
  return {
    rule: code,
    severity: asked ? 'warning' : level,
    message,
    uri,
    range,
    related,
    fixes: fixes.map(({ title, edits }) => ({ title, edits, safe: false })),
    fingerprint: `${code} ${cluster}`,
  };
}
