import { isCoarse, isWhole } from '../../kit/calm.js';
import { Logs } from '../../kit/logs.js';
import { countBits, has } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { SearchConfig } from './config.js';

/** The cells, timers and messages of a cluster. Each node has a cluster state of its own: the last that it was told. */
export class SearchState {
  /** Whom a node follows; itself: it is master; 0: it looks for one. */
  readonly master;
  readonly term;
  readonly version;
  /** Nodes of the cluster, nodes that vote, where the primary is, its term, and copies: started, and known to have all. */
  readonly members;
  readonly voting;
  readonly primary;
  readonly primaryTerm;
  readonly active;
  readonly inSync;
  /** 1: it has started again, and no master knows that yet. */
  readonly isNew;
  /** 1: has data of the shard. */
  readonly held;
  readonly log: Logs;
  readonly flushed;
  readonly match;
  /** 1: what the primary sends does not arrive. */
  readonly broken;
  readonly silent;
  /** Those that have closed their connections: whoever asks them hears that nobody is there. */
  readonly closedBy;
  /** When a copy that is missing may be built anew. */
  readonly rebuildAt;

  readonly check;
  readonly election;
  readonly recovery;
  readonly sync;
  readonly copy;
  readonly copied;
  readonly n: number;
  readonly voters: number;

  constructor(
    readonly w: World,
    readonly config: SearchConfig,
  ) {
    this.master = w.perProcess('master', 'process');
    this.term = w.perProcess('term');
    this.version = w.perProcess('state version');
    this.members = w.perProcess('nodes', 'processes');
    this.voting = w.perProcess('voting', 'processes');
    this.primary = w.perProcess('primary', 'process');
    this.primaryTerm = w.perProcess('primary term');
    this.active = w.perProcess('active copies', 'processes');
    this.inSync = w.perProcess('in sync', 'processes');
    this.isNew = w.perProcess('started anew');
    this.held = w.perProcess('has data');
    this.log = new Logs(w, 'operations');
    this.flushed = w.perProcess('translog');
    this.match = w.perPair('match');
    this.broken = w.perProcess('broken');
    this.silent = w.perPair('silent', 'due');
    this.closedBy = w.perProcess('closed by', 'processes');
    this.rebuildAt = w.perProcess('rebuild', 'until');
    this.check = w.timer('check');
    this.election = w.timer('election');
    this.recovery = w.timer('recovery');
    this.sync = w.timer('translog sync');
    this.copy = w.message('replicate', 'value', 'value');
    this.copied = w.message('replicated', 'value', 'value');
    this.n = config.nodes.length;
    this.voters = config.nodes.reduce((set, { votes }, p) => (votes ? set | (1 << p) : set), 0);
  }

  /** In a search: whether there is nothing that a node could find out by asking. */
  isCalm(): boolean {
    if (!isCoarse(this.w) || !isWhole(this.w) || this.master.get(0) === 0) return false;
    for (let p = 0; p < this.n; p++) {
      if (this.master.get(p) !== this.master.get(0) || this.version.get(p) !== this.version.get(0))
        return false;
      if (this.closedBy.get(p) !== 0 || this.broken.get(p) === 1 || this.isNew.get(p) === 1) return false;
      if (this.members.get(p) !== (1 << this.n) - 1 || this.recovery.isArmed(p)) return false;
      for (let q = 0; q < this.n; q++) if (this.silent.get(this.pair(p, q)) !== 0) return false;
    }
    const copies = Math.min(this.config.copies.length, this.config.nodes.filter(({ data }) => data).length);
    return this.primary.get(0) !== 0 && countBits(this.active.get(0)) >= copies;
  }

  pair(p: number, q: number): number {
    return p * this.n + q;
  }

  isMaster(p: number): boolean {
    return this.master.get(p) === p + 1;
  }

  isPrimary(p: number): boolean {
    return this.primary.get(p) === p + 1;
  }

  /** Whether these nodes decide for the cluster, as a node knows it. */
  isQuorum(p: number, set: number): boolean {
    const { leastMasters } = this.config;
    if (leastMasters !== undefined) return countBits(set & this.voters) >= leastMasters;
    const voting = this.voting.get(p);
    return countBits(set & voting) > countBits(voting) / 2;
  }

  /** The nodes that a node reaches, itself included. */
  reached(p: number): number {
    let set = 1 << p;
    for (let q = 0; q < this.n; q++) if (q !== p && this.w.talks(p, q)) set |= 1 << q;
    return set;
  }

  /** The node that has the latest cluster state of all that are up. */
  latest(): number {
    let best = 0;
    for (let p = 1; p < this.n; p++) if (this.isNewer(p, best)) best = p;
    return best;
  }

  isNewer(a: number, b: number): boolean {
    const terms = this.term.get(a) - this.term.get(b);
    return terms > 0 || (terms === 0 && this.version.get(a) > this.version.get(b));
  }

  takeState(p: number, from: number): void {
    for (const cells of [
      this.term,
      this.version,
      this.members,
      this.voting,
      this.primary,
      this.primaryTerm,
      this.active,
      this.inSync,
    ])
      cells.set(p, cells.get(from));
  }

  isOpen(p: number, q: number): boolean {
    const a = this.w.hostOf(p);
    const b = this.w.hostOf(q);
    return this.w.network.passes(a, b) && this.w.network.passes(b, a) && !this.w.isDown(q);
  }

  has(set: number, p: number): boolean {
    return has(set, p);
  }
}
