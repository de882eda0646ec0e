import type { Prepared } from '../../../../server/src/simulate/family.js';
import { type Payload, Protocol } from '../../../../server/src/simulate/protocol.js';
import type { NodeRole } from '../../../../server/src/simulate/report/model.js';
import type { World } from '../../../../server/src/simulate/world/world.js';

export interface Faulty {
  readonly nodes: number;
  /** Nodes that must have a write before it is acknowledged, the leader among them. */
  readonly copies: number;
  readonly alike?: boolean;
  readonly takeoverMs?: number;
}

/**
 * The smallest replicated register: the leader sends a write to all, and after some time without it the first node that
 * is up takes over with what it has, which is lost on those that crash.
 */
class Register extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly has = this.w.perProcess('has');
  private readonly leading = this.w.perProcess('leading');
  private readonly answers = this.w.perProcess('answers', 'processes');
  private readonly latest = this.w.one('latest epoch');
  private readonly takeover = this.w.timer('takeover');
  private readonly copy = this.w.data('copy', 'process');
  private readonly copied = this.w.tally('copied');
  private readonly beat = this.w.message('leader', 'value');

  constructor(
    world: World,
    private readonly config: Faulty,
  ) {
    super(world);
    this.symmetric = config.alike === false ? [] : world.processes.map((_, p) => [p]);
  }

  start(): void {
    this.leading.set(0, 1);
    this.latest.set(0, 1);
  }

  deliver(to: number, m: Payload): void {
    if (m.kind === this.copy.id) {
      this.has.set(to, 1);
      this.w.send(to, m.from, this.copied);
    } else if (m.kind === this.copied.id && this.leading.get(to) > 0) {
      this.answers.set(to, this.answers.get(to) | (1 << m.from));
      this.release(to);
    } else if (m.kind === this.beat.id && m.word(0) > this.leading.get(to)) {
      this.leading.set(to, 0);
      this.takeover.cancel(to);
    }
  }

  expire(p: number): void {
    const { w } = this;
    // The one that has the write is asked first.
    const better = w.processes.findIndex((_, q) => w.talks(p, q) && this.has.get(q) === 1);
    if (this.has.get(p) === 0 && better >= 0) return this.takeover.arm(better, 5_000);
    const epoch = this.latest.add(0, 1);
    this.leading.set(p, epoch);
    this.answers.set(p, 0);
    this.w.say('promotion', p, `${this.w.nameOf(p)} takes over.`, {
      system: 'postgres',
      name: 'synchronous_standby_names',
    });
    for (let q = 0; q < this.w.processes.length; q++) if (q !== p) this.w.send(p, q, this.beat, epoch);
  }

  write(p: number, operation: number): void {
    if (this.leading.get(p) === 0) return this.w.operations.refuse(operation, 'not the leader');
    this.has.set(p, 1);
    this.answers.set(p, 1 << p);
    this.w.operations.place(operation, 1, 1);
    for (let q = 0; q < this.w.processes.length; q++) if (q !== p) this.w.send(p, q, this.copy, p + 1);
    this.release(p);
  }

  read(p: number, operation: number): void {
    this.w.operations.answerFrom(operation, p);
  }

  holds(p: number): boolean {
    return this.has.get(p) === 1;
  }

  role(p: number): NodeRole {
    return this.leading.get(p) > 0 ? 'leader' : 'follower';
  }

  epoch(p: number): number {
    return this.leading.get(p);
  }

  position(p: number): number {
    return this.has.get(p);
  }

  writable(p: number): boolean {
    return this.leading.get(p) > 0;
  }

  isLost(): boolean {
    return this.w.processes.some(
      (_, p) => this.w.isUp(p) && this.leading.get(p) > 1 && this.has.get(p) === 0,
    );
  }

  crashed(p: number): void {
    const led = this.leading.get(p) > 0;
    this.has.set(p, 0);
    this.leading.set(p, 0);
    this.answers.set(p, 0);
    if (!led) return;
    const { takeoverMs = 10_000 } = this.config;
    for (let q = 0; q < this.w.processes.length; q++)
      if (this.w.isUp(q) && this.leading.get(q) === 0) this.takeover.arm(q, takeoverMs, takeoverMs * 2);
  }

  restarted(): void {}

  private release(p: number): void {
    let copies = 0;
    for (let q = 0; q < this.w.processes.length; q++) if (this.answers.get(p) & (1 << q)) copies++;
    if (copies < this.config.copies) return;
    for (let slot = 0; slot < this.w.operations.count; slot++)
      if (this.w.operations.isWaitingAt(slot, p)) this.w.operations.acknowledge(slot);
  }
}

export function register(config: Faulty): Prepared {
  const names = Array.from({ length: config.nodes }, (_, i) => `n${i + 1}`);
  return {
    family: 'register',
    title: 'Register',
    hosts: names.map(name => ({ name, aliases: [], client: false })),
    processes: names.map((name, host) => ({ name, host, program: 'server', member: name, serves: true })),
    create: world => new Register(world, config),
    searchUnitMs: 5_000,
    readLevels: [],
    limits: [],
  };
}
