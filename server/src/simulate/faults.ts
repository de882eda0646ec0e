import type { Protocol } from './protocol.js';
import type { Fault, HostName } from './schedule/model.js';
import { STATUS, type World } from './world/world.js';

/** Finds hosts by the names that schedules use. */
export class HostNames {
  private readonly byName = new Map<string, number>();
  /** By the names of a fault: the hosts that it hit when it last came. */
  private readonly lastHit = new Map<string, number[]>();

  constructor(
    private readonly world: World,
    private readonly protocol: Protocol,
  ) {
    const { hosts, processes } = world.options;
    const put = (name: string | undefined, host: number) => {
      if (name !== undefined && !this.byName.has(name.toLowerCase()))
        this.byName.set(name.toLowerCase(), host);
    };
    for (const [at, { name }] of hosts.entries()) put(name, at);
    for (const { name, member, host } of processes) {
      put(name, host);
      put(member, host);
    }
    for (const [at, { aliases }] of hosts.entries()) for (const alias of aliases) put(alias, at);
  }

  /** Indices of hosts; empty where nobody goes by that name. */
  resolve(name: HostName): readonly number[] {
    const { hosts, processes } = this.world.options;
    if (!name.startsWith('@')) {
      const found = this.byName.get(name.toLowerCase());
      return found === undefined ? [] : [found];
    }
    const primary = this.primary();
    const members = [...new Set(processes.filter(({ serves }) => serves).map(({ host }) => host))];
    const coordination = [
      ...new Set(processes.filter(({ member }) => member === undefined).map(({ host }) => host)),
    ];
    switch (name.toLowerCase()) {
      case '@primary':
      case '@leader':
      case '@master':
        return primary;
      case '@replicas':
      case '@followers':
        return members.filter(host => !primary.includes(host));
      case '@etcd':
      case '@dcs':
        return coordination.length > 0 ? coordination : members;
      case '@nodes':
        return members;
      case '@rest':
        return hosts.flatMap(({ client }, host) => (client || primary.includes(host) ? [] : [host]));
      default: {
        // `@r1`, `@r2`: the first, the second of those that do not lead.
        const which = /^@r(\d+)$/i.exec(name);
        const rest = members.filter(host => !primary.includes(host));
        return which === null ? [] : rest.slice(Number(which[1]) - 1, Number(which[1]));
      }
    }
  }

  /** Who leads: of several the one that does in the latest epoch, and nobody who is down while another one is up. */
  private primary(): number[] {
    const { world, protocol } = this;
    const leaders = protocol.leaders();
    const up = leaders.filter(p => !world.isDown(p));
    let first: number | undefined;
    for (const p of up.length > 0 ? up : leaders)
      if (first === undefined || protocol.epoch(p) > protocol.epoch(first)) first = p;
    return first === undefined ? [] : [world.hostOf(first)];
  }

  /** Whoever was `@primary` when it was frozen or killed is meant when it is to go on. */
  sameAsBefore(names: readonly HostName[], ends: boolean): number[] {
    const key = names.join();
    const before = this.lastHit.get(key);
    if (ends && before !== undefined) return before;
    const now = this.all(names);
    if (!ends) this.lastHit.set(key, now);
    return now;
  }

  /** All hosts of a list of names, each once. */
  all(names: readonly HostName[]): number[] {
    return [...new Set(names.flatMap(name => this.resolve(name)))];
  }
}

/** Makes a fault happen in a world, now. Answers a sentence that says what was not possible, if something was not. */
export function applyFault(
  world: World,
  protocol: Protocol,
  names: HostNames,
  fault: Fault,
): string | undefined {
  const problem = happen(world, protocol, names, fault);
  protocol.faulted();
  return problem ?? unknownHosts(names, fault);
}

/** Names that nobody goes by. What `@primary` and its like stand for may be nobody at the moment: that is no mistake. */
function unknownHosts(names: HostNames, fault: Fault): string | undefined {
  const named =
    fault.kind === 'partition'
      ? fault.groups.flat()
      : fault.kind === 'cut' || fault.kind === 'slow'
        ? [...fault.from, ...fault.to]
        : 'hosts' in fault
          ? fault.hosts
          : [];
  const unknown = named.filter(name => !name.startsWith('@') && names.resolve(name).length === 0);
  return unknown.length === 0 ? undefined : `Nobody goes by the name ${unknown.join(', ')}.`;
}

