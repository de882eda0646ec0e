import { isCoarse, isWhole } from '../../kit/calm.js';
import { countBits, has } from '../../kit/sets.js';
import { type Payload, Protocol } from '../../protocol.js';
import type { NodeRole } from '../../report/model.js';
import type { Fault } from '../../schedule/model.js';
import type { Cells } from '../../world/cells.js';
import type { World } from '../../world/world.js';
import { RECONNECT_MOST } from '../redis/retransmission.js';
import { RedisServers } from '../redis/servers.js';
import type { RedisClusterConfig } from './config.js';

/** Figures of cluster_legacy.c, in ms. */
const TICK = 100;
const PING = 1_000;
const WRITABLE_DELAY = 2_000;
const REJOIN: readonly [least: number, most: number] = [500, 5_000];
const ELECTION_DELAY = 500;
const RANK_DELAY = 1_000;

/**
 * Redis Cluster: nodes watch each other, a majority of the masters says who has failed and votes for a replica of it. After
 * https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/ and
 * https://github.com/redis/redis/blob/unstable/src/cluster_legacy.c. What gossip brings within a ping is looked up.
 */
export class RedisCluster extends Protocol {
  private readonly servers: RedisServers;
  /** What a node believes: per part of the slots its owner, and the epoch in which it was elected. */
  private readonly owner;
  private readonly ownerEpoch;
  private readonly currentEpoch = this.w.perProcess('epoch');
  private readonly votedEpoch = this.w.perProcess('voted in');
  private readonly votedAgain;
  private readonly silent = this.w.perPair('silent', 'due');
  private readonly linkAt = this.w.perPair('link', 'due');
  private readonly suspected = this.w.perProcess('suspected', 'processes');
  private readonly failed = this.w.perProcess('failed', 'processes');
  private readonly pingAt = this.w.perProcess('ping', 'due');
  /** 1: the cluster is down, as it sees it. */
  private readonly isOff = this.w.perProcess('off');
  private readonly onAgainAt = this.w.perProcess('on again', 'due');
  private readonly electAt = this.w.perProcess('election', 'due');
  private readonly electEpoch = this.w.perProcess('election epoch');
  private readonly retryAt = this.w.perProcess('next election', 'due');
  private readonly votes = this.w.perProcess('votes', 'processes');

  private readonly clock = this.w.timer('cluster clock');
  private readonly request = this.w.message('vote request', 'value', 'value');
  private readonly vote = this.w.message('vote', 'value');
  private readonly n: number;
  private readonly shards: number;

  constructor(
    world: World,
    private readonly config: RedisClusterConfig,
  ) {
    super(world);
    this.n = config.servers.length;
    this.shards = config.owners.length;
    this.owner = world.perProcess('owner', 'process', this.shards);
    this.ownerEpoch = world.perProcess('config epoch', 'value', this.shards);
    this.votedAgain = world.perProcess('no vote before', 'due', this.shards);
    this.servers = new RedisServers(world, config.servers);
  }

  start(): void {
    const { owners, shardOf } = this.config;
    this.servers.begin(shardOf.map((shard, p) => (owners[shard] === p ? -1 : owners[shard]!)));
    for (let p = 0; p < this.n; p++) {
      for (let shard = 0; shard < this.shards; shard++) {
        this.owner.set(p * this.shards + shard, owners[shard]! + 1);
        this.ownerEpoch.set(p * this.shards + shard, shard + 1);
      }
      this.currentEpoch.set(p, this.shards);
      // In a search they begin to look when something has happened.
      if (isCoarse(this.w)) continue;
      this.pingAt.set(p, this.w.dueIn(1, PING));
      this.clock.arm(p, 1, TICK);
    }
  }

  deliver(to: number, m: Payload): void {
    if (this.servers.deliver(to, m)) return;
    if (m.kind === this.request.id) this.onRequest(to, m);
    else if (m.kind === this.vote.id) this.onVote(to, m);
  }

  expire(p: number, timer: number): void {
    if (timer === this.clock.id) this.tick(p);
    else this.servers.expire(p, timer);
  }

