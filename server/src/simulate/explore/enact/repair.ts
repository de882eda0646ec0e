import type { Fault } from '../../schedule/model.js';

/** What makes everything whole again after some faults, in an order that makes sense. */
export function repairsOf(faults: readonly Fault[]): Fault[] {
  const down = new Map<string, Fault>();
  const frozen = new Map<string, Fault>();
  let parted = false;
  for (const fault of faults) {
    switch (fault.kind) {
      case 'partition':
      case 'cut':
      case 'slow':
        parted = true;
        break;
      case 'heal':
        parted = false;
        break;
      case 'crash':
        down.set(keyOf(fault), { ...fault, kind: 'restart' });
        break;
      case 'powerLoss':
        down.set(keyOf(fault), { kind: 'restart', hosts: fault.hosts });
        break;
      case 'restart':
        forget(down, fault);
        break;
      case 'pause':
        frozen.set(keyOf(fault), { ...fault, kind: 'resume' });
        break;
      case 'resume':
        forget(frozen, fault);
        break;
      default:
    }
  }
  return [...frozen.values(), ...down.values(), ...(parted ? [{ kind: 'heal' } as const] : [])];
}

type OfHosts = { readonly hosts: readonly string[]; readonly process?: string };

function keyOf({ hosts, process }: OfHosts): string {
  return `${hosts.join()} ${process ?? ''}`;
}

/** Whatever starts a whole host starts its programs. */
function forget(known: Map<string, Fault>, fault: OfHosts): void {
  if (fault.process !== undefined) known.delete(keyOf(fault));
  else for (const key of [...known.keys()]) if (key.startsWith(`${fault.hosts.join()} `)) known.delete(key);
}
