import type { Effective, Settings } from '../../settings.js';

/** What follows from `tickTime`, in ms. */
export function effectiveOf(settings: Settings): Settings {
  const tick = settings.number('tickTime');
  if (tick === undefined) return settings;
  const found: Record<string, Effective> = {};
  if (settings.given('minSessionTimeout') === undefined)
    found.minSessionTimeout = { value: tick * 2, because: 'Twice tickTime.' };
  if (settings.given('maxSessionTimeout') === undefined)
    found.maxSessionTimeout = { value: tick * 20, because: 'Twenty times tickTime.' };
  return settings.withEffective(found);
}
