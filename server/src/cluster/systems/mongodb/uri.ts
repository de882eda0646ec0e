import { HIDDEN, isHidden } from '../../../documents/templates.js';
import type { Span } from '../../../text/span.js';
import type { Named } from '../../model.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { MongoData } from './data.js';

const FILES = /(?:\.(?:env|ya?ml|json|properties|conf|cfg|ini|toml|sh|[cm]?js)|\.env\.\w+|^\.env)(?:\.\w+)?$/;
const URI = /mongodb(\+srv)?:\/\/([^\s"'`<>\\]{1,2000})/g;
/** Of one file: nobody writes more by hand. */
const MAX_URIS = 200;

/** Connection strings, wherever a config or script has them. */
export const CONNECTION_STRINGS: ConfigFormat<MongoData> = {
  title: 'MongoDB connection string',
  detects: source =>
    source.embedding === undefined &&
    source.text.includes('mongodb') &&
    FILES.test(source.name) &&
    /mongodb(?:\+srv)?:\/\//.test(source.text),
  read: readConnectionStrings,
};

function readConnectionStrings(source: Source): Fragment<MongoData>[] {
  const text = source.tree('masked', masked => masked);
  const found: Fragment<MongoData>[] = [];
  for (const match of text.matchAll(URI)) {
    if (found.length >= MAX_URIS) break;
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    if (/^\s*(?:#|\/\/|;|\*|<!--)/.test(line)) continue;
    const start = match.index + match[0].length - match[2]!.length;
    found.push(clientOf(source, match[1] !== undefined, match[2]!, start, match.index));
  }
  return found;
}

function clientOf(
  source: Source,
  srv: boolean,
  rest: string,
  start: number,
  whole: number,
): Fragment<MongoData> {
  const span = (from: number, to: number): Span => ({ start: start + from, end: start + to });
  const question = rest.indexOf('?');
  const path = question === -1 ? rest : rest.slice(0, question);
  const at = path.lastIndexOf('@');
  const slash = path.indexOf('/', at + 1);
  const hostsEnd = slash === -1 ? path.length : slash;
  const hosts: Named[] = [];
  let from = at + 1;
  for (const host of path.slice(at + 1, hostsEnd).split(',')) {
    const text = isUntold(host) ? '' : host.toLowerCase();
    if (host !== '') hosts.push({ text, origin: source.origin(span(from, from + host.length)) });
    from += host.length + 1;
  }
  const written: Written[] = [];
  from = question + 1;
  for (const option of question === -1 ? [] : rest.slice(question + 1).split('&')) {
    const equals = option.indexOf('=');
    if (equals > 0) {
      // Closing brackets and commas belong to the text around it.
      const value = /^[^)\]},;]*/.exec(option.slice(equals + 1))![0];
      written.push({
        key: option.slice(0, equals),
        raw: isUntold(option) ? undefined : decoded(value),
        keyOrigin: source.origin(span(from, from + equals)),
        origin: source.origin(span(from + equals + 1, from + equals + 1 + value.length)),
      });
    }
    from += option.length + 1;
  }
  return {
    system: 'mongodb',
    uri: source.uri,
    origin: source.origin({ start: whole, end: start + rest.length }),
    data: { kind: 'client', hosts, srv, written },
  };
}

function isUntold(text: string): boolean {
  return isHidden(text) || text.includes(HIDDEN) || /[${}()%<>]/.test(text.replace(/%[0-9a-f]{2}/gi, ''));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
