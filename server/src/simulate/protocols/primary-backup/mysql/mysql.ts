import { alikeProcesses } from '../../../kit/alike.js';
import { type Payload, Protocol } from '../../../protocol.js';
import type { NodeRole } from '../../../report/model.js';
import type { Fault } from '../../../schedule/model.js';
import type { World } from '../../../world/world.js';
import type { MysqlConfig } from './config.js';
import { Mha } from './mha.js';
import { Orchestrator } from './orchestrator.js';
import { MysqlServers } from './servers.js';

/** A source and its replicas, with or without a manager that promotes. */
export class Mysql extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly servers: MysqlServers;
  private readonly mha: Mha | undefined;
  private readonly orchestrator: Orchestrator | undefined;

  constructor(
    world: World,
    private readonly config: MysqlConfig,
  ) {
    super(world);
    this.symmetric = alikeProcesses(config.nodes.length, p => keyOf(config, p));
    this.servers = new MysqlServers(world, config.nodes);
    const { manager } = config;
    if (manager?.kind === 'mha') this.mha = new Mha(world, manager, config.nodes, this.servers);
    if (manager?.kind === 'orchestrator')
      this.orchestrator = new Orchestrator(world, manager, config.nodes, this.servers);
  }

  start(): void {
    this.servers.begin(this.config.source, p => this.config.upstreams[p]);
    this.mha?.start(this.config.source);
    this.orchestrator?.start(this.config.source);
  }

  deliver(to: number, message: Payload): void {
    this.servers.deliver(to, message);
  }

  expire(p: number, timer: number): void {
    if (this.servers.expire(p, timer)) return;
    if (this.mha?.expire(p, timer) !== true) this.orchestrator?.expire(p, timer);
  }

  write(p: number, operation: number): void {
    this.servers.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.servers.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.isServer(p) && this.servers.holds(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.isServer(p) ? this.servers.holdsUpTo(p, epoch) : 0;
  }

  role(p: number): NodeRole {
    if (!this.isServer(p)) return 'arbiter';
    if (this.servers.takesWrites(p)) return 'leader';
    return this.servers.isRunning(p) ? 'replica' : 'stalled';
  }

  override showsData(p: number): boolean {
    return this.isServer(p) && this.servers.isRunning(p);
  }

  epoch(p: number): number {
    return this.isServer(p) ? this.servers.epoch(p) : 0;
  }

  position(p: number): number {
    return this.isServer(p) ? this.servers.position(p) : 0;
  }

  writable(p: number): boolean {
    return this.isServer(p) && this.servers.takesWrites(p);
  }

  isLost(operation: number): boolean {
    return this.servers.isLost(operation);
  }

  /** Where neither a manager nor an operator promotes anybody, the source stays it, and what it has on disk is not lost. */
  override isSafe(operation: number): boolean {
    const { operations, options } = this.w;
    return (
      this.servers.isSafe(operation) ||
      (options.promotes === false &&
        this.config.manager === undefined &&
        this.servers.keeps(
          this.config.source,
          operations.epoch.get(operation),
          operations.index.get(operation),
        ))
    );
  }

  override broken(): readonly string[] {
    return this.servers.broken();
  }

  crashed(p: number, powerLoss: boolean): void {
    if (this.isServer(p)) {
      this.servers.crashed(p, powerLoss);
      this.mha?.serverCrashed(p, powerLoss);
    }
  }

  restarted(p: number): void {
    if (this.isServer(p)) {
      this.mha?.serverRestarted(p);
      this.servers.restarted(p);
    } else {
      this.mha?.restarted(p);
      this.orchestrator?.restarted(p);
    }
  }

  override closed(p: number, peer: number): void {
    if (this.isServer(p)) this.servers.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.servers.joined(hostA, hostB);
  }

  override diskStalled(host: number, on: boolean): void {
    this.servers.diskStalled(host, on);
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind !== 'promote') return false;
    if (this.servers.promote(p)) {
      this.servers.open(p);
      return true;
    }
    if (!this.servers.isPrimary(p) || this.servers.takesWrites(p)) return false;
    this.servers.open(p);
    return true;
  }

  private isServer(p: number): boolean {
    return p < this.config.nodes.length;
  }
}

/** Replicas are alike where their settings are, and semi-sync asks either of them. */
function keyOf({ nodes, source, upstreams }: MysqlConfig, p: number): string | undefined {
  if (p === source) return undefined;
  const { name: _name, because: _because, shipping, ...rest } = nodes[p]!;
  const { process: _process, because: _reasons, ...sent } = shipping;
  const listed = nodes.map(({ shipping: other }) => other.sync.members.includes(p));
  const own = { ...sent, sync: { ...sent.sync, members: sent.sync.members.length } };
  return JSON.stringify([
    rest.readOnly,
    rest.durable,
    rest.preference,
    rest.semiSync,
    own,
    listed,
    upstreams[p],
  ]);
}