  write(p: number, operation: number): void {
    if (this.isOff.get(p) === 1) this.w.operations.refuse(operation, 'CLUSTERDOWN The cluster is down');
    else if (this.ownerOf(p, 0) !== p) this.w.operations.refuse(operation, 'MOVED');
    else this.servers.write(p, operation);
  }

  read(p: number, operation: number): void {
    if (this.isOff.get(p) === 1) this.w.operations.refuse(operation, 'CLUSTERDOWN The cluster is down');
    else if (this.ownerOf(p, 0) !== p) this.w.operations.refuse(operation, 'MOVED');
    else this.servers.read(p, operation);
  }

  holds(p: number, operation: number): boolean {
    return this.servers.contains(p, operation);
  }

  override holdsUpTo(p: number, epoch: number): number {
    return this.servers.log.upTo(p, epoch);
  }

  role(p: number): NodeRole {
    if (!this.servers.isMaster(p)) return 'replica';
    return this.config.shardOf[p] === 0 ? 'leader' : 'peer';
  }

  epoch(p: number): number {
    return this.ownerEpoch.get(p * this.shards + this.config.shardOf[p]!);
  }

  position(p: number): number {
    return this.servers.log.end(p);
  }

  writable(p: number): boolean {
    return this.isOff.get(p) === 0 && this.ownerOf(p, 0) === p && this.servers.takesWrites(p);
  }

  isLost(operation: number): boolean {
    let best = -1;
    for (let p = 0; p < this.n; p++) {
      if (this.config.shardOf[p] !== 0 || !this.servers.isMaster(p)) continue;
      if (best < 0 || this.epoch(p) > this.epoch(best)) best = p;
    }
    return best >= 0 && !this.w.isDown(best) && !this.servers.contains(best, operation);
  }

  crashed(p: number, powerLoss: boolean): void {
    const before = this.servers.log.end(p);
    this.servers.crashed(p, powerLoss);
    if (before > this.servers.log.end(p) && this.w.told)
      this.w.say(
        'rollback',
        p,
        `${this.w.nameOf(p)} loses ${before - this.servers.log.end(p)} writes that were not on its disk.`,
        ...this.config.servers[p]!.because.keeps,
      );
    for (let q = 0; q < this.n; q++) {
      this.silent.set(this.pair(p, q), 0);
      this.linkAt.set(this.pair(p, q), 0);
    }
    this.suspected.set(p, 0);
    this.failed.set(p, 0);
    this.endElection(p);
    this.retryAt.set(p, 0);
    this.onAgainAt.set(p, 0);
    this.isOff.set(p, 1);
  }

  restarted(p: number): void {
    this.servers.restarted(p);
    this.clock.arm(p, 1, TICK);
    this.onAgainAt.set(p, this.w.now + this.w.units(WRITABLE_DELAY));
  }

  override closed(p: number, peer: number): void {
    this.servers.closed(p, peer);
    this.miss(p, peer);
  }

  override joined(hostA: number, hostB: number): void {
    this.servers.joined(hostA, hostB);
    for (let p = 0; p < this.n; p++) {
      const other = this.w.hostOf(p) === hostA ? hostB : this.w.hostOf(p) === hostB ? hostA : -1;
      for (let q = 0; q < this.n; q++) {
        const at = this.pair(p, q);
        if (this.w.hostOf(q) !== other || this.silent.get(at) === 0) continue;
        // Links that wait for an answer for half the timeout are made anew all the time.
        const most = Math.min(RECONNECT_MOST, this.config.nodeTimeoutMs / 2);
        this.linkAt.set(at, isCoarse(this.w) ? this.w.now + 1 : this.w.dueIn(20, most));
      }
    }
  }

  override resumed(p: number): void {
    this.servers.resumed(p);
  }

  /** Whoever was elected last comes back with what is on its disk. */
  override keptBy(): readonly number[] {
    let best = 0;
    for (let p = 1; p < this.n; p++)
      if (this.ownerEpoch.get(p * this.shards) > this.ownerEpoch.get(best * this.shards)) best = p;
    return [this.ownerOf(best, 0)];
  }

  override showsData(p: number): boolean {
    return this.ownerOf(p, 0) === p;
  }

  override faulted(): void {
    for (let p = 0; p < this.n; p++)
      if (!this.clock.isArmed(p) && !this.w.isDown(p)) this.clock.arm(p, 1, TICK);
  }

