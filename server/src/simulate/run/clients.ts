import type { HostNames } from '../faults.js';
import type { Protocol } from '../protocol.js';
import type { Schedule, ScheduledClient } from '../schedule/model.js';
import type { World } from '../world/world.js';
import type { Recorder } from './recorder.js';

/** How long a client waits for a host that is silent before it tries the next one, in ms. */
const CONNECT_TIMEOUT = 500;
/** How long it waits after a refusal. */
const RETRY = 50;

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

  /** An operation is over. The answer reaches the client where the way back is open; else it waits until it gives up. */
  completed(slot: number): void {
    const client = this.each[slot >> 1]!;
    const { world } = this;
    const process = world.operations.process.get(slot) - 1;
    const silent = !this.reaches(client, process);
    this.recorder.wrote(slot, client.index, process, silent);
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
      client.writeAt = world.now + (heard ? RETRY : CONNECT_TIMEOUT);
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

  private giveUp(client: Client): void {
    const slot = client.index * 2;
    client.giveUpAt = Infinity;
    client.connected = false;
    client.held = undefined;
    this.recorder.gaveUp(slot, client.index);
    this.world.operations.status.set(slot, 0);
    client.writeAt = this.world.now + RETRY;
    client.target++;
  }

  private read(client: Client): void {
    const { world, protocol } = this;
    client.readAt = world.now + Math.max(1, Math.round(client.readMs / client.servers.length));
    const process = client.servers[client.reader++ % client.servers.length]!;
    const slot = client.index * 2 + 1;
    if (world.operations.isWaiting(slot) || !this.reaches(client, process) || !world.isUp(process)) {
      // A read that hangs is given up when the next one is due.
      world.operations.status.set(slot, 0);
      return;
    }
    const key = client.reader % KEYS;
    this.recorder.beginRead(slot, process, key);
    world.operations.begin(slot, process, true, 0, key);
    protocol.read(process, slot);
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
  /** What it wrote to a process that is frozen, while it waits. */
  held: { readonly process: number; readonly value: number } | undefined;
}
