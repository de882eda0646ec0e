import type { HostNames } from '../faults.js';
import type { Protocol } from '../protocol.js';
import type { Schedule, ScheduledClient } from '../schedule/model.js';
import type { World } from '../world/world.js';
import type { Recorder } from './recorder.js';

/** How long a client waits for a host that is silent before it tries the next one, and what it does besides, in ms. */
const CONNECT_TIMEOUT = [500, 620] as const;
/** How long it waits after a refusal. */
const RETRY = 50;
/** How long a reader waits for a process that is silent before it asks it anew, in ms. */
const READ_TIMEOUT = [1_000, 1_150] as const;
/** How long a process that was frozen takes to get through the connections that were asked for meanwhile, in ms. */
const BACKLOG = [10, 800] as const;

/**
 * The programs around the cluster. Each writes one numbered operation after the other to the first node that it
 * reaches and that accepts, and stays with it; refused, it tries the next. Beside that it reads from every node that
 * it may talk to.
 */
export class Clients {
  private readonly each: readonly Client[];
  private readonly servers: readonly number[];

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
    schedule: Schedule,
    names: HostNames,
    private readonly recorder: Recorder,
  ) {
    this.servers = world.processes.flatMap(({ serves }, p) => (serves ? [p] : []));
    const first = world.options.hosts.findIndex(({ client }) => client);
    this.each = schedule.clients.map((spec, at) => this.makeClient(spec, at, first + at, names));
  }

  /** When the next of them does something, in ms; Infinity: never. */
  nextDue(): number {
    let least = Infinity;
    for (const client of this.each) {
      least = Math.min(least, client.writeAt, client.readAt, client.giveUpAt);
      if (client.held !== undefined && this.world.isUp(client.held.process)) least = this.world.now;
    }
    return least;
  }

  /** Whoever is due does what it has to do. */
  wake(now: number): void {
    for (const client of this.each) {
      if (client.held !== undefined && this.world.isUp(client.held.process)) this.handOver(client);
      if (client.giveUpAt <= now) this.giveUp(client);
      if (client.writeAt <= now) this.write(client);
      if (client.readAt <= now) this.read(client);
    }
  }

  /**
   * A process goes on. Where it answers clients at once (see {@link Protocol.answersFirst}), it answers what it was asked while it was frozen
   * from what it had then; else readers have given up their connections, and wait for new ones. A write that came to it is done, whether anybody still waits for it or not.
   */
  resumed(): void {
    for (const client of this.each)
      for (const [process, askedMs] of client.asked) {
        if (this.world.isPaused(process)) continue;
        client.asked.delete(process);
        if (!this.world.isUp(process)) continue;
        if (!this.protocol.answersFirst)
          client.backlog.set(process, this.world.now + this.world.chooser.between(...BACKLOG));
        else if (this.reaches(client, process)) this.ask(client, process, askedMs);
      }
    for (const client of this.each)
      for (const [process, value] of client.left) {
        if (this.world.isPaused(process)) continue;
        client.left.delete(process);
        if (this.world.isUp(process)) this.doAllTheSame(client, process, value);
      }
  }

  /** An operation is over. The answer reaches the client where the way back is open; else it waits until it gives up. */
  completed(slot: number): void {
    const { world } = this;
    if (slot >= this.each.length * 2) {
      this.recorder.wrote(slot, true);
      world.operations.status.set(slot, 0);
      return;
    }
    const client = this.each[slot >> 1]!;
    const process = world.operations.process.get(slot) - 1;
    const silent = !this.reaches(client, process);
    this.recorder.wrote(slot, silent);
    if (silent) return;
    const accepted = world.operations.isAcknowledged(slot);
    world.operations.status.set(slot, 0);
    client.giveUpAt = Infinity;
    client.writeAt = world.now + (accepted ? client.everyMs : RETRY);
    client.connected = accepted;
    if (!accepted) client.target++;
  }

  /** A read is over. */
  answered(slot: number, process: number, sees: Sees | undefined): void {
    const client = this.each[slot >> 1]!;
    const asked = this.world.operations.process.get(slot) - 1;
    if (this.reaches(client, asked)) this.recorder.noteRead(slot, client.index, asked, process, sees);
    this.world.operations.status.set(slot, 0);
  }

  private makeClient(spec: ScheduledClient, index: number, host: number, names: HostNames): Client {
    const home = spec.home === undefined ? undefined : names.all(spec.home);
    const servers = this.servers.filter(p => home?.includes(this.world.hostOf(p)) ?? true);
    // Where all take writes, programs spread over them: every other one tries them from the last on.
    if (index % 2 === 1 && !servers.some(p => this.protocol.role(p) !== 'peer')) servers.reverse();
    const everyMs =
      spec.writesPerSecond > 0 ? Math.max(1, Math.round(1000 / spec.writesPerSecond)) : Infinity;
    const readMs = spec.readsPerSecond > 0 ? Math.max(1, Math.round(1000 / spec.readsPerSecond)) : Infinity;
    return {
      index,
      host,
      spec,
      servers: servers.length > 0 ? servers : this.servers,
      everyMs,
      readMs,
      target: 0,
      reader: 0,
      // Not all at the same moment.
      writeAt: everyMs === Infinity ? Infinity : 3 + ((index * 17) % everyMs),
      readAt: readMs === Infinity ? Infinity : 7 + ((index * 13) % readMs),
      giveUpAt: Infinity,
      connected: false,
      held: undefined,
      asked: new Map(),
      left: new Map(),
      backlog: new Map(),
    };
  }

  private reaches(client: Client, process: number): boolean {
    const host = this.world.hostOf(process);
    const { network } = this.world;
    return network.passes(client.host, host) && network.passes(host, client.host);
  }

  private write(client: Client): void {
    const { world, protocol } = this;
    const process = client.servers[client.target % client.servers.length]!;
    const slot = client.index * 2;
    client.writeAt = Infinity;
    if (!this.reaches(client, process) || !world.isUp(process)) {
      // Nothing listens: said at once where the host is there, else only by silence.
      const heard = this.reaches(client, process) && world.isDown(process);
      if (!heard && client.connected) return this.writeInVain(client, process);
      client.writeAt = world.now + RETRY + (heard ? 0 : world.chooser.between(...CONNECT_TIMEOUT));
      client.target++;
      return;
    }
    if (!protocol.writable(process)) {
      client.writeAt = world.now + RETRY;
      client.target++;
      return;
    }
    client.giveUpAt = world.now + client.spec.writeTimeoutMs;
    const value = this.recorder.begin(slot, client.index, process);
    world.operations.begin(slot, process, false, value, value % KEYS);
    protocol.write(process, slot);
  }

  /** Its connection is silent, and it does not know that yet: what it sends is lost, and it waits for the answer. */
  private writeInVain(client: Client, process: number): void {
    const slot = client.index * 2;
    client.giveUpAt = this.world.now + client.spec.writeTimeoutMs;
    const value = this.recorder.begin(slot, client.index, process);
    this.world.operations.place(slot, 0, 0);
    // Who is frozen has it in its mail.
    if (this.reaches(client, process) && !this.world.isDown(process)) client.held = { process, value };
  }

  /** The process goes on, and finds what it was sent. */
  private handOver(client: Client): void {
    const { world, protocol } = this;
    const { process, value } = client.held!;
    client.held = undefined;
    if (!this.reaches(client, process)) return;
    const slot = client.index * 2;
    world.operations.begin(slot, process, false, value, value % KEYS);
    if (protocol.writable(process)) protocol.write(process, slot);
    else world.operations.refuse(slot, 'takes no writes any more');
  }

  /** What a client wrote to a process that was frozen, and gave up. Its own slots are in use by now. */
  private doAllTheSame(client: Client, process: number, value: number): void {
    const { world, protocol } = this;
    const slot = this.each.length * 2 + client.index;
    if (slot >= world.operations.count || world.operations.isWaiting(slot)) return;
    if (!protocol.writable(process)) return;
    this.recorder.goesOn(slot, value);
    world.operations.begin(slot, process, false, value, value % KEYS);
    protocol.write(process, slot);
  }

  private giveUp(client: Client): void {
    const slot = client.index * 2;
    client.giveUpAt = Infinity;
    client.connected = false;
    if (client.held !== undefined) client.left.set(client.held.process, client.held.value);
    client.held = undefined;
    this.recorder.gaveUp(slot, client.index);
    this.world.operations.status.set(slot, 0);
    client.writeAt = this.world.now + RETRY;
    client.target++;
  }

  private read(client: Client): void {
    const { world } = this;
    client.readAt = world.now + Math.max(1, Math.round(client.readMs / client.servers.length));
    const process = client.servers[client.reader++ % client.servers.length]!;
    if (world.isPaused(process)) this.askInVain(client, process);
    if ((client.backlog.get(process) ?? 0) > world.now) return;
    const slot = client.index * 2 + 1;
    if (world.operations.isWaiting(slot) || !this.reaches(client, process) || !world.isUp(process)) {
      // A read that hangs is given up when the next one is due.
      world.operations.status.set(slot, 0);
      return;
    }
    this.ask(client, process, world.now);
  }

  private ask(client: Client, process: number, askedMs: number): void {
    const slot = client.index * 2 + 1;
    const key = client.reader % KEYS;
    this.recorder.beginRead(slot, process, key, askedMs);
    this.world.operations.begin(slot, process, true, 0, key);
    this.protocol.read(process, slot);
  }

  /** The machine takes what the process does not read; the reader asks anew each time that it has waited long enough. */
  private askInVain(client: Client, process: number): void {
    const { now } = this.world;
    const before = client.asked.get(process);
    if (!this.reaches(client, process)) return;
    if (before === undefined || now - before >= this.world.chooser.between(...READ_TIMEOUT))
      client.asked.set(process, now);
  }
}

/** How many keys clients write to, in turn: few enough for two of them to meet. */
const KEYS = 4;

/** Whether a write is in what a read was answered with, by number and key. */
export type Sees = (value: number, key: number) => boolean;

interface Client {
  readonly index: number;
  readonly host: number;
  readonly spec: ScheduledClient;
  /** Processes that it tries, in this order. */
  readonly servers: readonly number[];
  readonly everyMs: number;
  readonly readMs: number;
  target: number;
  reader: number;
  writeAt: number;
  readAt: number;
  giveUpAt: number;
  /** The last write to its target was answered well: there is a connection. */
  connected: boolean;
  /** When it last asked processes that are frozen. */
  readonly asked: Map<number, number>;
  /** Until when processes that were frozen are busy with other connections than its own. */
  readonly backlog: Map<number, number>;
  /** What processes that are frozen have of it, though it waits no longer. */
  readonly left: Map<number, number>;
  /** What it wrote to a process that is frozen, while it waits. */
  held: { readonly process: number; readonly value: number } | undefined;
}
