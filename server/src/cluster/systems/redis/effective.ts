import type { FailoverRule } from '../../model.js';
import type { Effective, Settings } from '../../settings.js';
import { isAtLeast } from '../../version.js';

/** What a server goes by where it is not what is written. */
export function serverEffective(settings: Settings): Record<string, Effective> {
  const effective: Record<string, Effective> = {};
  if (settings.number('min-replicas-max-lag') === 0 && settings.number('min-replicas-to-write') !== 0)
    effective['min-replicas-to-write'] = { value: 0, because: 'min-replicas-max-lag 0 switches it off.' };
  if (settings.flag('protected-mode') === true) {
    if (settings.raw('requirepass') || settings.raw('user') || settings.raw('aclfile'))
      effective['protected-mode'] = { value: false, because: 'It only protects servers without a password.' };
    else if (!isAtLeast(settings.version, '7.0') && settings.given('bind'))
      effective['protected-mode'] = {
        value: false,
        because: 'Before 7.0 it only protects servers without a bind line.',
      };
  }
  return effective;
}

/** How long it takes from the loss of a master until another one takes writes, as bounds in ms. */
export function detectionOf(
  mode: 'replication' | 'cluster',
  redis: Settings | undefined,
  sentinel: Settings | undefined,
): Pick<FailoverRule, 'detectMs' | 'origin'> {
  const [settings, name] =
    mode === 'cluster' ? [redis, 'cluster-node-timeout'] : [sentinel, 'down-after-milliseconds'];
  const timeout = settings?.number(name);
  if (timeout === undefined || settings?.isHidden(name)) return {};
  const given = settings?.given(name)?.written;
  // Cluster: a majority has to report it within two timeouts, then a replica waits for up to two seconds and is elected.
  // Sentinel: pings go out each second, the others are asked each second, then one is elected and promotes.
  const most = mode === 'cluster' ? 2 * timeout + 2000 : timeout + 5000;
  return { detectMs: [timeout, most], ...(given === undefined ? {} : { origin: given.origin }) };
}