  override diskStalled(host: number, on: boolean): void {
    if (!on) this.servers.diskGoesOn(host);
  }

  /** `CLUSTER FAILOVER TAKEOVER`: becomes owner without asking anybody. */
  override command(fault: Fault, p: number): boolean {
    if (fault.kind !== 'promote' || p < 0 || !this.w.isUp(p) || this.servers.isMaster(p)) return false;
    let most = 0;
    for (let q = 0; q < this.n; q++) most = Math.max(most, this.currentEpoch.get(q));
    this.currentEpoch.set(p, most + 1);
    this.takeOver(p, most + 1);
    return true;
  }

  private tick(p: number): void {
    if (isCoarse(this.w) && this.isCalm()) {
      this.pingAt.set(p, 0);
      return;
    }
    this.clock.arm(p, TICK);
    this.look(p);
    this.judge(p);
    this.seeState(p);
    if (!this.servers.isMaster(p)) this.stand(p);
  }

  /** Whether there is nothing that a node could find out. */
  private isCalm(): boolean {
    if (!isWhole(this.w)) return false;
    for (let p = 0; p < this.n; p++) {
      if (this.suspected.get(p) !== 0 || this.failed.get(p) !== 0 || this.isOff.get(p) !== 0) return false;
      if (this.electAt.get(p) !== 0 || this.currentEpoch.get(p) !== this.currentEpoch.get(0)) return false;
      for (let q = 0; q < this.n; q++)
        if (this.silent.get(this.pair(p, q)) !== 0 || this.linkAt.get(this.pair(p, q)) !== 0) return false;
      for (let shard = 0; shard < this.shards; shard++)
        if (this.ownerEpoch.get(p * this.shards + shard) !== this.ownerEpoch.get(shard)) return false;
      const owner = this.ownerOf(p, this.config.shardOf[p]!);
      if (!this.servers.isSettled(p, owner === p ? -1 : owner)) return false;
    }
    return true;
  }

  private look(p: number): void {
    const due = this.isPast(this.pingAt, p);
    if (due) this.pingAt.set(p, this.w.now + this.w.units(Math.min(PING, this.config.nodeTimeoutMs / 2)));
    for (let q = 0; q < this.n; q++) {
      if (q === p) continue;
      const at = this.pair(p, q);
      let ping = due;
      if (this.linkAt.get(at) !== 0) {
        if (!this.isPast(this.linkAt, at)) continue;
        this.linkAt.set(at, 0);
        ping = true;
      }
      if (!ping) continue;
      if (!this.w.talks(p, q)) this.miss(p, q);
      else this.hear(p, q);
    }
  }

  private miss(p: number, q: number): void {
    const at = this.pair(p, q);
    if (this.silent.get(at) === 0) this.silent.set(at, this.w.now + this.w.units(this.config.nodeTimeoutMs));
  }

  /** It answers: what it knows of later elections counts. */
  private hear(p: number, q: number): void {
    this.silent.set(this.pair(p, q), 0);
    this.suspected.set(p, this.suspected.get(p) & ~(1 << q));
    this.failed.set(p, this.failed.get(p) & ~(1 << q));
    this.currentEpoch.set(p, Math.max(this.currentEpoch.get(p), this.currentEpoch.get(q)));
    for (let shard = 0; shard < this.shards; shard++) {
      const at = q * this.shards + shard;
      if (this.ownerEpoch.get(at) > this.ownerEpoch.get(p * this.shards + shard))
        this.adopt(p, shard, this.owner.get(at) - 1, this.ownerEpoch.get(at));
    }
  }

  /** Suspected is who did not answer for the node timeout; failed is whom a majority of the masters suspects. */
  private judge(p: number): void {
    for (let q = 0; q < this.n; q++) {
      if (!this.ranOut(this.silent, this.pair(p, q)) || has(this.failed.get(p), q)) continue;
      this.suspected.set(p, this.suspected.get(p) | (1 << q));
      let reports = 0;
      for (let m = 0; m < this.n; m++) {
        if (!this.isOwner(p, m)) continue;
        if (m === p || (this.reaches(p, m) && has(this.suspected.get(m) | this.failed.get(m), q))) reports++;
      }
      if (reports < this.majority) continue;
      if (this.w.told)
        this.w.say(
          'suspicion',
          p,
          `${reports} of ${this.shards} masters had no answer from ${this.w.nameOf(q)} for ${this.config.nodeTimeoutMs / 1000} s: it has failed.`,
          ...this.config.because.timeout,
        );
      for (let m = 0; m < this.n; m++)
        if (m === p || this.reaches(p, m)) this.failed.set(m, this.failed.get(m) | (1 << q));
    }
  }

