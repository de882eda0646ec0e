import type { Cluster, Link, Member, SettingsBySystem } from '../../cluster/model.js';
import { printValue } from '../../cluster/print.js';
import type { Setting } from '../../cluster/settings.js';
import { isSystem, type System } from '../../cluster/systems.js';
import type { CompareAnswer } from '../../protocol/topology-panel.js';
import type { PanelPlace } from '../../protocol/webview.js';
import type { FoundCluster } from './find.js';
import { KNOBS } from './what-if/knobs.js';

type Change = CompareAnswer['changes'][number];

/** More than this nobody reads. */
const MAX_CHANGES = 60;

/** What differs between two versions of a cluster: members, links, what they go by. */
export function changesOf(before: FoundCluster, after: FoundCluster): readonly Change[] {
  const [a, b] = [partsOf(before), partsOf(after)];
  return [
    ...memberChanges(before, after, a, b),
    ...linkChanges(before, after),
    ...settingChanges(before, after, a, b),
  ].slice(0, MAX_CHANGES);
}

/** A cluster and what coordinates it: members and the settings of both. */
interface Parts {
  readonly members: ReadonlyMap<string, Member>;
  readonly holders: ReadonlyMap<string, SettingsBySystem>;
}

function partsOf({ cluster, all }: FoundCluster): Parts {
  const service = all.find(({ id }) => id === cluster.coordination?.cluster);
  const members = new Map<string, Member>();
  const holders = new Map<string, SettingsBySystem>([['', cluster.settings]]);
  const put = (of: Cluster, name: (id: string) => string): void => {
    for (const member of of.members) {
      members.set(name(member.id), member);
      holders.set(name(member.id), member.settings);
    }
    for (const { kind, name: own, settings } of of.resources) holders.set(`${kind} ${own}`, settings);
    for (const { id, settings } of of.clients) holders.set(id, settings);
  };
  put(cluster, id => id);
  if (service !== undefined) put(service, id => (members.has(id) ? `${service.system} ${id}` : id));
  return { members, holders };
}

function memberChanges(before: FoundCluster, after: FoundCluster, a: Parts, b: Parts): Change[] {
  const changes: Change[] = [];
  for (const [name, { origin }] of b.members)
    if (!a.members.has(name)) changes.push({ text: `${name} is new.`, place: after.placeOf(origin) });
  for (const [name, member] of a.members) {
    const now = b.members.get(name);
    if (now === undefined) changes.push({ text: `${name} is gone.`, place: before.placeOf(member.origin) });
    else
      for (const text of differences(name, member, now))
        changes.push({ text, place: after.placeOf(now.origin) });
  }
  return changes;
}

function differences(name: string, before: Member, after: Member): string[] {
  const site = ({ site: { region, zone, rack } }: Member) =>
    [region, zone, rack].filter(part => part !== undefined).join(', ');
  const found: string[] = [];
  if (before.role !== after.role)
    found.push(`${name} is a ${ROLES[after.role]} now, and was a ${ROLES[before.role]}.`);
  if (before.votes !== after.votes)
    found.push(`${name} has ${votes(after.votes)} now, and had ${votes(before.votes)}.`);
  if (before.eligible !== after.eligible)
    found.push(after.eligible ? `${name} may lead now.` : `${name} may not lead any more.`);
  if ((before.leader === true) !== (after.leader === true))
    found.push(
      after.leader
        ? `${name} leads at the beginning now.`
        : `${name} does not lead at the beginning any more.`,
    );
  if (site(before) !== site(after))
    found.push(`${name} stands in ${site(after) || 'no zone'} now, and stood in ${site(before) || 'none'}.`);
  return found;
}

const ROLES: Readonly<Record<Member['role'], string>> = {
  data: 'member with data',
  witness: 'witness',
  learner: 'learner',
  router: 'router',
  spare: 'spare',
};

function votes(count: number): string {
  return count === 0 ? 'no vote' : count === 1 ? '1 vote' : `${count} votes`;
}

