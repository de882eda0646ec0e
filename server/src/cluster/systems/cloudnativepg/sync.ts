import type { CommitRule } from '../../model.js';
import type { Effective, Settings } from '../../settings.js';
import { isOlder } from '../../version.js';
import { levelOf } from '../patroni/commit.js';

/** The three numbers of the failover quorum: R + W > N allows a promotion. */
export interface Quorum {
  /** Standbys that a commit waits for. */
  readonly w: number;
  /** Standbys that may have it. */
  readonly n: number;
  /** Standbys that must be reached before one is promoted. */
  readonly needed: number;
}

/** What is made of the settings of the resource. */
export function cnpgEffective(settings: Settings, annotation: boolean | undefined): Settings {
  const effective: Record<string, Effective> = {};
  const sync = synchronous(settings);
  if (annotation !== undefined && sync) {
    effective['postgresql.synchronous.failoverQuorum'] = {
      value: annotation,
      because: 'The annotation alpha.cnpg.io/failoverQuorum wins over the field.',
    };
  }
  return settings.withEffective(effective);
}

/** True where the stanza `synchronous` is written. */
export function synchronous(settings: Settings): boolean {
  return (
    settings.given('postgresql.synchronous.number') !== undefined ||
    settings.given('postgresql.synchronous.method') !== undefined
  );
}

/** How many standbys a commit waits for. @param pods Names of the instances; the first one is the primary. */
export function cnpgCommit(settings: Settings, postgres: Settings, pods: readonly string[]): CommitRule {
  const none: CommitRule = { count: 0, method: 'none', level: 'async', degrades: false };
  const level = levelOf(postgres);
  if (level === 'async') return none;
  if (synchronous(settings)) {
    const count = settings.number('postgresql.synchronous.number');
    if (count === undefined) return none;
    const most = settings.number('postgresql.synchronous.maxStandbyNamesFromCluster');
    const preferred = settings.text('postgresql.synchronous.dataDurability') === 'preferred';
    const origin = settings.given('postgresql.synchronous.number')?.written.origin;
    return {
      count,
      method: settings.text('postgresql.synchronous.method') === 'first' ? 'first' : 'any',
      of: [
        ...settings.list('postgresql.synchronous.standbyNamesPre'),
        ...(most === undefined ? pods : pods.slice(1).slice(0, Math.max(0, most))),
        ...settings.list('postgresql.synchronous.standbyNamesPost'),
      ],
      level,
      degrades: preferred,
      ...(origin === undefined ? {} : { origin }),
    };
  }
  const most = settings.number('maxSyncReplicas') ?? 0;
  if (most < 1) return none;
  const least = settings.number('minSyncReplicas') ?? 0;
  const ready = Math.max(0, pods.length - 1);
  const origin = settings.given('maxSyncReplicas')?.written.origin;
  return {
    count: Math.min(ready, ready < most ? least : most),
    method: 'any',
    of: pods,
    level,
    degrades: true,
    ...(origin === undefined ? {} : { origin }),
  };
}

/** Undefined where the failover does not ask for it, or a number is not told. */
export function failoverQuorum(settings: Settings, instances: number | undefined): Quorum | undefined {
  const w = settings.number('postgresql.synchronous.number');
  if (w === undefined || instances === undefined || isOlder(settings.version, '1.27')) return undefined;
  const outside =
    settings.list('postgresql.synchronous.standbyNamesPre').length +
    settings.list('postgresql.synchronous.standbyNamesPost').length;
  const most = settings.number('postgresql.synchronous.maxStandbyNamesFromCluster');
  const own = Math.min(instances - 1, most ?? instances - 1);
  const n = own + outside;
  return { w, n, needed: n - w + 1 };
}
