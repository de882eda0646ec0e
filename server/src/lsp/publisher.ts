import type { Connection } from 'vscode-languageserver';
import type { Analyzer, LocatedFinding } from '../analyzer/types.js';
import { status } from '../ide/index.js';
import { STATUS_NOTIFICATION, type StatusParams } from '../protocol/lsp.js';
import type { Buffers } from './buffers.js';
import { type DiagnosticSupport, toDiagnostic } from './convert.js';
import type { Guard } from './guard.js';

/** Closed files sent between two looks at the message queue. */
const BATCH = 40;
/** How often a publication may step back for messages that wait already. */
const MAX_DEFERRALS = 4;

export interface PublisherOptions {
  readonly connection: Connection;
  readonly analyzer: Analyzer;
  readonly buffers: Buffers;
  readonly guard: Guard;
  readonly support: DiagnosticSupport;
  /** Findings that are not the analyzer's; shown in closed files as well. */
  others?(uri: string): readonly LocatedFinding[];
  /** Called before anything is sent: what was said of texts that are gone can be taken back. */
  before?(): void;
  /** Called when what is said of open files beside their findings may differ though nobody has edited them. */
  othersChanged?(): void;
  /** Calls back after the messages that wait already. */
  defer(run: () => void): void;
}

/**
 * Sends findings as they change. Open files come first and show everything; closed files show errors and
 * warnings only, in batches, so that a large project never delays a keystroke.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  /** What the client holds, for each file with at least one diagnostic. */
  readonly #shown = new Map<string, readonly LocatedFinding[]>();
  readonly #waiting = new Set<string>();
  readonly #touched = new Set<string>();
  /** Files of which the analyzer says the same: their status is told already. */
  readonly #refreshed = new Set<string>();
  #held = true;
  /** Of an open file something was asked that other files answer, perhaps before those were read. */
  #unasked = false;
  #scheduled = false;
  #requests = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** Until the first folder is read a finding such as "no such table" would be a guess: nothing is sent before. */
  release(): void {
    this.#held = false;
    this.#unasked = true;
    this.schedule();
  }

  /** Publishes what changed, soon: bursts of edits are published once. */
  schedule(): void {
    this.#requests++;
    if (this.#held || this.#scheduled) return;
    this.#scheduled = true;
    this.#settle(this.#requests, MAX_DEFERRALS);
  }

  /** What is found in these files may differ though the analyzer says the same. */
  refresh(uris: readonly string[]): void {
    if (uris.length === 0) return;
    for (const uri of uris) {
      if (this.#waiting.has(uri)) continue;
      this.#waiting.add(uri);
      this.#refreshed.add(uri);
    }
    this.schedule();
  }

  /**
   * A file was opened, edited or closed. Its findings are sent though they may be those of the last time: an editor
   * moves what it shows along with the text, and may wait for the answer to this version.
   */
  touch(uri: string): void {
    this.#touched.add(uri);
    this.#wait(uri);
    this.schedule();
  }

  #wait(uri: string): void {
    this.#waiting.add(uri);
    this.#refreshed.delete(uri);
  }

  #settle(seen: number, left: number): void {
    this.#options.defer(() => {
      if (this.#requests !== seen && left > 0) return this.#settle(this.#requests, left - 1);
      this.#scheduled = false;
      this.#options.guard('publishing', undefined, () => this.#flush());
    });
  }

  #flush(): void {
    const { analyzer, buffers, guard } = this.#options;
    guard('verdicts', undefined, () => this.#options.before?.());
    for (const uri of analyzer.takeChanged()) this.#wait(uri);
    let others = this.#unasked;
    this.#unasked = false;
    for (const uri of buffers.uris()) {
      if (!this.#waiting.delete(uri)) continue;
      others ||= !this.#touched.has(uri) && !this.#refreshed.has(uri);
      this.#guarded(uri);
    }
    if (others) guard('lenses', undefined, () => this.#options.othersChanged?.());
    if (this.#waiting.size > 0) this.#options.defer(() => this.#publishClosed());
  }

  #publishClosed(): void {
    let left = BATCH;
    for (const uri of this.#waiting) {
      if (left-- === 0) break;
      this.#waiting.delete(uri);
      this.#guarded(uri);
    }
    if (this.#waiting.size > 0) this.#options.defer(() => this.#publishClosed());
  }

  #guarded(uri: string): void {
    this.#options.guard(`findings of ${uri}`, undefined, () => this.#publish(uri));
  }

  #publish(uri: string): void {
    const { analyzer, buffers, connection, support } = this.#options;
    const open = buffers.has(uri);
    const all = analyzer.findings(uri);
    const own = open ? all : all.filter(f => f.severity === 'error' || f.severity === 'warning');
    const others = this.#options.others?.(uri) ?? NONE;
    const findings = others.length === 0 ? own : [...own, ...others];
    const held = this.#shown.get(uri) ?? NONE;
    const anything = open || findings.length > 0 || held.length > 0;
    if (this.#touched.delete(uri) ? anything : !same(held, findings)) {
      void connection.sendDiagnostics({
        uri,
        version: buffers.version(uri),
        diagnostics: findings.map(f => toDiagnostic(f, support)),
      });
    }
    if (findings.length > 0) this.#shown.set(uri, findings);
    else this.#shown.delete(uri);
    // Counting tables takes its time in a large project: the findings are on their way before.
    if (!this.#refreshed.delete(uri) && open) this.#options.defer(() => this.#tellStatus(uri));
  }

  #tellStatus(uri: string): void {
    const { analyzer, buffers, connection, guard } = this.#options;
    guard(`status of ${uri}`, undefined, () => {
      if (!buffers.has(uri)) return;
      const params: StatusParams = {
        uri,
        version: buffers.version(uri),
        status: status(analyzer, uri) ?? null,
      };
      void connection.sendNotification(STATUS_NOTIFICATION, params);
    });
  }
}

const NONE: readonly LocatedFinding[] = [];

/** Findings that have not moved are the same objects; a few are made anew each time. */
function same(a: readonly LocatedFinding[], b: readonly LocatedFinding[]): boolean {
  return (
    a.length === b.length &&
    a.every((finding, index) => finding === b[index] || JSON.stringify(finding) === JSON.stringify(b[index]))
  );
}
