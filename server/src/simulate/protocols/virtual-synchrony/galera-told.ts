import type { World } from '../../world/world.js';
import type { GaleraMember } from './galera-config.js';

/** A state transfer begins: what is told of it. */
export function tellTransfer(
  w: World,
  members: readonly GaleraMember[],
  receiver: number,
  donor: number,
): void {
  if (!w.told) return;
  w.say(
    'recovery',
    receiver,
    `${members[receiver]!.name} receives from ${members[donor]!.name} what it missed.`,
  );
}

/** What a state transfer replaces on its receiver, in writes. */
export function tellRollback(
  w: World,
  members: readonly GaleraMember[],
  receiver: number,
  donor: number,
  gone: number,
): void {
  if (!w.told || gone === 0) return;
  const [writes, are] = gone === 1 ? ['write', 'is'] : ['writes', 'are'];
  w.say(
    'rollback',
    receiver,
    `${gone} ${writes} that only ${members[receiver]!.name} had ${are} gone: it is a copy of ${members[donor]!.name} now.`,
  );
}
