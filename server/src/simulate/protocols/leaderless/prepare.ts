import type { Member } from '../../../cluster/model.js';
import type { Prepared, ReadLevel } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import type { LeaderlessConfig } from './config.js';
import { Leaderless } from './leaderless.js';

/** What the files of a cluster come to; else why not, a whole sentence. */
export type Found = FoundConfig | { readonly why: string };

export interface FoundConfig {
  readonly config: LeaderlessConfig;
  /** In the order of the nodes. */
  readonly members: readonly Member[];
  readonly program: string;
  readonly title: string;
  readonly levels: readonly ReadLevel[];
  readonly limits: readonly string[];
}

export function prepareLeaderless(family: string, found: Found): Prepared | { readonly why: string } {
  if ('why' in found) return found;
  const { config, members, program, title, levels, limits } = found;
  if (members.length > MAX_SET) return { why: `More than ${MAX_SET} nodes cannot be played.` };
  return {
    family,
    title,
    ...layOut(members.map(member => ({ member, program, serves: member.role !== 'witness' }))),
    create: world => new Leaderless(world, config),
    searchUnitMs: Math.max(1_000, Math.min(5_000, Math.round(config.detectMs[0] / 2))),
    readLevels: levels,
    limits: [
      ...limits,
      'Four keys are written in turn. A write counts as lost where one that did not know it has replaced it, though it began later.',
    ],
  };
}
