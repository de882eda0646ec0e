import type { Settings } from '../../settings.js';
import { isAtLeast } from '../../version.js';
import { readConninfo } from './conninfo.js';

/**
 * Name by which a primary knows a standby: that of its connection, else since 12 its cluster_name, else `walreceiver`.
 * Undefined where a template hides it.
 */
export function applicationNameOf(settings: Settings): string | undefined {
  if (settings.isHidden('primary_conninfo')) return undefined;
  const conninfo = readConninfo(settings.text('primary_conninfo') ?? '');
  const given = conninfo?.parts.get('application_name')?.value;
  if (given !== undefined && given !== '') return given;
  if (settings.isHidden('cluster_name')) return undefined;
  const name = settings.text('cluster_name') ?? '';
  return name !== '' && isAtLeast(settings.version, '12') ? name : 'walreceiver';
}
