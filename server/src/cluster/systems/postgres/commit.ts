import type { CommitRule, SyncLevel } from '../../model.js';
import type { Settings } from '../../settings.js';
import { standbyNamesOf } from './effective.js';

/** A standby as synchronous_standby_names can mean it. */
export interface Candidate {
  /** Its member id. */
  readonly id: string;
  /** Its application_name, as it connects. */
  readonly name: string;
}

/** What a synchronous_commit waits for on the standbys; undefined: for none. */
export function levelOf(
  synchronousCommit: string | undefined,
): Exclude<SyncLevel, 'async' | 'quorum'> | undefined {
  switch (synchronousCommit) {
    case 'remote_write':
      return 'received';
    case 'remote_apply':
      return 'applied';
    case 'off':
    case 'local':
      return undefined;
    default:
      return 'durable';
  }
}

/** The commit rule of a primary with these settings. Nothing is waited for where the names are hidden or empty. */
export function commitRuleOf(settings: Settings, candidates: readonly Candidate[]): CommitRule {
  const names = standbyNamesOf(settings);
  const origin = settings.given('synchronous_standby_names')?.written.origin;
  const level = levelOf(settings.text('synchronous_commit'));
  if (names === undefined || level === undefined) {
    const why = names === undefined ? origin : settings.given('synchronous_commit')?.written.origin;
    return { count: 0, method: 'none', level: 'async', degrades: false, ...(why ? { origin: why } : {}) };
  }
  return {
    count: names.count,
    method: names.method,
    ...(names.any
      ? {}
      : {
          of: idsOf(
            names.names.map(({ name }) => name),
            candidates,
          ),
        }),
    level,
    degrades: false,
    ...(origin ? { origin } : {}),
  };
}

/** Members that the names mean, in their order; a name that nobody goes by stands for itself. */
export function idsOf(names: readonly string[], candidates: readonly Candidate[]): readonly string[] {
  return [
    ...new Set(
      names.flatMap(name => {
        const found = candidates.filter(each => each.name.toLowerCase() === name.toLowerCase());
        return found.length > 0 ? found.map(({ id }) => id) : [name];
      }),
    ),
  ];
}
