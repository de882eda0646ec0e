import type { SettingValue } from '../../parameter.js';
import type { Effective, Settings } from '../../settings.js';
import { isOlder } from '../../version.js';
import { PASSED } from './controlled.js';

/** First version that holds ttl, loop_wait and retry_timeout to their rule. */
export const ADJUSTS_SINCE = '3.2';
/** First version that leaves synchronous_standby_names alone where synchronous_mode is off. */
export const PLAIN_SYNC_SINCE = '3.3.2';

export interface Timing {
  readonly ttl: number;
  readonly loopWait: number;
  readonly retryTimeout: number;
}

/** ttl, loop_wait and retry_timeout as written, in ms; undefined where one of them is hidden or no number. */
export function writtenTiming(settings: Settings): Timing | undefined {
  const [ttl, loopWait, retryTimeout] = ['ttl', 'loop_wait', 'retry_timeout'].map(name => {
    const value = settings.get(name)?.value;
    return typeof value === 'number' ? Math.trunc(value / 1000) * 1000 : undefined;
  });
  if (ttl === undefined || loopWait === undefined || retryTimeout === undefined) return undefined;
  return { ttl, loopWait, retryTimeout };
}

/**
 * What Patroni makes of the three: each raised to its least, then loop_wait lowered so that
 * loop_wait + 2 * retry_timeout fits into ttl; where even a loop_wait of 1 s does not fit, retry_timeout as well. All in ms.
 */
export function adjustTiming({ ttl, loopWait, retryTimeout }: Timing): Timing {
  const least = {
    ttl: Math.max(ttl, 20_000),
    loop: Math.max(loopWait, 1000),
    retry: Math.max(retryTimeout, 3000),
  };
  if (1000 + 2 * least.retry > least.ttl) {
    return { ttl: least.ttl, loopWait: 1000, retryTimeout: Math.floor((least.ttl / 1000 - 1) / 2) * 1000 };
  }
  const room = least.ttl - 2 * least.retry;
  return { ttl: least.ttl, loopWait: Math.min(least.loop, room), retryTimeout: least.retry };
}

/** The timing that the cluster goes by; as written where the version does not adjust it. */
export function timingOf(settings: Settings): Timing | undefined {
  const [ttl, loopWait, retryTimeout] = [
    settings.number('ttl'),
    settings.number('loop_wait'),
    settings.number('retry_timeout'),
  ];
  if (ttl === undefined || loopWait === undefined || retryTimeout === undefined) return undefined;
  return { ttl, loopWait, retryTimeout };
}

/**
 * What Patroni makes of its dynamic configuration.
 * @param defaults What an image or operator writes where nobody else does.
 */
export function patroniEffective(
  settings: Settings,
  defaults: Readonly<Record<string, Effective>> = {},
): Settings {
  const effective: Record<string, Effective> = {};
  for (const [name, value] of Object.entries(defaults)) {
    if (settings.given(name) === undefined) effective[name] = value;
  }
  const version = settings.version;
  const timing = writtenTiming(settings);
  if (timing !== undefined && !isOlder(version, ADJUSTS_SINCE)) {
    const real = adjustTiming(timing);
    const rule = `Patroni holds loop_wait + 2 * retry_timeout <= ttl, with at least 1, 3 and 20 s.`;
    if (real.ttl !== timing.ttl) effective.ttl = { value: real.ttl, because: rule };
    if (real.loopWait !== timing.loopWait) effective.loop_wait = { value: real.loopWait, because: rule };
    if (real.retryTimeout !== timing.retryTimeout) {
      effective.retry_timeout = { value: real.retryTimeout, because: rule };
    }
  }
  if (
    isStandbyCluster(settings) &&
    !isOlder(version, ADJUSTS_SINCE) &&
    settings.text('synchronous_mode') !== 'off'
  ) {
    effective.synchronous_mode = { value: 'off', because: 'A standby cluster ignores synchronous_mode.' };
  }
  const strict = settings.flag('synchronous_mode_strict') === true;
  const count = settings.get('synchronous_node_count')?.value;
  if (typeof count === 'number' && count < 1) {
    effective.synchronous_node_count = strict
      ? { value: 1, because: 'synchronous_mode_strict keeps one synchronous standby.' }
      : { value: Math.max(count, 0), because: 'Less than one standby is none.' };
  }
  const margin = settings.get('watchdog.safety_margin')?.value;
  const ttl = effective.ttl?.value ?? settings.number('ttl');
  if (margin === -1 && typeof ttl === 'number') {
    const fires = Math.floor(ttl / 2000) * 1000;
    effective['watchdog.safety_margin'] = {
      value: ttl - fires,
      because: `-1 lets the watchdog fire after half of ttl, ${fires / 1000} s.`,
    };
  }
  return settings.withEffective(effective);
}

/** True where the cluster follows another one: Patroni asks for a host, a port or a restore_command. */
export function isStandbyCluster(settings: Settings): boolean {
  return ['host', 'port', 'restore_command'].some(key => {
    const given = settings.given(`standby_cluster.${key}`);
    return given !== undefined && given.written.raw !== undefined && given.value !== '';
  });
}

/** After how many ms without a keepalive the machine is reset; undefined: it is not known. */
export function watchdogTimeout(settings: Settings): number | undefined {
  const ttl = settings.number('ttl');
  const margin = settings.number('watchdog.safety_margin');
  return ttl === undefined || margin === undefined ? undefined : ttl - margin;
}

/**
 * What PostgreSQL runs with under Patroni: it passes some parameters on the command line, whoever else wrote them.
 * @param standbyNames What Patroni puts into synchronous_standby_names; undefined: it does not touch it.
 */
export function postgresEffective(
  settings: Settings,
  scope: string | undefined,
  standbyNames: string | undefined,
): Settings {
  const effective: Record<string, Effective> = {
    hot_standby: { value: true, because: 'Patroni always switches hot_standby on.' },
  };
  for (const [name, { value, least }] of Object.entries(PASSED)) {
    const given = settings.get(name);
    if (given === undefined || name === 'hot_standby') continue;
    if (given.written === undefined) {
      if (name === 'wal_keep_size' && settings.given('wal_keep_segments') !== undefined) continue;
      if (given.value !== value) effective[name] = passed(name, value);
    } else if (typeof given.value === 'number' && least !== undefined && given.value < least) {
      effective[name] = {
        value,
        because: `Patroni takes no ${name} below ${least} and passes its default.`,
      };
    }
  }
  if (scope !== undefined && settings.get('cluster_name') !== undefined) {
    effective.cluster_name = { value: scope, because: 'Patroni sets cluster_name to the scope.' };
  }
  if (standbyNames !== undefined) {
    effective.synchronous_standby_names = {
      value: standbyNames,
      because: 'Patroni keeps synchronous_standby_names itself; these are the nodes when all are well.',
    };
  }
  return settings.withEffective(effective);
}

function passed(name: string, value: SettingValue): Effective {
  return { value, because: `Patroni passes ${name} to PostgreSQL on its command line.` };
}
