import { changeStatus, heal, part } from '../faults.js';
import type { Protocol } from '../protocol.js';
import type { Fault, FaultKind } from '../schedule/model.js';
import { STATUS, type World } from '../world/world.js';

/** Something that a search may do to a cluster between two events. */
export interface Choice {
  readonly fault: Fault;
  /** 1: counts against the bound on faults; 0: an end to one, which is free. */
  readonly cost: 0 | 1;
  /** Whether it would change anything now. */
  possible(): boolean;
  happen(): void;
}

/** Faults that a search tries where nobody says which. */
export const SEARCHED_FAULTS: readonly FaultKind[] = ['crash', 'partition', 'pause'];

/** Every fault of the given kinds that there is for this cluster, and what ends them. */
export function faultMenu(world: World, protocol: Protocol, kinds: readonly FaultKind[]): readonly Choice[] {
  const { hosts, processes } = world.options;
  const used = hosts.flatMap((_, h) => (processes.some(({ host }) => host === h) ? [h] : []));
  const menu: Choice[] = [];
  const on = (h: number) => processes.flatMap(({ host }, p) => (host === h ? [p] : []));
  const wants = (kind: FaultKind) => kinds.includes(kind);
  for (const h of used) {
    const name = hosts[h]!.name;
    const own = on(h);
    const all = (kind: 'crash' | 'powerLoss' | 'restart' | 'pause' | 'resume', cost: 0 | 1, from: number) =>
      menu.push({
        fault: { kind, hosts: [name] },
        cost,
        possible: () => own.some(p => world.status.get(p) === from),
        happen: () => {
          for (const p of own) changeStatus(world, protocol, p, kind);
        },
      });
    if (wants('crash')) all('crash', 1, STATUS.up);
    if (wants('powerLoss')) all('powerLoss', 1, STATUS.up);
    if (wants('crash') || wants('powerLoss')) all('restart', 0, STATUS.down);
    if (wants('pause')) {
      all('pause', 1, STATUS.up);
      all('resume', 0, STATUS.paused);
    }
  }
  // Processes that share their host with others can also fail alone.
  for (const [p, { host, program }] of processes.entries()) {
    if (on(host).length === 1) continue;
    for (const kind of ['crash', 'pause'] as const) {
      if (!wants(kind)) continue;
      menu.push({
        fault: { kind, hosts: [hosts[host]!.name], process: program },
        cost: 1,
        possible: () => world.status.get(p) === STATUS.up && on(host).some(q => q !== p && world.isUp(q)),
        happen: () => changeStatus(world, protocol, p, kind),
      });
    }
  }
  if (wants('partition')) {
    for (const groups of splits(used)) {
      menu.push({
        fault: { kind: 'partition', groups: groups.map(group => group.map(h => hosts[h]!.name)) },
        cost: 1,
        possible: () => world.network.isWhole,
        happen: () => part(world, groups),
      });
    }
  }
  if (wants('cut')) {
    for (const a of used) {
      for (const b of used) {
        if (a === b) continue;
        menu.push({
          fault: { kind: 'cut', from: [hosts[a]!.name], to: [hosts[b]!.name], oneWay: true },
          cost: 1,
          possible: () => world.network.passes(a, b),
          happen: () => world.network.cut(a, b),
        });
      }
    }
  }
  if (wants('partition') || wants('cut'))
    menu.push({
      fault: { kind: 'heal' },
      cost: 0,
      possible: () => !world.network.isWhole,
      happen: () => heal(world, protocol),
    });
  for (const kind of ['promote', 'cancelWaits'] as const) {
    if (!wants(kind)) continue;
    for (const [p, { serves, host }] of processes.entries()) {
      if (!serves) continue;
      const fault: Fault = { kind, host: hosts[host]!.name };
      menu.push({
        fault,
        cost: 1,
        possible: () => world.isUp(p) && (kind === 'promote') === (protocol.role(p) !== 'leader'),
        happen: () => void protocol.command(fault, p),
      });
    }
  }
  return menu;
}

/** Most hosts of which every division in two is tried; of more, only single hosts and zones are cut off. */
const ALL_SPLITS = 6;

/** Divisions of the hosts in two groups, the smaller one first. */
function splits(hosts: readonly number[]): number[][][] {
  if (hosts.length > ALL_SPLITS) return hosts.map(h => [[h], hosts.filter(other => other !== h)]);
  const found: number[][][] = [];
  for (let set = 1; set < 1 << (hosts.length - 1); set++) {
    const one = hosts.filter((_, i) => (set & (1 << i)) !== 0);
    const other = hosts.filter((_, i) => (set & (1 << i)) === 0);
    found.push(one.length <= other.length ? [one, other] : [other, one]);
  }
  return found.sort((a, b) => a[0]!.length - b[0]!.length);
}
