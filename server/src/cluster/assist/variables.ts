import type { SystemModule } from '../module.js';
import type { Source } from '../source.js';
import type { Assistance } from './index.js';

const FILES = /\.(?:ya?ml|env|sh|service)(?:\.\w+)?$|^\.env|^(?:dockerfile|procfile)/;
/** `ETCD_NAME: a`, `- "ETCD_NAME=a"`, `name: ETCD_NAME`, `export ETCD_NAME=a`. */
const VARIABLE =
  /^(.{0,200}?(?:^|[\s"']))([A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{1,100})(["']?[ \t]*(?:[:=][ \t]*|$))(["']?)([^\s"']*)/;

/** A variable that a system's images take as a parameter, where it is set for a container or a service. */
export function variableAt(
  source: Source,
  offset: number,
  modules: readonly SystemModule[],
): Assistance | undefined {
  if (!FILES.test(source.name)) return undefined;
  const { text } = source;
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, Math.min(end < 0 ? text.length : end, start + 1000)).trimEnd();
  const found = VARIABLE.exec(line);
  if (found === null || /(?:^|\s)#/.test(found[1]!)) return undefined;
  const [, before = '', name = '', sign = '', quote = '', value = ''] = found;
  const keyStart = start + before.length;
  const valueStart = keyStart + name.length + sign.length + quote.length;
  const onKey = offset >= keyStart && offset <= keyStart + name.length;
  if (!onKey && (offset < valueStart || offset > valueStart + value.length)) return undefined;
  for (const module of modules) {
    const parameter = module.variable?.(name);
    if (parameter === undefined) continue;
    // Maps of docker-compose take texts for values: a bare `true` is refused.
    const bare = sign.includes(':') && quote === '';
    const word = onKey
      ? { start: keyStart, end: keyStart + name.length }
      : { start: valueStart, end: valueStart + value.length };
    return {
      place: {
        role: onKey ? 'key' : 'value',
        path: onKey ? [] : [name],
        word,
        siblings: new Set(),
        written: text => (bare && !onKey && !/^[A-Za-z]+$/.test(text) ? `"${text}"` : text),
      },
      assist: {
        syntax: 'yaml',
        parametersAt: () => undefined,
        booleans: bare ? ['"true"', '"false"'] : ['true', 'false'],
      },
      parameter,
      keys: [],
    };
  }
  return undefined;
}
