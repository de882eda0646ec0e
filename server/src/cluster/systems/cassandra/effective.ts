import type { Effective, Settings } from '../../settings.js';

/** What a node goes by where that is not what was written. */
export function effectiveOf(settings: Settings, byOperator: boolean): Settings {
  const changed: Record<string, Effective> = {};
  if (byOperator && settings.given('endpoint_snitch') === undefined) {
    changed.endpoint_snitch = {
      value: 'GossipingPropertyFileSnitch',
      because: 'The operator writes the place of each node down and chooses the snitch that reads it.',
    };
  }
  const sync = settings.text('commitlog_sync');
  if (sync === 'batch' && settings.given('commitlog_sync_period') === undefined) {
    changed.commitlog_sync_period = {
      value: 0,
      because: 'With commitlog_sync: batch each write is synced before it is acknowledged.',
    };
  }
  if (sync === 'group' && settings.given('commitlog_sync_period') === undefined) {
    changed.commitlog_sync_period = {
      value: 0,
      because: 'With commitlog_sync: group writes are synced before they are acknowledged.',
    };
  }
  if (settings.flag('hinted_handoff_enabled') === false) {
    const because = 'hinted_handoff_enabled is false: no hints are kept at all.';
    for (const name of ['max_hint_window', 'max_hint_window_in_ms']) {
      if (settings.table.find(name)?.renamedTo === undefined && settings.table.find(name) !== undefined) {
        changed[name] = { value: 0, because };
      }
    }
  }
  return Object.keys(changed).length === 0 ? settings : settings.withEffective(changed);
}