  /** It answers clients while it sees a majority of the masters, and, where all slots must be served, none has failed. */
  private seeState(p: number): void {
    let seen = 0;
    let covered = true;
    const gone = this.suspected.get(p) | this.failed.get(p);
    for (let shard = 0; shard < this.shards; shard++) {
      const owner = this.ownerOf(p, shard);
      if (owner === p || !has(gone, owner)) seen++;
      if (has(this.failed.get(p), owner)) covered = false;
    }
    const minority = seen < this.majority;
    if (minority || (!covered && this.config.fullCoverage)) {
      if (this.isOff.get(p) === 0 && this.servers.isMaster(p) && this.w.told)
        this.w.say(
          'blocked',
          p,
          minority
            ? `${this.w.nameOf(p)} sees ${seen} of ${this.shards} masters and takes no more writes.`
            : `${this.w.nameOf(p)} takes no more writes: not all slots are served.`,
          ...(minority ? this.config.because.timeout : this.config.because.coverage),
        );
      this.isOff.set(p, 1);
      this.onAgainAt.set(p, 0);
      return;
    }
    if (this.isOff.get(p) === 0) return;
    // A master that was alone waits for what the others have to tell.
    const rejoin = Math.min(REJOIN[1], Math.max(REJOIN[0], this.config.nodeTimeoutMs));
    if (this.onAgainAt.get(p) === 0) this.onAgainAt.set(p, this.w.now + this.w.units(rejoin));
    else if (this.isPast(this.onAgainAt, p)) {
      this.isOff.set(p, 0);
      this.onAgainAt.set(p, 0);
    }
  }

  private stand(p: number): void {
    const { shardOf, nodeTimeoutMs, validityFactor, replPingMs, neverLeads } = this.config;
    const master = this.ownerOf(p, shardOf[p]!);
    if (!has(this.failed.get(p), master) || neverLeads[p]) return this.endElection(p);
    const timeout = Math.max(2_000, nodeTimeoutMs * 2);
    if (this.electEpoch.get(p) === 0 && this.electAt.get(p) === 0) {
      if (this.retryAt.get(p) !== 0 && !this.isPast(this.retryAt, p)) return;
      // Counted from the last that came from the master, without the timeout that it takes to fail.
      const silence = (this.w.now - this.silent.get(this.pair(p, master))) * this.w.options.unitMs;
      const ageMs = Math.max(0, silence, this.servers.downMs(p) - nodeTimeoutMs);
      if (validityFactor > 0 && ageMs > replPingMs + nodeTimeoutMs * validityFactor) {
        if (this.w.told && this.retryAt.get(p) === 0)
          this.w.say(
            'blocked',
            p,
            `${this.w.nameOf(p)} does not stand for election: its data is too old.`,
            ...this.config.because.validity,
          );
        this.retryAt.set(p, this.w.now + this.w.units(timeout));
        return;
      }
      let rank = 0;
      for (let q = 0; q < this.n; q++) {
        if (q === p || shardOf[q] !== shardOf[p] || !this.reaches(p, q) || this.servers.isMaster(q)) continue;
        if (this.servers.log.end(q) > this.servers.log.end(p)) rank++;
      }
      const delay = ELECTION_DELAY + rank * RANK_DELAY;
      this.electAt.set(p, this.w.dueIn(delay, delay + ELECTION_DELAY));
      return;
    }
    if (this.electEpoch.get(p) === 0) {
      if (!this.ranOut(this.electAt, p)) return;
      this.currentEpoch.add(p, 1);
      this.electEpoch.set(p, this.currentEpoch.get(p));
      this.votes.set(p, 0);
      this.electAt.set(p, this.w.now + this.w.units(timeout));
      this.retryAt.set(p, this.w.now + this.w.units(timeout * 2));
      if (this.w.told)
        this.w.say(
          'election',
          p,
          `${this.w.nameOf(p)} asks the masters for their votes in epoch ${this.electEpoch.get(p)}.`,
        );
      for (let m = 0; m < this.n; m++)
        if (m !== p && this.reaches(p, m))
          this.w.send(p, m, this.request, this.electEpoch.get(p), shardOf[p]!);
      return;
    }
    if (this.ranOut(this.electAt, p)) {
      if (this.w.told)
        this.w.say(
          'blocked',
          p,
          `${this.w.nameOf(p)} was not elected: ${countBits(this.votes.get(p))} of the ${this.majority} votes that it needs.`,
        );
      this.endElection(p);
    }
  }

