import type { HistoryEvent, HistoryEventKind, Operation, SettingRef } from '../history/model.js';
import { laterLeader } from '../later-leader.js';
import type { Protocol } from '../protocol.js';
import type { RoleChange } from '../report/model.js';
import type { Fault, Schedule } from '../schedule/model.js';
import { OPERATION } from '../world/operations.js';
import type { Observer, World } from '../world/world.js';
import { AcknowledgedWrites, type Place } from './acknowledged.js';
import type { Clients, Sees } from './clients.js';
import { faultSentence } from './fault-sentence.js';
import type { Run, RunOptions, Shown } from './run.js';

/** Keeps the history of a run while it happens. */
export class Recorder implements Observer {
  clients: Clients | undefined;
  private readonly operations: Mutable<Operation>[] = [];
  private readonly places: { epoch: number; index: number }[] = [];
  private readonly events: HistoryEvent[] = [];
  private readonly roles: RoleChange[][];
  /** The last entries of these: they are looked at after every event. */
  private readonly lastRole: (RoleChange['role'] | undefined)[];
  private readonly lastEpoch: number[];
  private readonly acknowledged: AcknowledgedWrites;
  /** Per slot: index of the operation under way, or when the read began. */
  private readonly current: number[] = [];
  private readonly begun: number[] = [];
  /** Numbers of the writes of each key, where what reads see is kept. */
  private readonly byKey: number[][] = [];
  private readonly shownStaleMs: number[];
  /** Epochs in which writes stand. */
  private readonly epochs = new Set<number>();
  private lastPlaced = 0;
  private conflicts = 0;
  /** Something noteworthy was said since the roles were looked at. */
  private said = false;

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
    private readonly schedule: Schedule,
    private readonly history: RunOptions['history'] = false,
  ) {
    this.roles = world.processes.map(() => []);
    this.lastRole = world.processes.map(() => undefined);
    this.lastEpoch = world.processes.map(() => 0);
    this.shownStaleMs = world.processes.map(() => 0);
    this.acknowledged = new AcknowledgedWrites(protocol);
  }

  event(kind: HistoryEventKind, process: number, text: string, because: readonly SettingRef[]): void {
    this.said = true;
    if (kind === 'conflict') this.conflicts++;
    // A conflict for each of a thousand writes tells no more than the first few.
    if (kind === 'conflict' && this.conflicts > 20) return;
    this.events.push({
      atMs: this.world.now,
      ...(process >= 0 ? { node: this.world.nameOf(process) } : {}),
      kind,
      text,
      ...(because.length > 0 ? { because } : {}),
    });
  }

  fault(fault: Fault): void {
    this.event('fault', -1, faultSentence(fault), []);
  }

  completed(operation: number): void {
    if (this.world.operations.isRead.get(operation) === 0) this.clients?.completed(operation);
    else this.world.operations.status.set(operation, OPERATION.free);
  }

  answered(operation: number, process: number, sees: Sees | undefined): void {
    this.clients?.answered(operation, process, sees);
  }

  /** A client's write begins; answers its number. */
  begin(slot: number, client: number, process: number): number {
    const value = this.operations.length;
    this.current[slot] = value;
    this.operations.push({
      kind: 'write',
      client,
      node: this.world.nameOf(process),
      invokedMs: this.world.now,
      result: 'unknown',
      key: value % 4,
      value,
    });
    this.places.push({ epoch: 0, index: 0 });
    if (this.history === true) (this.byKey[value % 4] ??= []).push(value);
    return value;
  }

  /** A write that its client gave up is done at last, in another slot. */
  goesOn(slot: number, value: number): void {
    this.current[slot] = value;
  }

  /** The node is done with a write. `silent`: the client does not hear it. */
  wrote(slot: number, silent: boolean): void {
    const at = this.current[slot]!;
    const { operations } = this.world;
    this.keepPlace(slot, at);
    if (silent) return;
    const status = operations.status.get(slot);
    const operation = this.operations[at]!;
    operation.completedMs = this.world.now;
    operation.key = operations.key.get(slot);
    operation.result = RESULTS[status] ?? 'unknown';
    if (operation.result === 'refused' || operation.result === 'unknown')
      operation.reason = operations.reason;
    else {
      this.acknowledged.add(operation.client, at, operation.key, this.places[at]!, this.world.now);
      const later = laterLeader(this.world, this.protocol, slot);
      if (later >= 0) operation.past = this.world.nameOf(later);
    }
  }

  gaveUp(slot: number, _client: number): void {
    const at = this.current[slot]!;
    this.keepPlace(slot, at);
    const operation = this.operations[at]!;
    operation.result = 'unknown';
    operation.reason = 'no answer';
  }

  /** @param askedMs When the client asked: before now where the process was frozen. */
  beginRead(slot: number, process: number, key: number, askedMs: number): void {
    this.begun[slot] = askedMs;
    if (!this.protocol.showsData(process)) return;
    // The machine is up, but what it runs takes no connections.
    if (this.protocol.shownRole(process) === 'down') return;
    const oldest = this.acknowledged.oldestMissing(process, askedMs, key, undefined);
    if (oldest !== undefined)
      this.shownStaleMs[process] = Math.max(this.shownStaleMs[process]!, askedMs - oldest);
  }

  /** @param asked The process that the client asked. @param process The one whose data was shown. */
  noteRead(slot: number, client: number, asked: number, process: number, sees: Sees | undefined): void {
    const invokedMs = this.begun[slot] ?? this.world.now;
    const key = this.world.operations.key.get(slot);
    const oldest = this.acknowledged.oldestMissing(process, invokedMs, key, sees);
    this.operations.push({
      kind: 'read',
      client,
      node: this.world.nameOf(asked),
      invokedMs,
      completedMs: this.world.now,
      result: 'acknowledged',
      key,
      ...(oldest === undefined ? {} : { staleMs: invokedMs - oldest }),
      ...(this.history === true ? { seen: this.seenBy(process, key, sees) } : {}),
    });
    this.places.push({ epoch: 0, index: 0 });
  }

  /** The writes of a key that a read was answered with: as they stand in the log, else in the order of their beginnings. */
  private seenBy(process: number, key: number, sees: Sees | undefined): number[] {
    const { protocol } = this;
    this.keepOpenPlaces();
    const upTo = new Map<number, number>();
    const holds = (at: number): boolean => {
      if (sees !== undefined) return sees(at, key);
      if (protocol.holdsUpTo === undefined) return protocol.holdsValue?.(process, at, key) ?? true;
      const { epoch, index } = this.places[at]!;
      if (epoch === 0) return false;
      let last = upTo.get(epoch);
      if (last === undefined) upTo.set(epoch, (last = protocol.holdsUpTo(process, epoch)));
      return last >= index;
    };
    const seen: number[] = [];
    const { places } = this;
    const order = (a: number, b: number) =>
      places[a]!.epoch - places[b]!.epoch || places[a]!.index - places[b]!.index || a - b;
    let inOrder = true;
    for (const at of this.byKey[key] ?? []) {
      if (!holds(at)) continue;
      const last = seen[seen.length - 1];
      if (last !== undefined && inOrder && order(last, at) > 0) inOrder = false;
      seen.push(at);
    }
    // Most often they stand in the log as they were begun.
    return protocol.holdsUpTo === undefined || inOrder ? seen : seen.sort(order);
  }

  /** After an event of one process: has its role or epoch changed? Where something was said, anybody's may have. */
  noteRole(process: number): void {
    if (this.said) this.noteRoles();
    else this.look(process);
  }

  /** Looks at every process. */
  noteRoles(): void {
    this.said = false;
    const { length } = this.roles;
    for (let p = 0; p < length; p++) this.look(p);
  }

  private look(p: number): void {
    const role = this.protocol.shownRole(p);
    const epoch = this.protocol.epoch(p);
    if (this.lastRole[p] === role && this.lastEpoch[p] === epoch) return;
    const list = this.roles[p]!;
    list.push({ atMs: list.length === 0 ? 0 : this.world.now, role, epoch });
    this.lastRole[p] = role;
    this.lastEpoch[p] = epoch;
  }

  finish(seed: number, problems: readonly string[], cut: boolean): Run {
    this.noteRoles();
    this.keepOpenPlaces();
    const { protocol, world } = this;
    const finalLeaders = protocol.leaders().filter(p => world.isUp(p));
    const standing = this.standing(finalLeaders);
    const held = this.acknowledged.heldNow();
    const lost: number[] = [];
    const presentAllTheSame: number[] = [];
    const there: number[] = [];
    for (const [at, { kind, result, key }] of this.operations.entries()) {
      if (kind === 'read') continue;
      const present = protocol.survives?.(at, key) ?? standing.some(p => held(p, at, key, this.places[at]!));
      if (present) there.push(at);
      if (result === 'acknowledged' || result === 'warned') {
        if (!present) lost.push(at);
      } else if (present && (result === 'refused' || this.operations[at]!.completedMs === undefined)) {
        presentAllTheSame.push(at);
      }
    }
    return {
      seed,
      operations: this.operations,
      events: this.events,
      roles: this.roles,
      lost,
      presentAllTheSame,
      conflicts: this.conflicts,
      shownStaleMs: this.shownStaleMs,
      finalLeaders,
      converged: this.haveConverged(),
      firstFaultMs: this.schedule.events[0]?.at,
      endMs: this.schedule.until,
      problems: world.mail.overflows > 0 ? [...problems, OVERFLOW] : problems,
      cut,
      ...(this.history !== false ? { shown: this.shown(there) } : {}),
    };
  }

  private shown(present: readonly number[]): Shown {
    const { protocol, world } = this;
    const lastFault = this.schedule.events[this.schedule.events.length - 1]?.at;
    const differing = this.differing();
    return {
      object: protocol.holdsUpTo === undefined ? 'set' : 'log',
      present,
      unplaced: this.operations.flatMap(({ kind, result }, at) =>
        kind === 'write' &&
        (result === 'acknowledged' || result === 'warned') &&
        protocol.holdsUpTo !== undefined &&
        this.places[at]!.epoch === 0
          ? [at]
          : [],
      ),
      repaired:
        world.network.isWhole &&
        world.processes.every((_, p) => world.isUp(p)) &&
        world.options.hosts.every((_, host) => world.stalled.get(host) === 0),
      ...(lastFault === undefined ? {} : { lastFaultMs: lastFault }),
      ...(differing === undefined ? {} : { differing }),
    };
  }

  /** The first write that some show who are up, and others do not. */
  private differing(): Shown['differing'] {
    const { world } = this;
    const up = world.processes.flatMap(({ serves }, p) => (serves && world.isUp(p) ? [p] : []));
    const held = this.acknowledged.heldNow();
    for (const [at, { key }] of this.operations.entries()) {
      if (!this.isSettled(at)) continue;
      const lacking = up.filter(p => !held(p, at, key, this.places[at]!));
      if (lacking.length > 0 && lacking.length < up.length)
        return { write: at, lacking: lacking.map(p => world.nameOf(p)) };
    }
    return undefined;
  }

  /** Those whose data counts at the end: the leaders of the latest epoch, else everybody who is up and keeps data. */
  private standing(leaders: readonly number[]): readonly number[] {
    const { protocol, world } = this;
    if (leaders.length > 0) {
      const latest = Math.max(...leaders.map(p => protocol.epoch(p)));
      return leaders.filter(p => protocol.epoch(p) === latest);
    }
    const kept = protocol.keptBy?.();
    if (kept !== undefined) return kept;
    const serving = world.processes.flatMap(({ serves }, p) => (serves ? [p] : []));
    const up = serving.filter(p => world.isUp(p));
    return up.length > 0 ? up : serving;
  }

  private haveConverged(): boolean {
    const { protocol, world } = this;
    const up = world.processes.flatMap(({ serves }, p) => (serves && world.isUp(p) ? [p] : []));
    if (!up.some(p => protocol.position(p) >= 0)) return false;
    const held = this.acknowledged.heldNow();
    for (const [at, { key }] of this.operations.entries()) {
      if (!this.isSettled(at)) continue;
      let count = 0;
      for (const p of up) if (held(p, at, key, this.places[at]!)) count++;
      if (count !== 0 && count !== up.length) return false;
    }
    return true;
  }

  /** Whether an operation is a write that was acknowledged before the last moments: others may still be on their way. */
  private isSettled(at: number): boolean {
    const { kind, result, completedMs = 0 } = this.operations[at]!;
    return kind === 'write' && result === 'acknowledged' && completedMs < this.world.now - SETTLE_MS;
  }

  /** Where each operation stands in the log of whoever took it, as far as that is known; epoch 0: nowhere. */
  placesNow(): readonly Place[] {
    this.keepOpenPlaces();
    return this.places;
  }

  /** The epochs of these places. */
  epochsNow(): ReadonlySet<number> {
    this.keepOpenPlaces();
    return this.epochs;
  }

  /** How old the oldest acknowledged write is that a process lacks, in ms; 0: it has all. Of families with logs. */
  lagOf(process: number): number {
    const { now } = this.world;
    const oldest = this.acknowledged.oldestMissing(process, now, 0, undefined);
    return oldest === undefined ? 0 : now - oldest;
  }

  /** Everything that clients have asked for so far. */
  get asked(): readonly Operation[] {
    return this.operations;
  }

  /** Of the writes that nobody was told of yet: they stand in their slots. */
  private keepOpenPlaces(): void {
    for (const [slot, at] of this.current.entries())
      if (
        at !== undefined &&
        this.world.operations.isWaiting(slot) &&
        this.world.operations.isRead.get(slot) === 0
      )
        this.keepPlace(slot, at);
  }

  private keepPlace(slot: number, at: number): void {
    const { operations } = this.world;
    const epoch = operations.epoch.get(slot);
    this.places[at] = { epoch, index: operations.index.get(slot) };
    if (epoch > 0 && epoch !== this.lastPlaced) this.epochs.add((this.lastPlaced = epoch));
  }
}

const RESULTS: Readonly<Record<number, Operation['result']>> = {
  [OPERATION.acknowledged]: 'acknowledged',
  [OPERATION.warned]: 'warned',
  [OPERATION.refused]: 'refused',
  [OPERATION.unknown]: 'unknown',
};

/** Copies may be behind by this much at the end and still count as the same, in ms. */
const SETTLE_MS = 3_000;

const OVERFLOW = 'More messages were under way at once than a run keeps; some were lost.';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
