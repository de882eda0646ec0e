import type { Fault, HostName } from '../schedule/model.js';

/** A fault as one sentence. */
export function faultSentence(fault: Fault): string {
  switch (fault.kind) {
    case 'partition':
      return `The network parts: ${fault.groups.map(group => group.join(', ')).join(' | ')}.`;
    case 'heal':
      return 'The network heals.';
    case 'cut':
      return fault.oneWay
        ? `Nothing from ${list(fault.from)} reaches ${list(fault.to)} any more; the way back is open.`
        : `The link between ${list(fault.from)} and ${list(fault.to)} is cut.`;
    case 'slow':
      return `The link between ${list(fault.from)} and ${list(fault.to)} takes ${fault.latencyMs} ms more and loses ${Math.round(fault.loss * 100)} %.`;
    case 'crash':
      return `${what(fault.hosts, fault.process)} ${form(fault, 'is', 'are')} killed.`;
    case 'powerLoss':
      return `${list(fault.hosts)} ${form(fault, 'loses', 'lose')} power.`;
    case 'restart':
      return `${what(fault.hosts, fault.process)} ${form(fault, 'is', 'are')} started again.`;
    case 'pause':
      return `${what(fault.hosts, fault.process)} ${form(fault, 'freezes', 'freeze')}.`;
    case 'resume':
      return `${what(fault.hosts, fault.process)} ${form(fault, 'goes', 'go')} on.`;
    case 'clock':
      return `${form(fault, 'The clock', 'The clocks')} of ${list(fault.hosts)} ${form(fault, 'jumps', 'jump')} by ${fault.byMs / 1000} s.`;
    case 'diskStall':
      return `${form(fault, 'The disk', 'The disks')} of ${list(fault.hosts)} ${form(fault, 'stalls', 'stall')}${fault.forMs === undefined ? '' : ` for ${fault.forMs / 1000} s`}.`;
    case 'promote':
      return `An operator promotes ${fault.host}.`;
    case 'cancelWaits':
      return `The waiting commits on ${fault.host} are cancelled.`;
    case 'removeMember':
      return `An operator removes ${fault.host} from the cluster.`;
    case 'addMember':
      return `An operator adds ${fault.host} to the cluster.`;
    case 'maintenance':
      return fault.on ? 'Automatic failover is switched off.' : 'Automatic failover is switched on again.';
    case 'siteLoss':
      return `${fault.site} goes dark.`;
  }
}

function list(names: readonly HostName[]): string {
  return names.length === 0 ? 'no host' : names.join(', ');
}

function what(hosts: readonly HostName[], process: string | undefined): string {
  return process === undefined ? list(hosts) : `${process} on ${list(hosts)}`;
}

/** `@replicas` and the like stand for as many as there are then: most often several. */
function form({ hosts, process }: Hit, one: string, several: string): string {
  return process === undefined && (hosts.length > 1 || SEVERAL.has(hosts[0] ?? '')) ? several : one;
}

interface Hit {
  readonly hosts: readonly HostName[];
  readonly process?: string;
}

const SEVERAL: ReadonlySet<string> = new Set(['@replicas', '@rest', '@nodes', '@etcd']);
