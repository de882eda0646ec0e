import type { Bounds } from '../explore/stage.js';
import { type TlaConstant, type TlaInvariant, words } from './model.js';

/** What a search may do, as every module has it. */
export function boundConstants(
  { faults, writes, epochs, kinds }: Bounds,
  known: readonly string[],
): readonly TlaConstant[] {
  return [
    {
      name: 'FaultKinds',
      value: words(kinds.filter(kind => known.includes(kind))),
      says: 'what may be done to members; their ends (restart, resume, heal) are free',
    },
    { name: 'MaxFaults', value: faults, says: 'faults, at most' },
    { name: 'MaxWrites', value: writes, says: 'writes of clients, at most' },
    { name: 'MaxEpoch', value: epochs, says: 'terms, timelines or views after the first, at most' },
  ];
}

export const NO_LOST_WRITE: TlaInvariant = { name: 'NoLostWrite', says: 'no acknowledged write is lost' };
export const ONE_WRITER: TlaInvariant = {
  name: 'OneWriter',
  says: 'nobody acknowledges while one of a later epoch takes writes',
};
export const ACKNOWLEDGES: TlaInvariant = {
  name: 'NothingIsEverAcknowledged',
  says: 'a write is acknowledged',
};
