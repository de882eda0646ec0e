import type { SettingPlace } from '../../../protocol/topology-panel.js';
import type { SettingRef } from '../../../simulate/history/model.js';
import type { SettingValue } from '../../../simulate/report/model.js';
import { settingValue } from '../../../simulate/report/settings.js';
import type { FoundCluster } from '../find.js';

/** More settings than these are no cause any more, but a list. */
const MOST = 6;

/** Settings with what they are and where that is written, each once. */
export function settingPlaces(
  { cluster, all, placeOf }: FoundCluster,
  refs: readonly SettingRef[],
): SettingPlace[] {
  const found = new Map<string, SettingPlace>();
  for (const ref of refs) {
    const value = settingValue(ref, cluster, all, origin => {
      const { uri, range } = placeOf(origin);
      return { file: uri, range };
    });
    if (value === undefined) continue;
    const place = placeOfValue(value);
    found.set(JSON.stringify(place), place);
  }
  return [...found.values()].slice(0, MOST);
}

function placeOfValue({ name, value, written, source }: SettingValue): SettingPlace {
  return {
    name,
    value,
    written,
    ...(source === undefined ? {} : { place: { uri: source.file, range: source.range } }),
  };
}
