import type { Table } from '../run/run.js';
import type { Fault, HostName, Schedule } from '../schedule/model.js';
import { STATUS } from '../world/world.js';
import type { FaultBar, NetworkPicture } from './model.js';

interface OpenBar {
  readonly event: number;
  readonly kind: Fault['kind'];
  readonly title: string;
  readonly fromMs: number;
  /** Processes that are still down or frozen by it; undefined: it is not about processes. */
  readonly hit: Set<number> | undefined;
  toMs?: number;
  ends?: number;
}

const NETWORK: ReadonlySet<string> = new Set(['partition', 'cut', 'slow']);
/** Over at once. */
const INSTANT: ReadonlySet<string> = new Set([
  'clock',
  'promote',
  'cancelWaits',
  'removeMember',
  'addMember',
]);
const ENDINGS: ReadonlySet<string> = new Set(['heal', 'restart', 'resume']);

/** Follows the faults of a schedule while they come: how long each lasts, and whom its names meant. */
export class FaultBars {
  private readonly bars: OpenBar[] = [];

  constructor(
    private readonly table: Table,
    private readonly schedule: Schedule,
  ) {}

  /** Before it happens: names such as `@primary` are told apart by the state of this moment. */
  comes(event: number): void {
    const { fault } = this.schedule.events[event]!;
    const { now } = this.table.world;
    if (this.end(event, fault, now)) return;
    const hit = this.targetsOf(fault);
    this.bars.push({
      event,
      kind: fault.kind,
      title: titleOf(fault, names => this.named(names)),
      fromMs: now,
      hit,
    });
  }

  /** After it: a partition is told by the groups that it made. */
  came(event: number, network: NetworkPicture): void {
    const { fault } = this.schedule.events[event]!;
    const at = this.bars.findIndex(bar => bar.event === event);
    if (at < 0 || fault.kind !== 'partition' || network.groups.length < 2) return;
    const title = `partition ${network.groups.map(group => group.join(' ')).join(' | ')}`;
    this.bars[at] = { ...this.bars[at]!, title };
  }

  /** Whoever was killed may be started by what watches over it. */
  look(): void {
    const { world } = this.table;
    for (const bar of this.bars) {
      if (bar.toMs !== undefined || bar.hit === undefined || bar.hit.size === 0 || bar.kind === 'pause')
        continue;
      if ([...bar.hit].every(p => world.status.get(p) !== STATUS.down)) bar.toMs = world.now;
    }
  }

  finish(): FaultBar[] {
    const { until } = this.schedule;
    return this.bars.map(({ event, kind, title, fromMs, toMs, ends }) => {
      const { fault } = this.schedule.events[event]!;
      const stall =
        fault.kind === 'diskStall' && fault.forMs !== undefined ? fromMs + fault.forMs : undefined;
      const over = toMs ?? (stall === undefined || stall >= until ? undefined : stall);
      const instant = INSTANT.has(kind) || ENDINGS.has(kind) || (fault.kind === 'maintenance' && !fault.on);
      return {
        event,
        ...(ends === undefined ? {} : { ends }),
        fromMs,
        ...(over === undefined ? {} : { toMs: over }),
        lasting: !instant && over === undefined,
        kind,
        title,
      };
    });
  }

  /** What an event ends; false: nothing, and it stands for itself. */
  private end(event: number, fault: Fault, now: number): boolean {
    const ended: OpenBar[] = [];
    for (const bar of this.bars) {
      if (bar.toMs !== undefined) continue;
      if (fault.kind === 'heal' ? NETWORK.has(bar.kind) : endsMaintenance(fault, bar)) ended.push(bar);
      else if (
        (fault.kind === 'restart' && bar.kind !== 'pause') ||
        (fault.kind === 'resume' && bar.kind === 'pause')
      ) {
        if (bar.hit === undefined) continue;
        const before = bar.hit.size;
        for (const p of this.targetsOf(fault) ?? []) bar.hit.delete(p);
        if (before > 0 && bar.hit.size === 0) ended.push(bar);
        else if (bar.hit.size < before) return true;
      }
    }
    for (const bar of ended) {
      bar.toMs = now;
      bar.ends = event;
    }
    return ended.length > 0;
  }

  private targetsOf(fault: Fault): Set<number> | undefined {
    const { names, world } = this.table;
    switch (fault.kind) {
      case 'crash':
      case 'powerLoss':
      case 'pause':
      case 'restart':
      case 'resume': {
        const program = fault.kind === 'powerLoss' ? undefined : fault.process;
        const ends = fault.kind === 'restart' || fault.kind === 'resume';
        return this.processesOn(names.sameAsBefore(fault.hosts, ends), program);
      }
      case 'diskStall':
        return fault.forMs === undefined ? this.processesOn(names.all(fault.hosts), undefined) : undefined;
      case 'siteLoss': {
        const site = fault.site.toLowerCase();
        const dark = world.options.hosts.flatMap(({ region, zone }, at) =>
          [region, zone, ...(zone?.split('/') ?? [])].some(each => each?.toLowerCase() === site) ? [at] : [],
        );
        return this.processesOn(dark, undefined);
      }
      default:
        return undefined;
    }
  }

  private processesOn(hosts: readonly number[], program: string | undefined): Set<number> {
    const { processes } = this.table.world;
    return new Set(
      processes.flatMap(({ host, program: own }, p) =>
        hosts.includes(host) && (program === undefined || own === program) ? [p] : [],
      ),
    );
  }

  private named(names: readonly HostName[]): string {
    const { hosts } = this.table.world.options;
    const found = this.table.names.all(names).map(host => hosts[host]!.name);
    return (found.length > 0 ? found : names).join(' ');
  }
}

function endsMaintenance(fault: Fault, bar: OpenBar): boolean {
  return fault.kind === 'maintenance' && !fault.on && bar.kind === 'maintenance';
}

/** A fault in a few words, with the hosts that it hits. */
function titleOf(fault: Fault, named: (names: readonly HostName[]) => string): string {
  switch (fault.kind) {
    case 'partition':
      return `partition ${fault.groups.map(named).join(' | ')}`;
    case 'heal':
      return 'heal';
    case 'cut':
      return `cut ${named(fault.from)} ${fault.oneWay ? '→' : '↔'} ${named(fault.to)}`;
    case 'slow': {
      const loss = fault.loss > 0 ? `, ${Math.round(fault.loss * 100)} % lost` : '';
      return `slow ${named(fault.from)} ↔ ${named(fault.to)}: +${fault.latencyMs} ms${loss}`;
    }
    case 'crash':
    case 'pause':
    case 'restart':
    case 'resume':
      return `${fault.kind} ${fault.process === undefined ? '' : `${fault.process} on `}${named(fault.hosts)}`;
    case 'powerLoss':
      return `power loss of ${named(fault.hosts)}`;
    case 'clock':
      return `clock of ${named(fault.hosts)} ${fault.byMs < 0 ? '−' : '+'}${Math.abs(fault.byMs) / 1000} s`;
    case 'diskStall':
      return `disk stall on ${named(fault.hosts)}`;
    case 'promote':
      return `promote ${named([fault.host])}`;
    case 'cancelWaits':
      return `cancel waits on ${named([fault.host])}`;
    case 'removeMember':
      return `remove ${named([fault.host])}`;
    case 'addMember':
      return `add ${named([fault.host])}`;
    case 'maintenance':
      return fault.on ? 'maintenance' : 'maintenance ends';
    case 'siteLoss':
      return `${fault.site} goes dark`;
  }
}
