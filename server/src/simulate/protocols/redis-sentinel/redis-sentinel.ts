import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { World } from '../../world/world.js';
import { RedisServers } from '../redis/servers.js';
import type { SentinelConfig } from './config.js';
import { Sentinels } from './sentinels.js';

/** Redis or Valkey servers with asynchronous replication, and Sentinels that promote a replica when the master is gone. */
export class RedisSentinel extends Protocol {
  override readonly symmetric: readonly (readonly number[])[];
  private readonly servers: RedisServers;
  private readonly sentinels: Sentinels;
  private readonly n: number;

  constructor(
    world: World,
    private readonly config: SentinelConfig,
  ) {
    super(world);
    this.n = config.servers.length;
    this.servers = new RedisServers(world, config.servers);
    this.sentinels = new Sentinels(world, config, this.servers);
    this.symmetric = alike(world, config);
  }

  start(): void {
    const { master } = this.config;
    this.servers.begin(this.config.servers.map((_, p) => (p === master ? -1 : master)));
    this.sentinels.begin();
  }

  deliver(to: number, m: Payload): void {
    if (!this.servers.deliver(to, m)) this.sentinels.deliver(to, m);
  }

  expire(p: number, timer: number): void {
    if (!this.servers.expire(p, timer)) this.sentinels.expire(p, timer);
  }

  write(p: number, operation: number): void {
    this.servers.write(p, operation);
  }

  read(p: number, operation: number): void {
    this.servers.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.servers.contains(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.servers.log.upTo(p, epoch);
  }

  override showsData(p: number): boolean {
    return p < this.n && this.servers.showsData(p);
  }

  role(p: number): NodeRole {
    return p >= this.n ? 'arbiter' : this.servers.isMaster(p) ? 'leader' : 'replica';
  }

  /** Of several masters the one that the Sentinels mean counts as the latest: the others will be told to follow it. */
  epoch(p: number): number {
    if (p >= this.n) return 0;
    const own = this.servers.epoch.get(p);
    if (!this.servers.isMaster(p)) return own;
    const most = this.servers.nextEpoch() - 1;
    return p === this.authority() ? most : Math.min(own, most - 1);
  }

  position(p: number): number {
    return p < this.n ? this.servers.log.end(p) : 0;
  }

  writable(p: number): boolean {
    return p < this.n && this.servers.takesWrites(p);
  }

  isLost(operation: number): boolean {
    const authority = this.authority();
    return (
      authority >= 0 &&
      this.servers.isMaster(authority) &&
      !this.w.isDown(authority) &&
      !this.servers.contains(authority, operation)
    );
  }

  override isSafe(operation: number): boolean {
    return this.servers.isEverywhere(operation);
  }

  crashed(p: number, powerLoss: boolean): void {
    if (p >= this.n) return this.sentinels.crashed(p);
    const before = this.servers.log.end(p);
    this.servers.crashed(p, powerLoss);
    const gone = before - this.servers.log.end(p);
    if (gone > 0 && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses ${gone === before ? 'all that it had' : `its last ${gone} writes`}: that was not on its disk.`,
        ...this.config.servers[p]!.because.keeps,
      );
  }

  restarted(p: number): void {
    if (p < this.n) this.servers.restarted(p);
    else this.sentinels.restarted(p);
  }

  override closed(p: number, peer: number): void {
    if (p < this.n) this.servers.closed(p, peer);
    else this.sentinels.closed(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.servers.joined(hostA, hostB);
    this.sentinels.joined(hostA, hostB);
  }

  override resumed(p: number): void {
    if (p < this.n) this.servers.resumed(p);
    else this.sentinels.resumed(p);
  }

  override diskStalled(host: number, on: boolean): void {
    if (!on) this.servers.diskGoesOn(host);
  }

  /** The master that is meant comes back with what is on its disk. */
  override keptBy(): readonly number[] {
    const authority = this.authority();
    return authority < 0 ? [] : [authority];
  }

  override faulted(): void {
    this.sentinels.wake();
  }

  override clockJumped(host: number): void {
    for (let s = this.n; s < this.w.processes.length; s++)
      if (this.w.hostOf(s) === host) this.sentinels.jumped(s);
  }

  override command(fault: Fault, p: number): boolean {
    if (fault.kind !== 'promote' || p < 0 || p >= this.n || !this.w.isUp(p)) return false;
    if (this.config.sentinels.length > 0) return this.sentinels.force(p);
    this.servers.promote(p);
    // By hand: whoever can be reached is told to follow it.
    for (let q = 0; q < this.n; q++) if (q !== p && this.w.talks(p, q)) this.servers.follow(q, p);
    return true;
  }

  /** Who is meant when one says "the master"; -1: nobody. Without Sentinels it is the last one that was promoted. */
  private authority(): number {
    if (this.config.sentinels.length > 0) return this.sentinels.authority();
    let best = -1;
    for (let p = 0; p < this.n; p++)
      if (this.servers.isMaster(p) && (best < 0 || this.servers.epoch.get(p) > this.servers.epoch.get(best)))
        best = p;
    return best;
  }
}

/** Hosts with a server and a Sentinel each, all of them set alike, may change places. */
function alike(world: World, { servers, sentinels }: SentinelConfig): readonly (readonly number[])[] {
  const settings = (node: object) => JSON.stringify({ ...node, name: '', because: {} });
  const same = (nodes: readonly object[]) => nodes.every(node => settings(node) === settings(nodes[0]!));
  if (!same(servers) || !same(sentinels) || servers.length !== sentinels.length) return [];
  const tuples = servers.map((_, p) => {
    const beside = sentinels.findIndex((_, s) => world.hostOf(servers.length + s) === world.hostOf(p));
    return [p, servers.length + beside];
  });
  const hosts = new Set(servers.map((_, p) => world.hostOf(p)));
  return hosts.size === servers.length && tuples.every(([, s]) => s! >= servers.length) ? tuples : [];
}
