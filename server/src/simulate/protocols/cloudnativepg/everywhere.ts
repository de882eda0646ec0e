import type { World } from '../../world/world.js';
import type { CnpgConfig } from './config.js';

/**
 * Whether every write that is acknowledged stands on the disks of all instances by then, and none is lost that does: by the settings alone, whatever fails.
 * So it is where commits wait for all standbys to flush, whoever is ready, and nobody lets them go by hand.
 *
 * Say that `p` acknowledges a write. Until then it is primary of one timeline all the time, for a server that stops, or crashes, leaves its clients without an
 * answer; and each standby has told it, over a stream from it, that it has flushed so far, the write with it. Let `j` be the first that lost the write: it was
 * rewound to the primary of the time, `s`, which had never had it, then. Was that after the acknowledgement, `s` had had it. Was it before, `s` had yet to stream
 * from `p`. But instances stream from whom the operator takes for the primary, that was `s`, and nobody becomes that but a standby: not `p`, until it has
 * stopped. So nobody loses it, and whoever is promoted had it.
 */
export function keepsEverywhere(w: World, { nodes, sync }: CnpgConfig): boolean {
  if (sync === undefined || sync.preferred || w.options.cancelsWaits !== false) return false;
  return nodes.every(({ level, sync: rule }, i) => {
    const others = new Set(rule.members.filter(j => j !== i && nodes[j] !== undefined));
    const flushes = level === 'on' || level === 'remote_apply';
    return (
      flushes && rule.method !== 'none' && rule.count >= nodes.length - 1 && others.size === nodes.length - 1
    );
  });
}