function linkChanges(before: FoundCluster, after: FoundCluster): Change[] {
  const keyed = (links: readonly Link[]) =>
    new Map(links.map(link => [`${link.from} ${link.to} ${link.kind}`, link]));
  const [a, b] = [keyed(before.cluster.links), keyed(after.cluster.links)];
  const members = (found: FoundCluster) => new Set(found.cluster.members.map(({ id }) => id));
  const [had, has] = [members(before), members(after)];
  const changes: Change[] = [];
  for (const [key, link] of b) {
    const old = a.get(key);
    const place = after.placeOf(link.origin);
    const both = `${link.from} to ${link.to}`;
    // Links of members that are new or gone go without saying.
    if (old === undefined && had.has(link.from) && had.has(link.to))
      changes.push({ text: `${both} is linked now, ${SYNC[link.sync]}.`, place });
    else if (old !== undefined && old.sync !== link.sync)
      changes.push({ text: `${both} is ${SYNC[link.sync]} now, and was ${SYNC[old.sync]}.`, place });
    else if (old !== undefined && old.latencyMs !== link.latencyMs)
      changes.push({ text: `${both} takes ${latency(link)} now, and took ${latency(old)}.`, place });
  }
  for (const [key, { from, to, origin }] of a)
    if (!b.has(key) && has.has(from) && has.has(to))
      changes.push({ text: `${from} to ${to} is not linked any more.`, place: before.placeOf(origin) });
  return changes;
}

const SYNC: Readonly<Record<Link['sync'], string>> = {
  async: 'asynchronous',
  received: 'synchronous (received)',
  durable: 'synchronous (durable)',
  applied: 'synchronous (applied)',
  quorum: 'part of a quorum',
};

function latency({ latencyMs }: Link): string {
  return latencyMs === undefined ? 'a time that is not told' : `${latencyMs} ms`;
}

/** Parameters that somebody wrote in either version, or that much depends on, by what the systems make of them. */
function settingChanges(before: FoundCluster, after: FoundCluster, a: Parts, b: Parts): Change[] {
  const found = new Map<string, { who: string[]; whole: boolean; readonly place: PanelPlace | undefined }>();
  for (const [holder, settings] of b.holders) {
    const old = a.holders.get(holder);
    if (old === undefined) continue;
    for (const [system, own] of Object.entries(settings)) {
      if (!isSystem(system) || own === undefined) continue;
      for (const name of namesOf(system, own.written, old[system]?.written ?? [])) {
        const [was, is] = [old[system]?.get(name), own.get(name)];
        if (was === undefined || is === undefined || is.parameter.name !== name || same(was, is)) continue;
        const text = `${name} is ${shown(is)} now, and was ${shown(was)}`;
        const written = is.written?.origin;
        const gone = was.written?.origin;
        const place =
          written !== undefined
            ? after.placeOf(written)
            : gone === undefined
              ? undefined
              : before.placeOf(gone);
        const known = found.get(text);
        const whole = holder === '';
        if (known === undefined) found.set(text, { who: whole ? [] : [holder], whole, place });
        else {
          known.who.push(holder);
          known.whole ||= whole;
        }
      }
    }
  }
  return [...found].map(([text, { who, whole, place }]) => ({
    text: whole || who.length >= b.members.size ? `${text}.` : `${text} (${listed(who)}).`,
    ...(place === undefined ? {} : { place }),
  }));
}

function namesOf(
  system: System,
  ...lists: readonly (readonly { readonly key: string }[])[]
): ReadonlySet<string> {
  return new Set([
    ...(KNOBS[system] ?? []).map(({ name }) => name),
    ...lists.flatMap(list => list.map(({ key }) => key)),
  ]);
}

function same(a: Setting, b: Setting): boolean {
  return String(a.effective) === String(b.effective);
}

function shown({ parameter, effective, written }: Setting): string {
  const value = effective === undefined ? 'unknown' : printValue(parameter, effective);
  return written === undefined ? `${value} (default)` : value;
}

function listed(names: readonly string[]): string {
  const own = [...new Set(names)];
  return own.length > 4 ? `${own.slice(0, 4).join(', ')} and ${own.length - 4} more` : own.join(', ');
}