function happen(world: World, protocol: Protocol, names: HostNames, fault: Fault): string | undefined {
  const { hosts, processes } = world.options;
  switch (fault.kind) {
    case 'partition': {
      // The names are told apart by the state before the fault.
      const groups = fault.groups.map(group => names.all(group));
      for (const [host, { beside = [] }] of hosts.entries()) {
        const first = names.all(beside)[0];
        if (first === undefined || groups.some(group => group.includes(host))) continue;
        // Where nobody leads, `@rest` are all hosts, those of other groups too: the group of that name is meant.
        const named = fault.groups.findIndex(group => beside.some(name => group.includes(name)));
        (groups[named] ?? groups.find(group => group.includes(first)))?.push(host);
      }
      part(world, groups);
      return undefined;
    }
    case 'heal':
      heal(world, protocol);
      return undefined;
    case 'cut': {
      const to = names.all(fault.to);
      for (const a of names.all(fault.from)) {
        for (const b of to) {
          world.network.cut(a, b);
          if (!fault.oneWay) world.network.cut(b, a);
        }
      }
      return undefined;
    }
    case 'slow': {
      const to = names.all(fault.to);
      for (const a of names.all(fault.from))
        for (const b of to) {
          world.network.slow(a, b, fault.latencyMs, fault.loss);
          world.network.slow(b, a, fault.latencyMs, fault.loss);
        }
      return undefined;
    }
    case 'crash':
    case 'powerLoss':
    case 'restart':
    case 'pause':
    case 'resume': {
      const program = fault.kind === 'powerLoss' ? undefined : fault.process;
      const hosts = names.sameAsBefore(fault.hosts, fault.kind === 'restart' || fault.kind === 'resume');
      const targets = processesOf(world, hosts, program);
      if (targets.length === 0) return `There is no ${program ?? 'host'} to ${fault.kind}.`;
      for (const p of targets) changeStatus(world, protocol, p, fault.kind);
      return undefined;
    }
    case 'siteLoss': {
      const site = fault.site.toLowerCase();
      // A zone may be told with what it lies in: `city/room`.
      const dark = hosts.flatMap(({ region, zone }, at) =>
        [region, zone, ...(zone?.split('/') ?? [])].some(each => each?.toLowerCase() === site) ? [at] : [],
      );
      if (dark.length === 0) return `No host is in "${fault.site}".`;
      for (const p of processesOf(world, dark, undefined)) changeStatus(world, protocol, p, 'powerLoss');
      return undefined;
    }
    case 'clock':
      for (const host of names.all(fault.hosts)) {
        world.skew.add(host, Math.round(fault.byMs / world.options.unitMs));
        protocol.clockJumped(host);
      }
      return undefined;
    case 'diskStall':
      for (const host of names.all(fault.hosts)) stall(world, protocol, host, true);
      return undefined;
    case 'maintenance':
      return protocol.command(fault, -1) ? undefined : 'Nothing here can be told to keep its hands off.';
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember': {
      const targets = processesOf(world, names.resolve(fault.host), undefined).filter(
        p => processes[p]!.serves,
      );
      // A member that no file speaks of can be added all the same: it counts, and nobody runs it.
      const unknown = targets.length === 0 && (fault.kind === 'addMember' || fault.kind === 'removeMember');
      const done = (unknown ? [-1] : targets).filter(p => protocol.command(fault, p));
      return done.length > 0 ? undefined : `${fault.kind} of ${fault.host} means nothing here.`;
    }
  }
}

/** Ends the stall of a disk. */
export function stall(world: World, protocol: Protocol, host: number, on: boolean): void {
  if ((world.stalled.get(host) !== 0) === on) return;
  world.stalled.set(host, on ? 1 : 0);
  protocol.diskStalled(host, on);
}

/** Only within a group does anything pass; hosts that stand in no group go with the last one. */
export function part(world: World, groups: readonly (readonly number[])[]): void {
  const { length } = world.options.hosts;
  const groupOf = Array.from({ length }, (_, host) => {
    const found = groups.findIndex(group => group.includes(host));
    return found < 0 ? groups.length - 1 : found;
  });
  for (let a = 0; a < length; a++) {
    for (let b = 0; b < length; b++) if (groupOf[a] !== groupOf[b]) world.network.cut(a, b);
  }
}

/** Every cut ends. Protocols are told of each pair of hosts that could not talk. */
export function heal(world: World, protocol: Protocol): void {
  const { length } = world.options.hosts;
  const apart: [number, number][] = [];
  for (let a = 0; a < length; a++) {
    for (let b = a + 1; b < length; b++) {
      if (!world.network.passes(a, b) || !world.network.passes(b, a)) apart.push([a, b]);
    }
  }
  world.network.heal();
  for (const [a, b] of apart) protocol.joined(a, b);
}

/** Kills, freezes, wakes or starts one process. Doing what is done already does nothing. */
export function changeStatus(
  world: World,
  protocol: Protocol,
  process: number,
  kind: 'crash' | 'powerLoss' | 'restart' | 'pause' | 'resume',
): void {
  const status = world.status.get(process);
  if (kind === 'crash' || kind === 'powerLoss') {
    if (status === STATUS.down) return;
    world.status.set(process, STATUS.down);
    for (const timer of world.timers) timer.cancel(process);
    world.mail.clear(process, kind === 'powerLoss');
    protocol.crashed(process, kind === 'powerLoss');
    for (let slot = 0; slot < world.operations.count; slot++) {
      if (world.operations.isWaitingAt(slot, process))
        world.operations.leaveUnknown(slot, 'connection closed');
    }
    if (kind === 'crash') tellPeers(world, protocol, process);
  } else if (kind === 'restart') {
    if (status !== STATUS.down) return;
    world.status.set(process, STATUS.up);
    protocol.restarted(process);
  } else if (kind === 'pause' && status === STATUS.up) {
    world.status.set(process, STATUS.paused);
    for (const watcher of world.watchers) watcher.paused?.(process);
  } else if (kind === 'resume' && status === STATUS.paused) {
    world.status.set(process, STATUS.up);
    protocol.resumed(process);
    for (const watcher of world.watchers) watcher.resumed?.(process);
  }
}

/** The host of a killed process closes its connections: who hears the host knows at once. */
function tellPeers(world: World, protocol: Protocol, process: number): void {
  for (let peer = 0; peer < world.processes.length; peer++) {
    if (
      peer !== process &&
      world.isUp(peer) &&
      world.network.passes(world.hostOf(process), world.hostOf(peer))
    )
      protocol.closed(peer, process);
  }
}

function processesOf(world: World, hosts: readonly number[], program: string | undefined): number[] {
  return world.processes.flatMap(({ host, program: own }, p) =>
    hosts.includes(host) && (program === undefined || own === program) ? [p] : [],
  );
}
