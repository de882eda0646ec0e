import type { HistoryEvent, SettingRef } from '../history/model.js';
import type { Run } from '../run/run.js';
import type { Reason, SettingValue } from './model.js';

/** As many reasons as a person reads. */
const MAX_REASONS = 16;

/**
 * Why things went as they did: what happened because of a setting, told once for each kind of event and set of settings,
 * first as it was in the sample, then what came about only in other runs.
 * @param explain What a setting is and where it is written; undefined: unknown.
 */
export function reasonsOf(
  sample: Run,
  runs: readonly Run[],
  explain: (ref: SettingRef) => SettingValue | undefined,
): Reason[] {
  const found = new Map<string, Reason>();
  for (const run of [sample, ...runs.filter(each => each !== sample)]) {
    for (const event of run.events) {
      if (event.because === undefined || event.atMs < (run.firstFaultMs ?? 0)) continue;
      const key = keyOf(event);
      if (found.has(key)) continue;
      if (found.size === MAX_REASONS) return [...found.values()];
      found.set(key, reasonOf(event.text, event.because, explain));
    }
  }
  return [...found.values()];
}

function keyOf({ kind, because = [] }: HistoryEvent): string {
  return [kind, ...new Set(because.map(({ system, name }) => `${system}.${name}`).sort())].join(' ');
}

function reasonOf(
  text: string,
  settings: readonly SettingRef[],
  explain: (ref: SettingRef) => SettingValue | undefined,
): Reason {
  const values = settings.flatMap(ref => explain(ref) ?? []);
  const source = values.find(value => value.source !== undefined)?.source;
  return { text, settings, values, ...(source === undefined ? {} : { source }) };
}
