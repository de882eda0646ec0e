import { Part } from '../../../kit/part.js';
import type { World } from '../../../world/world.js';
import type { MysqlNode, OrchestratorConfig } from './config.js';
import type { MysqlServers } from './servers.js';

/** From the decision until the new source takes writes and the others follow it, in ms. */
const RECOVERY = [1_000, 5_000] as const;

/**
 * Orchestrator (https://github.com/openark/orchestrator/blob/master/docs/failure-detection.md): a source is dead when
 * orchestrator does not reach it and none of its replicas does either. It then promotes the replica that has received most.
 * It fences nobody by itself.
 */
export class Orchestrator extends Part {
  private readonly poll = this.w.timer('orchestrator poll');
  private readonly recovery = this.w.timer('orchestrator recovery');
  private readonly block = this.w.timer('recovery block');
  private readonly source = this.w.one('orchestrator source', 'process');
  private readonly missed = this.w.perProcess('polls in vain');

  constructor(
    w: World,
    private readonly config: OrchestratorConfig,
    private readonly nodes: readonly MysqlNode[],
    private readonly servers: MysqlServers,
  ) {
    super(w);
  }

  start(source: number): void {
    this.source.set(0, source + 1);
    for (const p of this.config.processes) this.poll.arm(p, 1, this.config.pollMs);
  }

  restarted(p: number): void {
    this.missed.set(p, 0);
    this.poll.arm(p, 1, this.config.pollMs);
  }

  expire(p: number, timer: number): boolean {
    if (timer === this.poll.id) this.onPoll(p);
    else if (timer === this.recovery.id) this.recover(p);
    else if (timer !== this.block.id) return false;
    return true;
  }

  private onPoll(p: number): void {
    const { pollMs } = this.config;
    this.poll.arm(p, pollMs);
    if (!this.acts(p) || this.recovery.isArmed(p)) return;
    const source = this.source.get() - 1;
    const answers = this.w.talks(p, source) && this.servers.isRunning(source);
    if (answers || this.someReplicaReaches(p, source)) {
      this.missed.set(p, 0);
      return;
    }
    // Once is an unreachable source: it makes the replicas connect anew, to see whether they still can.
    this.missed.set(p, Math.min(2, this.missed.get(p) + 1));
    if (this.missed.get(p) < 2) return;
    if (this.isBlocked()) {
      if (this.w.told)
        this.w.say(
          'note',
          p,
          'Orchestrator has recovered this cluster lately and leaves it alone.',
          ...this.config.because.block,
        );
      this.missed.set(p, 0);
      return;
    }
    if (this.w.told)
      this.w.say(
        'suspicion',
        p,
        `Orchestrator does not reach ${this.nodes[source]!.name}, and none of its replicas does.`,
        ...this.config.because.poll,
      );
    this.recovery.arm(p, ...RECOVERY);
  }

  /** With Raft: only one that reaches a majority of them; without: each for itself. */
  private acts(p: number): boolean {
    const { processes, raft } = this.config;
    if (!raft) return true;
    let reached = 0;
    for (const q of processes) if (q === p || this.w.talks(p, q)) reached++;
    if (reached * 2 <= processes.length) return false;
    return !processes.some(q => q < p && this.w.talks(p, q));
  }

  private isBlocked(): boolean {
    return this.config.processes.some(p => this.block.isArmed(p));
  }

  private someReplicaReaches(p: number, source: number): boolean {
    for (let q = 0; q < this.nodes.length; q++) {
      if (q !== source && this.w.talks(p, q) && this.servers.isStandby(q)) {
        if (this.w.talks(q, source) && this.servers.isRunning(source)) return true;
      }
    }
    return false;
  }

  private recover(p: number): void {
    this.missed.set(p, 0);
    const old = this.source.get() - 1;
    let best = -1;
    for (let q = 0; q < this.nodes.length; q++) {
      const { preference } = this.nodes[q]!;
      if (q === old || preference < 0 || !this.w.talks(p, q) || !this.servers.isStandby(q)) continue;
      if (best < 0 || this.servers.received(q) > this.servers.received(best)) best = q;
    }
    if (best < 0 || !this.servers.promote(best)) return;
    if (this.config.makesWritable || !this.nodes[best]!.readOnly) this.servers.open(best);
    else if (this.w.told)
      this.w.say(
        'blocked',
        best,
        `${this.nodes[best]!.name} is promoted and stays read-only until somebody changes that.`,
        ...this.config.because.promotion,
      );
    this.source.set(0, best + 1);
    for (let q = 0; q < this.nodes.length; q++)
      if (q !== best && q !== old && this.w.talks(p, q) && this.servers.isStandby(q))
        this.servers.follow(q, best);
    if (this.config.blockMs > 0) this.block.arm(p, this.config.blockMs);
    if (this.w.told && this.w.isUp(old) && this.servers.takesWrites(old))
      this.w.say(
        'note',
        old,
        `Nothing keeps ${this.nodes[old]!.name} from taking writes: orchestrator fences nobody.`,
      );
  }
}
