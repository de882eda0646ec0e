import { type Effective, Settings } from '../../settings.js';
import type { KafkaClient } from './data.js';
import { TABLES } from './read.js';

/** What a broker makes of its settings. */
export function settingsOfBroker(settings: Settings): Settings {
  const found: Record<string, Effective> = {};
  for (const name of ['log.retention.ms', 'log.retention.minutes']) {
    const finer = settings.given(name);
    if (finer?.value === undefined) continue;
    found['log.retention.hours'] = { value: finer.value, because: `${name} wins over log.retention.hours.` };
    break;
  }
  if (settings.given('log.dirs') === undefined && settings.given('log.dir') !== undefined)
    found['log.dirs'] = { value: settings.list('log.dir'), because: 'log.dir stands for log.dirs.' };
  return Object.keys(found).length === 0 ? settings : settings.withEffective(found);
}

/** What a program makes of its settings: idempotence follows from the others where nobody asks for it. */
export function settingsOfClient({ role, written, version }: KafkaClient): Settings {
  const settings = new Settings(TABLES[role], version?.version, written);
  if (role !== 'producer') return settings;
  const found: Record<string, Effective> = {};
  const acks = settings.text('acks');
  if (settings.given('transactional.id') !== undefined) {
    if (settings.given('enable.idempotence') === undefined)
      found['enable.idempotence'] = {
        value: true,
        because: 'transactional.id makes the producer idempotent.',
      };
    if (settings.given('acks') === undefined)
      found.acks = { value: 'all', because: 'An idempotent producer waits for all copies in sync.' };
  } else if (settings.given('enable.idempotence')?.value === true && settings.given('acks') === undefined) {
    found.acks = { value: 'all', because: 'An idempotent producer waits for all copies in sync.' };
  } else if (
    settings.given('enable.idempotence') === undefined &&
    ((acks !== 'all' && acks !== '-1' && acks !== undefined) ||
      (settings.number('max.in.flight.requests.per.connection') ?? 5) > 5 ||
      settings.given('retries')?.value === 0)
  ) {
    found['enable.idempotence'] = {
      value: false,
      because: 'It is on by default only with acks=all, retries and at most five requests at once.',
    };
  }
  return Object.keys(found).length === 0 ? settings : settings.withEffective(found);
}
