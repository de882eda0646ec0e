import type { Cluster, Member } from '../../cluster/model.js';
import type { System } from '../../cluster/systems.js';
import type { SettingRef } from '../history/model.js';

/** Names settings as the cause of something: of one member, or of the whole cluster. */
export function because(place: Member | Cluster, system: System, ...names: readonly string[]): SettingRef[] {
  const member = 'site' in place ? { member: place.id } : {};
  return names.map(name => ({ system, name, ...member }));
}
