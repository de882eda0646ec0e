import { STATUS, type World } from '../world/world.js';

/** Coarser than this, in ms, steps that follow each other at once are taken in one, and who has nothing to find out does not look. */
const FINE = 100;

/** True in a search, where a unit of time is as long as many rounds of questions. */
export function isCoarse({ options }: World): boolean {
  return options.unitMs >= FINE;
}

/** True in a search that leaves out what would make no difference: healthy parts may rest. */
export function leavesOut({ options }: World): boolean {
  return options.searching && options.whole !== true;
}

/** Whether everybody is up and hears everybody. */
export function isWhole(world: World): boolean {
  if (!world.network.isWhole) return false;
  for (let p = 0; p < world.processes.length; p++) if (world.status.get(p) !== STATUS.up) return false;
  return true;
}
