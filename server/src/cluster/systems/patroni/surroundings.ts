import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { IN_IMAGE, type PatroniData, type PatroniFragment, WATCHED } from './fragment.js';
import { folderOf } from './group.js';
import { pinOf, V2_NAMES } from './pins.js';

/** A unit, script or task that loads a watchdog's module or hands its device to Patroni. */
export const WATCHDOG_FILE: ConfigFormat<PatroniData> = {
  title: 'watchdog of Patroni',
  detects: source =>
    /watchdog|softdog/i.test(source.text) && V2_NAMES.test(source.name) && WATCHES.test(source.text),
  read: source => [
    { system: 'patroni', uri: source.uri, origin: source.top, data: { ...pinOf(source), watches: true } },
  ],
};

/** What is no comment: `modprobe softdog`, `name: softdog`, `chown postgres /dev/watchdog`, `- /dev/watchdog:/dev/watchdog`. */
const WATCHES =
  /^(?![ \t]*(?:#|\/\/|;))[^\n]{0,300}?(?:\bmodprobe\b[^\n#]{0,60}(?:softdog|_wdt)|\bname[ \t]*[:=][ \t]*["']?(?:softdog|\w+_wdt)\b|^softdog\b|\b(?:chown|chmod|setfacl)\b[^\n#]{0,100}\/dev\/watchdog|KERNEL==["']watchdog|-[ \t]*["']?\/dev\/watchdog\d?:)/m;

/** A recipe for an image that takes Patroni in, and containers that publish the port of its REST API. */
export const IMAGE_FILE: ConfigFormat<PatroniData> = {
  title: 'image of Patroni',
  detects: source =>
    /patroni|8008/i.test(source.text) &&
    ((/^(?:docker|container)file|\.dockerfile$/i.test(source.name) && /patroni/i.test(source.text)) ||
      (/\.ya?ml$/i.test(source.name) && PUBLISHES.test(source.text))),
  read: source => [
    {
      system: 'patroni',
      uri: source.uri,
      origin: source.top,
      data: {
        ...pinOf(source),
        ...(/\.ya?ml$/i.test(source.name) ? { publishes: true as const } : { builds: true as const }),
      },
    },
  ],
};

/** `- "8008:8008"`, `- 0.0.0.0:8009:8008`, `published: 8008`; not on the machine's own address alone. */
const PUBLISHES =
  /^[ \t]*-[ \t]*["']?(?!(?:127\.|localhost:|\[::1\]))[\w.${}:[\]-]{0,80}:8008(?:\/tcp)?["']?[ \t]*(?:#.*)?\r?$|^[ \t]*published[ \t]*:[ \t]*["']?8008\b|^[ \t]*network_mode[ \t]*:[ \t]*["']?host\b/m;

/** Nodes with what other files of the project say of where they run. */
export function withSurroundings(
  nodes: readonly PatroniFragment[],
  pins: readonly PatroniFragment[],
): readonly PatroniFragment[] {
  const images = pins.filter(({ data }) => data.builds === true).map(({ uri }) => folderOf([uri]));
  const publishes = pins.some(({ data }) => data.publishes === true);
  const watched = pins.some(({ data }) => data.watches === true);
  if (images.length === 0 && !watched) return nodes;
  return nodes.map(node => {
    const { uri, data } = node;
    const folder = folderOf([uri]);
    const inImage = images.some(each => folder === each || folder.startsWith(`${each}/`));
    const said = (key: string, raw: boolean): Written => ({
      key,
      raw,
      keyOrigin: data.origin,
      origin: data.origin,
    });
    const more = [...(inImage ? [said(IN_IMAGE, publishes)] : []), ...(watched ? [said(WATCHED, true)] : [])];
    return more.length === 0 ? node : { ...node, data: { ...data, local: [...data.local, ...more] } };
  });
}
