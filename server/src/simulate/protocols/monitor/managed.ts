import { type PostgresNode, PostgresReplication } from '../../kit/postgres/index.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { World } from '../../world/world.js';

/** Servers of PostgreSQL, process 0 and up, with a manager's processes behind them: server i has agent i + n. */
export abstract class ManagedPostgres extends Protocol {
  readonly pg: PostgresReplication;
  readonly n: number;

  constructor(world: World, nodes: readonly PostgresNode[]) {
    super(world);
    this.n = nodes.length;
    this.pg = new PostgresReplication(world, nodes);
  }

  deliver(to: number, m: Payload): void {
    this.pg.deliver(to, m);
  }

  write(p: number, operation: number): void {
    this.pg.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.pg.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.pg.holds(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.pg.holdsUpTo(p, epoch);
  }

  role(p: number): NodeRole {
    if (p >= this.n) return 'peer';
    return this.pg.isPrimary(p) ? 'leader' : this.pg.isRunning(p) ? 'replica' : 'down';
  }

  override leaders(): readonly number[] {
    return this.w.processes.flatMap((_, p) =>
      p < this.n && this.pg.isPrimary(p) && !this.w.isDown(p) ? [p] : [],
    );
  }

  epoch(p: number): number {
    return p < this.n ? this.pg.epoch(p) : 0;
  }

  position(p: number): number {
    return p < this.n ? this.pg.position(p) : 0;
  }

  writable(p: number): boolean {
    return p < this.n && this.pg.isPrimary(p);
  }

  isLost(operation: number): boolean {
    return this.pg.isLost(operation);
  }

  override isSafe(operation: number): boolean {
    return this.pg.isSafe(operation);
  }

  override broken(): readonly string[] {
    return this.pg.broken();
  }

  override closed(p: number, peer: number): void {
    this.pg.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.pg.joined(hostA, hostB);
  }

  override diskStalled(host: number, on: boolean): void {
    this.pg.diskStalled(host, on);
  }

  protected agent(i: number): number {
    return this.n + i;
  }
}
