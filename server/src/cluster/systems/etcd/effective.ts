import type { Effective, Settings } from '../../settings.js';
import { isOlder } from '../../version.js';

/** What etcd makes of its settings. */
export function effectiveOf(settings: Settings): Settings {
  const found: Record<string, Effective> = {};
  const quota = settings.get('quota-backend-bytes')?.value;
  if (quota === 0)
    found['quota-backend-bytes'] = { value: 2 * 2 ** 30, because: '0 stands for the default of 2 GiB.' };
  const snapshots = settings.get('snapshot-count')?.value;
  if (snapshots === 0)
    found['snapshot-count'] = {
      value: isOlder(settings.version, '3.6') ? 100_000 : 10_000,
      because: '0 stands for the default.',
    };
  return Object.keys(found).length === 0 ? settings : settings.withEffective(found);
}
