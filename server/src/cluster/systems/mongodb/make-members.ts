import type { Member, Role } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { Version } from '../../version.js';
import type { MemberDraft, MongoData, ServerData } from './data.js';
import { memberEffective } from './effective.js';
import type { Group } from './groups.js';
import { MONGODB_PARAMETERS } from './parameters.js';
import { hostAndPort } from './written.js';

/** More members than a replica set may have are cut off. */
export const MOST = 1000;

/** The members that a document lists, each with the server at its address. */
export function fromDrafts(
  group: Group,
  drafts: readonly MemberDraft[],
  version: Version | undefined,
): Member[] {
  const left = new Set(group.servers);
  const matched = drafts.map(({ host }) => {
    const found = host === undefined ? undefined : [...left].find(({ data }) => isAt(data, host.text));
    if (found !== undefined) left.delete(found);
    return found;
  });
  // A config that is no member's in particular is that of all of them.
  const common = [...left].filter(({ data }) => data.alone).flatMap(({ data }) => data.written);
  const given = group.set?.data.server ?? [];
  const hosts = drafts.map(({ host }) => hostAndPort(host?.text ?? '', 0).host);
  const shared = (name: string) =>
    name !== '' && !isLoopback(name) && hosts.filter(each => each === name).length > 1;
  return drafts.slice(0, MOST).map((draft, i) => {
    const server = matched[i];
    const text = draft.host?.text ?? '';
    const { host, port } = hostAndPort(text, server?.data.port ?? 27017);
    const written = [...given, ...(server?.data.written ?? common), ...draft.written];
    const addresses =
      text === '' ? [] : [`${host}:${port}`, ...(server?.data.hosts ?? []).map(each => `${each}:${port}`)];
    return memberOf({
      id: text === '' ? `member ${i}` : text,
      written,
      version,
      addresses: [...new Set(addresses)],
      site: { ...(isMachine(host) || shared(host) ? { host } : {}), ...server?.data.site, ...draft.site },
      origin: draft.host?.origin ?? draft.origin,
      // What an operator or chart makes is all in its own document.
      configured: server !== undefined || group.set?.data.by === 'operator',
    });
  });
}

/** A member of a set whose document is not shown. */
export function fromServer(
  { data, origin }: Fragment<MongoData> & { data: ServerData },
  version: Version | undefined,
): Member {
  const at = data.replSet?.origin ?? origin;
  const duties: Written[] =
    data.duty === 'arbiter'
      ? [{ key: 'members.arbiterOnly', raw: true, keyOrigin: origin, origin }]
      : data.duty === 'hidden'
        ? [
            { key: 'members.hidden', raw: true, keyOrigin: origin, origin },
            { key: 'members.priority', raw: 0, keyOrigin: origin, origin },
            { key: 'members.votes', raw: 0, keyOrigin: origin, origin },
          ]
        : [];
  return memberOf({
    id: data.name,
    written: [...data.written, ...duties],
    version: data.version ?? version,
    addresses: [...new Set([...data.hosts, data.name.toLowerCase()])].map(host => `${host}:${data.port}`),
    site: data.site,
    origin: data.alone ? at : origin,
    configured: true,
    ...(data.duty === 'primary' ? { leader: true } : {}),
  });
}

function memberOf(draft: {
  readonly id: string;
  readonly written: readonly Written[];
  readonly version: Version | undefined;
  readonly addresses: readonly string[];
  readonly site: Member['site'];
  readonly origin: Member['origin'];
  readonly configured: boolean;
  readonly leader?: boolean;
}): Member {
  const { id, addresses, site, origin, configured, version } = draft;
  const bare = new Settings(MONGODB_PARAMETERS, version, draft.written);
  const settings = bare.withEffective(memberEffective(bare));
  const arbiter = settings.flag('members.arbiterOnly') === true;
  const votes = arbiter ? 1 : (settings.number('members.votes') ?? 1);
  const priority = settings.number('members.priority') ?? 1;
  const role: Role = arbiter ? 'witness' : votes === 0 ? 'learner' : 'data';
  return {
    id,
    role,
    ...(draft.leader ? { leader: true } : {}),
    votes,
    eligible: !arbiter && votes > 0 && priority > 0,
    ...(priority > 0 && !arbiter ? { priority } : {}),
    site,
    addresses,
    settings: { mongodb: settings },
    ...(version === undefined ? {} : { version }),
    origin,
    configured,
  };
}

/** True where a server is the member at an address. */
export function isAt(server: ServerData, address: string): boolean {
  const { host, port } = hostAndPort(address, 27017);
  return (
    (server.hosts.includes(host) || server.name.toLowerCase() === host) &&
    (server.port === port || server.hosts.length > 0)
  );
}

/** An address or a full name stands for a machine; the name of a container does not. */
function isMachine(host: string): boolean {
  return !isLoopback(host) && /\.|:/.test(host) && !/\.svc\b|\.internal$|\.local$/.test(host);
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.|\[?::1\]?$|host\.docker\.internal)/.test(host);
}

/** Names that repeat are numbered. */
export function uniquely(members: readonly Member[]): Member[] {
  const seen = new Map<string, number>();
  return members.map(member => {
    const count = (seen.get(member.id) ?? 0) + 1;
    seen.set(member.id, count);
    return count === 1 ? member : { ...member, id: `${member.id} (${count})` };
  });
}
