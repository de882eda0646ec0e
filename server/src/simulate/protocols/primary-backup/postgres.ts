import { PostgresReplication } from '../../kit/postgres/index.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import type { PlainPostgresConfig } from './postgres-from-cluster.js';

/**
 * PostgreSQL by itself: it detects no failure and promotes nobody
 * (https://www.postgresql.org/docs/current/warm-standby-failover.html). Whoever was primary is primary after a restart,
 * whatever happened meanwhile: nothing fences it.
 */
export class PlainPostgres extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly servers: PostgresReplication;

  constructor(
    world: World,
    private readonly config: PlainPostgresConfig,
  ) {
    super(world);
    this.symmetric = config.symmetric;
    this.servers = new PostgresReplication(world, config.nodes);
  }

  start(): void {
    this.servers.begin(this.config.primary, p => this.config.upstreams[p]);
  }

  deliver(to: number, message: Payload): void {
    this.servers.deliver(to, message);
  }

  expire(process: number, timer: number): void {
    this.servers.expire(process, timer);
  }

  write(p: number, operation: number): void {
    this.servers.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.servers.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.servers.holds(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.servers.holdsUpTo(p, epoch);
  }

  role(p: number): NodeRole {
    return this.servers.isPrimary(p) ? 'leader' : this.servers.isRunning(p) ? 'replica' : 'stalled';
  }

  /** Not while it starts. */
  override showsData(p: number): boolean {
    return this.servers.isRunning(p);
  }

  epoch(p: number): number {
    return this.servers.epoch(p);
  }

  position(p: number): number {
    return this.servers.position(p);
  }

  writable(p: number): boolean {
    return this.servers.isPrimary(p);
  }

  isLost(operation: number): boolean {
    return this.servers.isLost(operation);
  }

  /** Where nobody is promoted whoever is primary stays it, and what it has on disk is not lost. */
  override isSafe(operation: number): boolean {
    const { operations, options } = this.w;
    return (
      this.servers.isSafe(operation) ||
      (options.promotes === false &&
        this.servers.keeps(
          this.config.primary,
          operations.epoch.get(operation),
          operations.index.get(operation),
        ))
    );
  }

  override broken(): readonly string[] {
    return this.servers.broken();
  }

  crashed(p: number, powerLoss: boolean): void {
    this.servers.crashed(p, powerLoss);
  }

  restarted(p: number): void {
    this.servers.restarted(p);
  }

  override closed(p: number, peer: number): void {
    this.servers.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.servers.joined(hostA, hostB);
  }

  override diskStalled(host: number, on: boolean): void {
    this.servers.diskStalled(host, on);
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind === 'promote') return this.servers.promote(p);
    if (fault.kind === 'cancelWaits') return this.servers.cancelWaits(p) > 0;
    return false;
  }
}
