import { faultSentence } from '../../run/fault-sentence.js';
import type { Fault, HostName, ScheduledEvent } from '../../schedule/model.js';
import { operatorCommand } from '../operator.js';
import { type ExportPlan, hostNamed, hostsAt } from '../plan.js';
import { programNamed } from '../programs.js';
import { plainText, shellWord } from '../quote.js';

/** What a script can do beyond the network. */
export interface Abilities {
  /** Signals to one process of a host. */
  readonly processes: boolean;
  /** Stalls of a disk. */
  readonly disks: boolean;
  /** Losing some packets and not others. */
  readonly loss: boolean;
}

/** The numbers of the hosts by what they are, and a table of who they are, as assignments of sh. */
export function hostTable(plan: ExportPlan): string {
  const { hosts, cluster, leader } = plan;
  const numbers = (wanted: (at: number) => boolean) =>
    hosts.flatMap((_, at) => (wanted(at) ? [at + 1] : [])).join(' ');
  const kind = (at: number) => hosts[at]!.kind;
  const keeper = cluster.coordination?.system;
  const keeps = (at: number) =>
    kind(at) === 'coordination' ||
    (keeper !== undefined && keeper !== 'kubernetes' && hosts[at]!.systems.has(keeper));
  const nodes = numbers(at => kind(at) === 'node');
  const lines = [
    `HOSTS='${numbers(() => true)}'`,
    `NODES='${nodes}'`,
    `COORDINATION='${numbers(keeps) || nodes}'`,
    `CLIENTS='${numbers(at => kind(at) === 'client')}'`,
    `SERVERS='${numbers(at => kind(at) !== 'client')}'`,
    `PRIMARY='${leader === undefined ? '' : leader + 1}'`,
  ];
  for (const [at, host] of hosts.entries()) {
    const address = host.address === undefined ? `\${ADDRESS_${at + 1}:-}` : `'${host.address}'`;
    lines.push(`NAME_${at + 1}=${shellWord(host.name)}`, `ADDRESS_${at + 1}=${address}`);
    if (host.kind !== 'client') continue;
    const { words } = wordsOf(plan, host.beside);
    lines.push(`BESIDE_${at + 1}='${words}'`);
  }
  return `${lines.join('\n')}\n`;
}

/** The events as calls of the functions of a script, each at its time. */
export function timeline(plan: ExportPlan, abilities: Abilities): string {
  const { events, until } = plan.schedule;
  const steps = events.flatMap((event): Step[] => [{ at: event.at, lines: stepOf(plan, event, abilities) }]);
  for (const { at, fault } of events) {
    if (fault.kind !== 'diskStall' || fault.forMs === undefined || !abilities.disks) continue;
    const { words } = wordsOf(plan, fault.hosts);
    steps.push({ at: at + fault.forMs, lines: [`unstall '${words}'`] });
  }
  const ordered = steps.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
  const parts = ordered.map(({ at, lines }) => `at ${at}\n${lines.map(line => `${line}\n`).join('')}`);
  return `START=$(clock)\n\n${parts.join('\n')}\nat ${until}\n`;
}

interface Step {
  readonly at: number;
  readonly lines: readonly string[];
}

/** Names as words of the library, and those that nobody goes by. */
function wordsOf(plan: ExportPlan, names: readonly HostName[]) {
  const unknown: string[] = [];
  const words = names.flatMap(name => {
    if (name.startsWith('@')) return ROLES[name] ?? (/^@r\d+$/.test(name) ? name.slice(1) : []);
    const at = hostNamed(plan, name);
    if (at === undefined) unknown.push(name);
    return at === undefined ? [] : String(at + 1);
  });
  return { words: words.join(' '), unknown };
}

const ROLES: Readonly<Record<string, string>> = {
  '@primary': 'primary',
  '@replicas': 'replicas',
  '@rest': 'rest',
  '@nodes': 'nodes',
  '@etcd': 'coordination',
};

function stepOf(plan: ExportPlan, { fault }: ScheduledEvent, abilities: Abilities): string[] {
  const unknown: string[] = [];
  const words = (names: readonly HostName[]) => {
    const read = wordsOf(plan, names);
    unknown.push(...read.unknown);
    return `'${read.words}'`;
  };
  const calls = callsOf(plan, fault, abilities, words);
  const roles = namesOf(fault).some(name => name.startsWith('@') && name !== '@nodes' && name !== '@etcd');
  // Who was killed or stopped as the primary is started as the one that it was then.
  const asks = roles && fault.kind !== 'restart' && fault.kind !== 'resume';
  return [
    `# ${plainText(faultSentence(fault))}`,
    ...unknown.map(name => `# No host of the cluster goes by ${shellWord(name)}: it is left out.`),
    ...(asks ? ['ask_primary'] : []),
    ...calls,
  ];
}

function callsOf(
  plan: ExportPlan,
  fault: Fault,
  abilities: Abilities,
  words: (names: readonly HostName[]) => string,
): string[] {
  const byHand = (text: string) => `by_hand ${shellWord(text)}`;
  switch (fault.kind) {
    case 'partition':
      return [`partition ${fault.groups.map(words).join(' ')}`];
    case 'heal':
      return ['heal'];
    case 'cut':
      return [`cut ${words(fault.from)} ${words(fault.to)}${fault.oneWay ? ' oneway' : ''}`];
    case 'slow': {
      const percent = Number((fault.loss * 100).toFixed(4));
      const lost =
        percent > 0 && !abilities.loss ? [`# Losing ${percent} % of the packets is left out.`] : [];
      return [
        ...lost,
        `slow ${words(fault.from)} ${words(fault.to)} ${Math.round(fault.latencyMs)} ${percent}`,
      ];
    }
    case 'crash':
    case 'pause':
    case 'resume':
    case 'restart': {
      const hosts = words(fault.hosts);
      if (fault.process === undefined) return [`${fault.kind} ${hosts}`];
      const program = programNamed(fault.process);
      if (program === undefined || !abilities.processes) return [byHand(faultSentence(fault))];
      const word = fault.kind === 'restart' ? program.unit : program.process;
      return [`${fault.kind} ${hosts} ${shellWord(word)}`];
    }
    case 'powerLoss':
      return [`power_loss ${words(fault.hosts)}`];
    case 'siteLoss': {
      const hosts = hostsAt(plan, fault.site).map(at => at + 1);
      if (hosts.length > 0) return [`power_loss '${hosts.join(' ')}'`];
      return [byHand(`No file says which hosts stand in ${fault.site}: cut their power.`)];
    }
    case 'clock': {
      const text = `${faultSentence(fault)} On each: timedatectl set-ntp false; date -s "${clockText(fault.byMs)}"`;
      return [`# A clock is set back by nobody: do it where the machine is yours.`, byHand(text)];
    }
    case 'diskStall':
      if (abilities.disks) return [`stall ${words(fault.hosts)}`];
      return [byHand(`${faultSentence(fault)} On each: fsfreeze --freeze MOUNT, then --unfreeze.`)];
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
    case 'maintenance':
      return [byHand(`${faultSentence(fault)} ${operatorCommand(plan.cluster, fault)}`)];
  }
}

function clockText(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${Math.abs(ms) / 1000} seconds`;
}

/** Every name in a fault. */
export function namesOf(fault: Fault): readonly HostName[] {
  switch (fault.kind) {
    case 'partition':
      return fault.groups.flat();
    case 'cut':
    case 'slow':
      return [...fault.from, ...fault.to];
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
      return [fault.host];
    case 'heal':
    case 'maintenance':
    case 'siteLoss':
      return [];
    default:
      return fault.hosts;
  }
}
