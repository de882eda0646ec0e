import type { RoleChange } from '../report/model.js';
import type { RunWatcher, Table } from '../run/run.js';
import type { Schedule } from '../schedule/model.js';
import { FaultBars } from './faults.js';
import { LockWatch } from './lock.js';
import type { LogBook } from './log-books.js';
import { SlowMessages } from './messages.js';
import type { NetworkPicture } from './model.js';
import { isSameNetwork, networkNow } from './network.js';
import { OrderedLogs } from './ordered-logs.js';
import { UnorderedLogs } from './unordered-logs.js';

/** Logs are looked at so often, in ms, and less often in a run that is longer than many looks of that kind. */
const LOOK_MS = 250;
const MOST_LOOKS = 800;
/** Writes times processes that are looked at in a run without logs, in all. */
const MOST_ASKED = 12_000_000;

/** What a run keeps of itself while it is played, for whoever wants to see any moment of it. */
export class Tape implements RunWatcher {
  readonly network: NetworkPicture[] = [];
  /** Of members of the service that keeps the lock: their roles in it. */
  readonly keeperRoles: RoleChange[][] = [];
  /** Per client: the hosts that it was with when the network first parted. */
  readonly beside: (readonly string[] | undefined)[] = [];
  logs: LogBook | undefined;
  bars: FaultBars | undefined;
  lock: LockWatch | undefined;
  messages: SlowMessages | undefined;
  table: Table | undefined;
  private nextLook = 0;
  private everyMs = LOOK_MS;
  private elections = 0;
  private keeper = -1;
  private parted = false;
  /** A fault came since logs were looked at. */
  private anew = false;

  constructor(private readonly schedule: Schedule) {}

  begins(table: Table): void {
    this.table = table;
    const { world, protocol, prepared } = table;
    const ordered = protocol.holdsUpTo !== undefined;
    this.logs = ordered ? new OrderedLogs(table) : new UnorderedLogs(table);
    this.everyMs = ordered ? lookEvery(this.schedule, MOST_LOOKS) : lookEvery(this.schedule, looksOf(table));
    this.bars = new FaultBars(table, this.schedule);
    this.lock = new LockWatch(world, protocol);
    this.messages = new SlowMessages(world, this.schedule.until);
    for (const _ of prepared.processes) this.keeperRoles.push([]);
    this.network.push({ ...networkNow(world), atMs: 0 });
    this.placeClients(false);
  }

  passes(nextMs: number): void {
    this.lock!.look();
    while (this.nextLook < nextMs) {
      this.look(this.nextLook);
      this.nextLook += this.everyMs;
    }
  }

  faultComes(event: number): void {
    this.bars!.comes(event);
  }

  faultCame(event: number): void {
    const { world } = this.table!;
    const now = networkNow(world);
    const last = this.network[this.network.length - 1]!;
    if (!isSameNetwork(now, last)) {
      if (last.atMs === now.atMs) this.network.pop();
      this.network.push(now);
    }
    this.bars!.came(event, now);
    if (now.groups.length > 1 && !this.parted) {
      this.parted = true;
      this.placeClients(true);
    }
    this.anew = true;
    this.lookAtKeepers(world.now);
  }

  ends(): void {
    this.anew = true;
    this.look(this.schedule.until);
  }

  private look(atMs: number): void {
    this.logs!.sample(atMs, this.anew);
    this.anew = false;
    this.bars!.look();
    this.lookAtKeepers(atMs);
  }

  private lookAtKeepers(atMs: number): void {
    const { protocol, world } = this.table!;
    if (protocol.keeperRole === undefined) return;
    for (const [p, list] of this.keeperRoles.entries()) {
      const role = world.isUp(p) ? protocol.keeperRole(p) : protocol.keeperRole(p) && protocol.shownRole(p);
      if (role === undefined) continue;
      if (role === 'leader' && p !== this.keeper) {
        this.keeper = p;
        this.elections++;
      }
      const last = list[list.length - 1];
      if (last?.role === role) continue;
      list.push({ atMs: last === undefined ? 0 : atMs, role, epoch: this.elections });
    }
  }

  /** A client is where the network leaves it when it first parts; before, beside those that the schedule names. */
  private placeClients(parted: boolean): void {
    const { world, names, prepared, schedule } = this.table!;
    const { hosts } = world.options;
    const serving = new Set(
      prepared.processes.flatMap(({ serves, host }) => (serves ? [hosts[host]!.name] : [])),
    );
    const clients = new Set(schedule.clients.map(({ name }) => name));
    for (const [at, { name, group, home }] of schedule.clients.entries()) {
      const told = group ?? home;
      const side = this.network[this.network.length - 1]!.groups.find(each => each.includes(name)) ?? [];
      const near = parted ? side : told === undefined ? [] : names.all(told).map(host => hosts[host]!.name);
      const beside = near.filter(each => !clients.has(each));
      const data = beside.filter(each => serving.has(each));
      this.beside[at] = data.length > 0 ? data : beside;
    }
  }
}

/** So that there are no more looks than this. */
function lookEvery({ until }: Schedule, most: number): number {
  return Math.max(LOOK_MS, Math.ceil(until / Math.max(1, most)));
}

function looksOf({ prepared, schedule }: Table): number {
  const servers = prepared.processes.filter(({ serves }) => serves).length;
  const writes =
    schedule.clients.reduce((sum, each) => sum + each.writesPerSecond, 0) * (schedule.until / 1000);
  return Math.max(60, Math.min(MOST_LOOKS, MOST_ASKED / Math.max(1, writes * servers)));
}
