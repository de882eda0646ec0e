import { folderOfUri } from '../../folders.js';
import type { Member } from '../../model.js';
import { Settings, type Written } from '../../settings.js';
import { siteOf } from './assemble.js';
import type { Group, Watch } from './groups.js';
import { SENTINEL_PARAMETERS } from './parameters.js';

/** Names under which it stands among the settings how the file of a Sentinel is mounted; the value is its URI. */
export const FILE_ALONE = 'file.mounted';
export const FILE_IN_FOLDER = 'file.in-mounted-folder';
export const FILE_READ_ONLY = 'file.read-only';

/** The Sentinels of a group as voters. `open`: how many there are is not told. */
export function sentinelsOf(group: Group): {
  readonly members: readonly Member[];
  readonly settings: Settings | undefined;
  readonly open: boolean;
} {
  const { plan } = group;
  const watches = withoutTemplate(group.watches);
  if (plan !== undefined && plan.data.sentinels > 0) return planned(group);
  const ids = new Set(watches.flatMap(({ sentinel }) => sentinel.data.myId ?? []));
  const shown = watches.map(watch => memberOf(watch, ids));
  const members = [...shown, ...rememberedBy(watches, shown)];
  if (members.length === 0) return { members, settings: undefined, open: false };
  const untold = watches.some(({ sentinel }) => sentinel.data.copies === undefined);
  const oneFile = watches.length === 1 && watches[0]!.sentinel.data.fileId !== undefined;
  return {
    members,
    settings: members[0]!.settings.sentinel,
    open: untold || (oneFile && watches[0]!.monitor.known.length === 0),
  };
}

/**
 * A Sentinel writes its id into its own file when it first runs. Files without one, where at least two have one, are
 * what those were copied from. Two files with one address and port are one Sentinel, started in two ways.
 */
function withoutTemplate(watches: readonly Watch[]): readonly Watch[] {
  const isRun = ({ sentinel }: Watch) => sentinel.data.myId !== undefined;
  const isCopied = watches.filter(isRun).length > 1;
  const seen = new Set<string>();
  return watches.filter(watch => {
    const { data, uri } = watch.sentinel;
    if (data.fileId === undefined) return true;
    if (isCopied && !isRun(watch)) return false;
    const [host] = data.hosts;
    const place = `${folderOfUri(uri)} ${host}:${data.port}`;
    if (host === undefined || !seen.has(place)) {
      seen.add(place);
      return true;
    }
    return false;
  });
}

/**
 * The others that the only Sentinel shown wrote down: it could not have come by them but by hearing from them. Where
 * several are shown, one that is not among them may be long gone.
 */
function rememberedBy(watches: readonly Watch[], shown: readonly Member[]): Member[] {
  const [only] = watches;
  if (only === undefined || watches.length > 1) return [];
  const own = new Set(shown.flatMap(({ addresses }) => addresses));
  return only.monitor.known
    .filter(({ text }) => !own.has(text))
    .map(({ text, origin }): Member => {
      const host = text.replace(/:\d+$/, '');
      return {
        id: `sentinel ${host}`,
        role: 'witness',
        votes: 1,
        eligible: false,
        site: siteOf([host]),
        addresses: [text],
        settings: {
          sentinel: new Settings(SENTINEL_PARAMETERS, only.sentinel.data.version, only.monitor.written),
        },
        origin,
        configured: false,
      };
    });
}

function memberOf({ sentinel, monitor }: Watch, shown: ReadonlySet<string>): Member {
  const { data } = sentinel;
  const { host, port, known, origin } = monitor;
  // What it watches and whom it remembers are no parameters, but rules compare them.
  const written: Written[] = [
    ...monitor.written,
    ...(host === undefined
      ? []
      : [{ key: 'master', raw: `${host.text}:${port ?? 6379}`, keyOrigin: origin, origin: host.origin }]),
    ...known
      // Those whose own files are shown go by other addresses there.
      .filter(({ id }) => id === undefined || !shown.has(id))
      .map(each => ({
        key: 'known-sentinel',
        raw: each.text,
        keyOrigin: each.origin,
        origin: each.origin,
      })),
  ];
  const { mounted } = data;
  const put = (key: string, raw: string, at: Written['origin']) =>
    written.push({ key, raw, keyOrigin: at, origin: at });
  if (mounted !== undefined)
    put(mounted.inFolder ? FILE_IN_FOLDER : FILE_ALONE, mounted.file, sentinel.origin);
  if (mounted?.readOnly !== undefined) put(FILE_READ_ONLY, mounted.file, mounted.readOnly);
  const hosts = data.hosts.length > 0 ? data.hosts : [data.name.toLowerCase()];
  return {
    id: `sentinel ${data.name}`,
    role: 'witness',
    votes: 1,
    eligible: false,
    site: { ...siteOf(data.hosts), ...data.site },
    addresses: hosts.map(host => `${host}:${data.port}`),
    settings: { sentinel: new Settings(SENTINEL_PARAMETERS, data.version, written) },
    ...(data.version === undefined ? {} : { version: data.version }),
    origin: monitor.origin,
    configured: true,
  };
}

/** One beside each node: they fail together. */
function planned({ plan }: Group) {
  const { data, origin } = plan!;
  const settings = new Settings(SENTINEL_PARAMETERS, data.version, data.watch);
  const members = Array.from({ length: data.sentinels }, (_, i): Member => {
    const host = data.nodes[i]?.address.text.replace(/:\d+$/, '') ?? `${data.name}-sentinel-${i}`;
    return {
      id: `sentinel ${host}`,
      role: 'witness',
      votes: 1,
      eligible: false,
      site: siteOf([host]),
      addresses: [`${host}:26379`],
      settings: { sentinel: settings },
      origin: data.nodes[i]?.address.origin ?? origin,
      configured: true,
    };
  });
  return { members, settings, open: data.open };
}
