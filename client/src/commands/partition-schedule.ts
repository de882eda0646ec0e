import type { ScheduleData } from '../../../server/src/protocol/topology-panel.js';
import { DEFAULT_AFTER_LAST_MS, partitionSchedule } from '../../../server/src/simulate/schedule/default.js';
import { DEFAULT_LEAD_IN_MS } from '../../../server/src/simulate/schedule/model.js';

/** How long a grouping of one's own lasts. */
const LASTS_MS = 60_000;

/**
 * A partition between sides that heals after a minute, with a client on each. Of two sides one may still hear the other:
 * `from first` loses what the first side sends.
 */
export function cutSchedule(
  sides: readonly (readonly string[])[],
  direction: 'both' | 'from first' | 'from second',
): ScheduleData {
  const at = DEFAULT_LEAD_IN_MS;
  const heal = at + LASTS_MS;
  const parted = partitionSchedule(sides, at, heal, heal + DEFAULT_AFTER_LAST_MS) as ScheduleData;
  if (direction === 'both') return parted;
  const [from, to] = direction === 'from first' ? sides : [...sides].reverse();
  const cut = { kind: 'cut', from, to, oneWay: true };
  return {
    ...parted,
    events: parted.events.map(event => (event.fault.kind === 'partition' ? { ...event, fault: cut } : event)),
  };
}
