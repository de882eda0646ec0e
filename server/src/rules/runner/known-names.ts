import type { Cluster } from '../../cluster/model.js';
import type { Parameter } from '../../cluster/parameter.js';
import type { Settings } from '../../cluster/settings.js';
import { isAtLeast, isOlder } from '../../cluster/version.js';
import type { Report } from '../rule.js';

/**
 * What a report says in words that the version at hand knows: a parameter that came later is called by the name that it had
 * then; where it had none, the sentences that name it are left out, and the fixes with them. What somebody wrote himself is
 * talked about whatever the version.
 * @returns The identical report where all is known; undefined where nothing is left, as its first sentence is of such a parameter.
 */
export function withKnownNames<R extends Report>(report: R, cluster: Cluster): R | undefined {
  const unknown = unknownIn(report.message, cluster);
  if (unknown.size === 0) return report;
  const sentences = report.message.split(/(?<=[.;:])\s+(?=[A-Z`])/).map(sentence => {
    const names = [...unknown].filter(([name]) => wordOf(name).test(sentence));
    return names.some(([, before]) => before === undefined)
      ? undefined
      : names.reduce((text, [name, before]) => text.replaceAll(wordOf(name), before!), sentence);
  });
  if (sentences[0] === undefined) return undefined;
  const message = sentences.filter(sentence => sentence !== undefined).join(' ');
  const { fixes, ...rest } = report;
  return { ...rest, message } as R;
}

/** Names in a text that the version of a system does not know, each with the one that it had then. */
function unknownIn(text: string, cluster: Cluster): ReadonlyMap<string, string | undefined> {
  const words = text.match(/(?<![\w.-])[a-z][\w.-]*\w/gi) ?? [];
  const names = new Set(words.filter(word => /[._-]/.test(word)));
  const found = new Map<string, string | undefined>();
  if (names.size === 0) return found;
  const all = settingsOf(cluster);
  for (const name of names) {
    const known = all.flatMap(settings => {
      const parameter = settings.table.find(name);
      return parameter === undefined ? [] : [{ settings, parameter }];
    });
    if (known.length === 0 || !known.every(({ settings, parameter }) => isLater(settings, parameter)))
      continue;
    found.set(name, before(known[0]!.settings, known[0]!.parameter));
  }
  return found;
}

function isLater({ version, written, table }: Settings, { since, name }: Parameter): boolean {
  return (
    since !== undefined &&
    isOlder(version, since) &&
    !written.some(({ key }) => table.find(key)?.name === name)
  );
}

/** The name that was taken over by this parameter, where the version still has it. */
function before({ version, table }: Settings, { name }: Parameter): string | undefined {
  const later = table.find(name)?.since;
  return table.all.find(
    ({ renamedTo, related, since, removed }) =>
      // Some took another unit with the new name, and are told as others that end where it begins.
      (renamedTo === name || (removed !== undefined && removed === later && related?.includes(name))) &&
      (since === undefined || !isOlder(version, since)) &&
      (removed === undefined || !isAtLeast(version, removed)),
  )?.name;
}

/** The settings of the whole and of all members and routers, each object once. */
function settingsOf(cluster: Cluster): readonly Settings[] {
  const known = ALL.get(cluster);
  if (known !== undefined) return known;
  const places = [cluster, ...cluster.members.slice(0, MOST), ...cluster.routers];
  const all = [...new Set(places.flatMap(({ settings }) => Object.values(settings)))];
  ALL.set(cluster, all);
  return all;
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w.-])${name.replace(/[.-]/g, '\\$&')}(?![\\w-])`, 'g');
}

const ALL = new WeakMap<Cluster, readonly Settings[]>();
/** Members of one cluster have one version, with few exceptions. */
const MOST = 20;
