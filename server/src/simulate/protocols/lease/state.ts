import { LockService } from '../../kit/lock-service.js';
import { Part } from '../../kit/part.js';
import { PostgresReplication } from '../../kit/postgres/index.js';
import type { Timer } from '../../world/timer.js';
import type { World } from '../../world/world.js';
import type { LeaseConfig, LeaseNode } from './config.js';

/** Where the loop of an agent is. */
export const PHASE = {
  /** Between two rounds. */
  idle: 0,
  /** A request to the DCS is under way and not answered. */
  waiting: 1,
  /** It asks the other agents how far their servers are. */
  asking: 2,
  /** It waits for its server to stop, and does nothing else. */
  blocked: 3,
} as const;

/** What an agent does beside its loop. */
export const JOB = { none: 0, stopping: 1, rewinding: 2, restoring: 3 } as const;

/** The cells of agents that keep a lock, and what can be told from them. Node i: server i, agent i + n. */
export class LeaseState extends Part {
  readonly pg: PostgresReplication;
  readonly service: LockService;
  readonly n: number;

  readonly phase = this.w.perProcess('loop phase');
  /** The agent itself, where it held the lock when it last read it. */
  readonly saw = this.w.perProcess('lock as read', 'process');
  readonly job = this.w.perProcess('job');
  /** Of a server that its agent stops because the DCS does not answer: until when its shutdown waits for silent standbys. */
  readonly silence = this.w.perProcess('standbys silent until', 'until');
  /** Agents that reached the service when it last changed. */
  readonly had = this.w.one('reached the service', 'processes');
  /** What is written in the service beside the lock. */
  readonly syncLeader = this.w.one('sync leader', 'process');
  readonly syncSet = this.w.one('sync members', 'processes');
  readonly syncQuorum = this.w.one('sync quorum');
  readonly published = this.w.one('published position');
  readonly lastTimeline = this.w.one('last timeline');
  /** When the key of an agent that does not renew it ends. */
  readonly keyUntil = this.w.perProcess('key of a member until', 'until');
  /** Nodes without a replication slot on the leader. */
  readonly noSlot = this.w.one('slots dropped', 'processes');
  readonly paused = this.w.one('maintenance');
  /** The server that an operator wants as leader. */
  readonly forced = this.w.one('failover candidate', 'process');

  readonly loop = this.w.timer('HA loop');
  readonly work = this.w.timer('job of the agent');
  readonly syncing = this.w.timer('synchronous standby confirmed');
  readonly watchdog = this.w.timer('watchdog');

  constructor(
    w: World,
    readonly config: LeaseConfig,
    members: readonly number[],
    changed: (lock: boolean) => void,
  ) {
    super(w);
    this.n = config.nodes.length;
    this.pg = new PostgresReplication(
      w,
      config.nodes.map(({ postgres }) => postgres),
    );
    this.pg.streams.refuses = (_, to) => (this.noSlot.get() & (1 << to)) !== 0;
    this.service = new LockService(w, config.service, members, changed);
  }

  agent(i: number): number {
    return this.n + i;
  }

  isAgent(p: number): boolean {
    return p >= this.n && p < this.n * 2;
  }

  node(i: number): LeaseNode {
    return this.config.nodes[i]!;
  }

  name(i: number): string {
    return this.config.nodes[i]!.name;
  }

  /** Through its own agent of the service, where it has one, an agent of ours reaches the service. */
  reaches(i: number): boolean {
    return this.hasLocalAgent(i) && this.service.isReached(this.agent(i));
  }

  /** The agent that holds the lock, as this one can read it: -1 nobody; -2: it can read nothing. */
  read(i: number): number {
    return this.hasLocalAgent(i) ? this.service.read(this.agent(i)) : -2;
  }

  /** The node that holds the lock in truth; -1: none. */
  get owner(): number {
    const { owner } = this.service;
    return owner < 0 ? -1 : owner - this.n;
  }

  get isPaused(): boolean {
    return this.paused.get() === 1;
  }

  /** The next round of the loop comes within so many ms; at once where a search counts in longer steps. */
  soon(i: number, mostMs = 100): void {
    arm(this, this.loop, this.agent(i), 1, mostMs);
  }

  sleep(i: number): void {
    this.phase.set(this.agent(i), PHASE.idle);
    this.loop.arm(this.agent(i), this.config.loopWaitMs);
  }

  /** Nothing to do until the lock or the service changes. */
  rest(i: number): void {
    this.phase.set(this.agent(i), PHASE.idle);
    this.loop.cancel(this.agent(i));
  }

  private hasLocalAgent(i: number): boolean {
    const { localAgents } = this.config;
    return localAgents === undefined || this.w.isUp(localAgents[i]!);
  }
}

/** Arms a timer; where a search counts in steps much longer than that, for now. */
export function arm({ w }: Part, timer: Timer, p: number, leastMs: number, mostMs: number): void {
  if (mostMs * 2 < w.options.unitMs) timer.due.set(p, Math.max(1, w.now));
  else timer.arm(p, leastMs, mostMs);
}
