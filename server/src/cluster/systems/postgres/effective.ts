import { type Effective, Settings, type Written } from '../../settings.js';
import { isAtLeast, type Version } from '../../version.js';
import { POSTGRES_PARAMETERS } from './parameters.js';
import { printStandbyNames, readStandbyNames, type StandbyNames } from './standby-names.js';

/** Bytes of one file of the log, unless the cluster was made with another size. */
const SEGMENT = 16 * 2 ** 20;

/** Settings of a server with what it makes of them. Also for those who manage PostgreSQL and set its parameters. */
export function postgresSettings(version: Version | undefined, written: readonly Written[]): Settings {
  const settings = new Settings(POSTGRES_PARAMETERS, version, written);
  const effective: Record<string, Effective> = {};
  const level = settings.text('wal_level');
  if (level === 'archive' || level === 'hot_standby') {
    effective.wal_level = { value: 'replica', because: `Since 9.6 \`${level}\` means \`replica\`.` };
  }
  const names = standbyNamesOf(settings);
  const commit = settings.text('synchronous_commit');
  const isEmpty = !settings.isHidden('synchronous_standby_names') && names === undefined;
  if (isEmpty && (commit === 'remote_apply' || commit === 'remote_write')) {
    effective.synchronous_commit = {
      value: 'local',
      because:
        'synchronous_standby_names is empty, so no standby is waited for: only the local flush counts.',
    };
  }
  if (names !== undefined && !names.explicit) {
    effective.synchronous_standby_names = {
      value: printStandbyNames(
        'first',
        1,
        names.names.map(({ name }) => name),
      ),
      because: 'A list without FIRST or ANY waits for one standby: the first of them that is connected.',
    };
  }
  const segments = settings.number('wal_keep_segments');
  if (segments !== undefined && segments > 0 && !isAtLeast(version, '13')) {
    effective.wal_keep_size = {
      value: segments * SEGMENT,
      because: `wal_keep_segments keeps ${segments} files of 16 MB.`,
    };
  }
  return settings.withEffective(effective);
}

/** What synchronous_standby_names asks for; undefined where it is empty, hidden or broken. */
export function standbyNamesOf(settings: Settings): StandbyNames | undefined {
  const value = settings.get('synchronous_standby_names')?.value;
  return typeof value === 'string' ? readStandbyNames(value)?.names : undefined;
}
