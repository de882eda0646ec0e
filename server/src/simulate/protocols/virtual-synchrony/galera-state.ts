import { Logs } from '../../kit/logs.js';
import { Part } from '../../kit/part.js';
import type { Ranks } from '../../kit/renumber.js';
import { has } from '../../kit/sets.js';
import type { World } from '../../world/world.js';
import type { GaleraConfig } from './galera-config.js';

/** What a node is doing. `joining`: in the primary component, and receiving what it missed. `aborted`: ended by itself. */
export const NODE = { down: 0, starting: 1, joining: 2, ready: 3, aborted: 4 } as const;

/** The cells of a Galera cluster. */
export class GaleraState extends Part {
  readonly node = this.w.perProcess('node');
  /** Members of its view, and a number unique to the view. */
  readonly members = this.w.perProcess('view', 'processes');
  readonly view = this.w.perProcess('view number');
  /** 1: its view is a primary component. */
  readonly primary = this.w.perProcess('primary component');
  /** Orders the write sets of the view: the lowest member that had all data when it began. */
  readonly orderer = this.w.perProcess('orderer', 'process');
  /** 1: the view is being agreed anew, and nothing is delivered. */
  readonly gathering = this.w.perProcess('gathering');
  /** The last primary component that it was in: who is in it and did not leave by its own will, and its epoch. */
  readonly lastMembers = this.w.perProcess('last primary component', 'processes');
  readonly lastEpoch = this.w.perProcess('last primary epoch');
  /** Write sets that it has received, in their total order. */
  readonly log = new Logs(this.w, 'write sets');
  readonly applied = this.w.perProcess('applied');
  readonly durable = this.w.perProcess('durable');
  /** Per orderer and member: up to where it has received. */
  readonly got = this.w.perPair('received');
  /** When another one was last heard, in units: counts once it falls silent. */
  readonly heardAt = this.w.cells('last heard', 'value', 'pair', 1, true);
  /** Until when another one may be silent before it is suspected; 0, of a member of the view: it is not silent. */
  readonly heard = this.w.perPair('silent until', 'due');
  /** Until when another one that is not in its view counts as heard lately. */
  readonly lately = this.w.perPair('heard lately until', 'until');
  /** Those that it reaches through others, for it has not heard them directly for gmcast.peer_timeout. */
  readonly relayed = this.w.perProcess('relayed', 'processes');
  private readonly last = this.w.one('last view');

  readonly count: number;

  constructor(
    world: World,
    readonly config: GaleraConfig,
  ) {
    super(world);
    this.count = config.members.length;
  }

  newView(): number {
    return this.last.add(0, 1);
  }

  /** The numbers of views that anybody knows of, as `ranks` has them; messages are not among them. */
  useViews(ranks: Ranks): void {
    for (let p = 0; p < this.count; p++) {
      ranks.use(this.view.get(p));
      ranks.use(this.lastEpoch.get(p));
      this.log.useEpochs(p, ranks);
    }
    const { epoch, count } = this.w.operations;
    for (let slot = 0; slot < count; slot++) ranks.use(epoch.get(slot));
  }

  rankViews(ranks: Ranks): void {
    for (let p = 0; p < this.count; p++) {
      this.view.set(p, ranks.of(this.view.get(p)));
      this.lastEpoch.set(p, ranks.of(this.lastEpoch.get(p)));
      this.log.rankEpochs(p, ranks);
    }
    const { epoch, count } = this.w.operations;
    for (let slot = 0; slot < count; slot++) epoch.set(slot, ranks.of(epoch.get(slot)));
    this.last.set(0, ranks.largest);
  }

  pair(p: number, q: number): number {
    return p * this.w.processes.length + q;
  }

  isUp(p: number): boolean {
    const node = this.node.get(p);
    return this.w.isUp(p) && (node === NODE.ready || node === NODE.joining);
  }

  /** In the primary component, and with all of its data. */
  isSynced(p: number): boolean {
    return this.primary.get(p) === 1 && this.node.get(p) === NODE.ready && this.config.members[p]!.data;
  }

  /** Whether messages of the group get from one to the other and back, if need be through a third. */
  connected(p: number, q: number): boolean {
    return this.w.talks(p, q) || this.relay(p, q) >= 0;
  }

  /** A member that passes on what two say to each other (gmcast relays); -1: nobody does. */
  relay(p: number, q: number): number {
    if (!has(this.relayed.get(p), q) && !has(this.relayed.get(q), p)) return -1;
    return this.between(p, q);
  }

  /** A member of both views that talks with both; -1: there is none. */
  between(p: number, q: number): number {
    const both = this.members.get(p) & this.members.get(q);
    for (let r = 0; r < this.count; r++) {
      if (r !== p && r !== q && has(both, r) && this.isUp(r) && this.w.talks(p, r) && this.w.talks(r, q))
        return r;
    }
    return -1;
  }

  weightOf(set: number): number {
    let sum = 0;
    for (let p = 0; p < this.count; p++) if (has(set, p)) sum += this.config.members[p]!.weight;
    return sum;
  }

  /** Itself, and whoever it hears or has heard lately. */
  hears(p: number): number {
    let set = 1 << p;
    const { now } = this.w;
    const members = this.members.get(p);
    for (let q = 0; q < this.count; q++) {
      const at = this.pair(p, q);
      const due = this.heard.get(at);
      if (has(members, q) ? due === 0 || due > now : this.lately.get(at) > now) set |= 1 << q;
    }
    return set;
  }

  names(set: number): string {
    return this.config.members
      .filter((_, p) => has(set, p))
      .map(({ name }) => name)
      .join(', ');
  }

  clear(p: number): void {
    this.members.set(p, 0);
    this.view.set(p, 0);
    this.primary.set(p, 0);
    this.gathering.set(p, 0);
    this.orderer.set(p, 0);
    this.relayed.set(p, 0);
    for (let q = 0; q < this.count; q++) {
      this.got.set(this.pair(p, q), 0);
      this.heard.set(this.pair(p, q), 0);
      this.lately.set(this.pair(p, q), 0);
    }
  }
}
