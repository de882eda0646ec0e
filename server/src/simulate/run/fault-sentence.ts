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
      return `${what(fault.hosts, fault.process)} is killed.`;
    case 'powerLoss':
      return `${list(fault.hosts)} loses power.`;
    case 'restart':
      return `${what(fault.hosts, fault.process)} is started again.`;
    case 'pause':
      return `${what(fault.hosts, fault.process)} freezes.`;
    case 'resume':
      return `${what(fault.hosts, fault.process)} goes on.`;
    case 'clock':
      return `The clock of ${list(fault.hosts)} jumps by ${fault.byMs / 1000} s.`;
    case 'diskStall':
      return `The disk of ${list(fault.hosts)} stalls${fault.forMs === undefined ? '' : ` for ${fault.forMs / 1000} s`}.`;
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
