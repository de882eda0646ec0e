import type { World } from '../../world/world.js';

/** A replica tells its master each second how far it is; the master counts whole seconds. */
export const ACK = 1_000;
export const ACK_SLACK = 1_200;

/**
 * Tells when something begins to stand between a replica and its master: a search need not look at each of the
 * acknowledgements that a healthy replica sends, only at the last one.
 * @param masterOf Whom a replica follows; -1: nobody.
 */
export function watchReplicas(
  w: World,
  count: number,
  masterOf: (replica: number) => number,
  fallSilent: (master: number, replica: number) => void,
): void {
  const each = (stands: (master: number, replica: number) => boolean) => {
    for (let q = 0; q < count; q++) {
      const p = masterOf(q);
      if (p >= 0 && stands(p, q)) fallSilent(p, q);
    }
  };
  w.watchers.push({
    cut: (from, to) =>
      each((p, q) => {
        const a = w.hostOf(p);
        const b = w.hostOf(q);
        return (a === from && b === to) || (a === to && b === from);
      }),
    paused: who => each((p, q) => p === who || q === who),
  });
}
