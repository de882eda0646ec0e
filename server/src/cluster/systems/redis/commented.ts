import type { ConfigFormat, Fragment } from '../../module.js';
import { resolvedUri } from '../../services/index.js';
import type { RedisData } from './data.js';

const MOUNT = /^([ \t]*)(#[ \t]*)?-[ \t]*["']?(\.{1,2}\/[^:\s"'#]{1,200}\.conf(?:ig)?):\//gm;
const MOST = 50;

/**
 * Config files that only comments of a composition mount: what started with them was taken out, and nothing is said of
 * them.
 */
export const COMMENTED: ConfigFormat<RedisData> = {
  title: 'configs of Redis that nothing mounts any more',
  detects: ({ embedding, name, text }) =>
    embedding === undefined &&
    /compose[^/]*\.ya?ml$/.test(name) &&
    text.length < 500_000 &&
    /^[ \t]*#[^\n]*\.conf/m.test(text) &&
    /redis|valkey|sentinel/i.test(text),
  read: source => {
    const live = new Set<string>();
    const commented = new Set<string>();
    for (const [, , mark, path] of source.text.matchAll(MOUNT)) {
      const file = resolvedUri(source.uri, path!);
      if (file !== undefined && commented.size < MOST) (mark === undefined ? live : commented).add(file);
    }
    return [...commented]
      .filter(file => !live.has(file))
      .map(
        (file): Fragment<RedisData> => ({
          system: 'redis',
          uri: source.uri,
          origin: source.top,
          data: { kind: 'commented', file },
        }),
      );
  },
};
