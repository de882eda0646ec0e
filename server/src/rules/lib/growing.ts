import { wordsOf } from './naming.js';

/** True where a table's name says that it grows with use rather than with what it describes. */
export function isGrowing(table: string): boolean {
  return wordsOf(table).some(word => GROWING.test(word));
}

/**
 * True where a table's name says that it lists what somebody sets up (projects, tenants, settings, countries): people
 * make such rows one by one.
 */
export function isRegistry(table: string): boolean {
  const words = wordsOf(table);
  const last = words.at(-1);
  if (last === undefined) return false;
  if (words[0] === 'dim') return true;
  // Instances of a plugin are set up; those of a task are made by each run.
  if (/^instances?$/.test(last)) return INSTALLED.has(words.at(-2) ?? '');
  return REGISTRIES.has(last) || REGISTRIES.has(last.replace(/ies$/, 'y')) || REGISTRIES.has(singular(last));
}

function singular(word: string): string {
  return word.replace(/s$/, '');
}

const GROWING =
  /^(events?|logs?|messages?|audits?|clicks?|impressions?|metrics?|histor(y|ies)|transactions?|notifications?|sessions?|requests?|visits?|views?|measurements?|readings?|samples?|traces?|pings?|deliver(y|ies)|activit(y|ies))$/;

const INSTALLED = new Set('plugin server database cluster service application app'.split(' '));

const REGISTRIES = new Set(
  `project workspace environment namespace principal tenant organization organisation company store shop branch
  department team group alertgroup role permission privilege preference setting config configuration option
  parameter property feature flag plan tier kind type category subcategory status state reason class unit currency
  language locale country region territory geography city state province template theme menu layout
  definition define rule policy version schema plugin driver integration cluster server node datasource database warehouse
  queue schedule calendar app application module component service provider vendor supplier manufacturer brand genre
  tag label quota topic channel site website domain staff scenario k8s udf`
    .split(/\s+/)
    .filter(Boolean),
);