  private onRequest(m: number, message: Payload): void {
    const epoch = message.word(0);
    const shard = message.word(1);
    if (!this.isOwner(m, m)) return;
    if (epoch < this.currentEpoch.get(m)) return;
    this.currentEpoch.set(m, epoch);
    if (this.votedEpoch.get(m) >= epoch || !has(this.failed.get(m), this.ownerOf(m, shard))) return;
    const at = m * this.shards + shard;
    if (this.votedAgain.get(at) !== 0 && !this.isPast(this.votedAgain, at)) return;
    this.votedEpoch.set(m, epoch);
    this.votedAgain.set(at, this.w.now + this.w.units(this.config.nodeTimeoutMs * 2));
    this.w.send(m, message.from, this.vote, epoch);
  }

  private onVote(p: number, message: Payload): void {
    if (this.electEpoch.get(p) === 0 || message.word(0) !== this.electEpoch.get(p)) return;
    this.votes.set(p, this.votes.get(p) | (1 << message.from));
    if (countBits(this.votes.get(p)) >= this.majority) this.takeOver(p, this.electEpoch.get(p));
  }

  private takeOver(p: number, epoch: number): void {
    const shard = this.config.shardOf[p]!;
    this.servers.promote(p);
    this.endElection(p);
    this.retryAt.set(p, 0);
    this.owner.set(p * this.shards + shard, p + 1);
    this.ownerEpoch.set(p * this.shards + shard, epoch);
    if (this.w.told)
      this.w.say(
        'promotion',
        p,
        `${this.w.nameOf(p)} owns the slots now, in epoch ${epoch}.`,
        ...this.config.because.timeout,
      );
    for (let q = 0; q < this.n; q++) if (q !== p && this.reaches(p, q)) this.hear(q, p);
  }

  private adopt(p: number, shard: number, owner: number, epoch: number): void {
    this.owner.set(p * this.shards + shard, owner + 1);
    this.ownerEpoch.set(p * this.shards + shard, epoch);
    if (this.config.shardOf[p] !== shard || owner === p) return;
    if (this.servers.isMaster(p) && this.w.told)
      this.w.say(
        'demotion',
        p,
        `${this.w.nameOf(p)} hears that ${this.w.nameOf(owner)} owns its slots and follows it.`,
      );
    this.endElection(p);
    this.servers.follow(p, owner);
  }

  private endElection(p: number): void {
    this.electAt.set(p, 0);
    this.electEpoch.set(p, 0);
    this.votes.set(p, 0);
  }

  private get majority(): number {
    return Math.floor(this.shards / 2) + 1;
  }

  private ownerOf(p: number, shard: number): number {
    return this.owner.get(p * this.shards + shard) - 1;
  }

  /** Whether `m` owns slots, as `p` sees it. */
  private isOwner(p: number, m: number): boolean {
    return this.ownerOf(p, this.config.shardOf[m]!) === m;
  }

  private reaches(p: number, q: number): boolean {
    return this.linkAt.get(this.pair(p, q)) === 0 && this.w.talks(p, q);
  }

  private pair(p: number, q: number): number {
    return p * this.n + q;
  }

  private isPast(cells: Cells, at: number): boolean {
    return cells.get(at) <= this.w.now;
  }

  private ranOut(cells: Cells, at: number): boolean {
    return cells.get(at) !== 0 && this.isPast(cells, at);
  }
}
