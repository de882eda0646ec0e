import type { Span } from '../../../text/span.js';

/** One part of a connection string, with its place in the text. */
export interface ConninfoPart {
  readonly value: string;
  readonly span: Span;
}

/** A connection string as libpq reads it: `host=a port=5432` or `postgresql://a:5432,b/app?target_session_attrs=any`. */
export interface Conninfo {
  readonly parts: ReadonlyMap<string, ConninfoPart>;
  /** Hosts with their ports, in order; a socket's folder is no host. */
  readonly hosts: readonly { readonly host: string; readonly port: number; readonly span: Span }[];
}

/** @param text The value without its quotes. Undefined for what is no connection string. */
export function readConninfo(text: string): Conninfo | undefined {
  const parts = /^\s*postgres(?:ql)?:\/\//i.test(text) ? readUri(text) : readKeywords(text);
  if (parts === undefined || parts.size === 0) return undefined;
  return { parts, hosts: hostsOf(parts) };
}

/** More than anybody writes. */
const MAX_PARTS = 200;

function readKeywords(text: string): Map<string, ConninfoPart> | undefined {
  const parts = new Map<string, ConninfoPart>();
  let at = 0;
  while (parts.size < MAX_PARTS) {
    at = skip(text, at);
    if (at >= text.length) return parts;
    const start = at;
    while (at < text.length && text[at] !== '=' && !isSpace(text[at]!)) at++;
    const key = text.slice(start, at).toLowerCase();
    at = skip(text, at);
    if (text[at] !== '=' || !/^[a-z_]+$/.test(key)) return undefined;
    at = skip(text, at + 1);
    const from = at;
    let value = '';
    if (text[at] === "'") {
      for (at++; at < text.length && text[at] !== "'"; at++) {
        if (text[at] === '\\' && at + 1 < text.length) at++;
        value += text[at]!;
      }
      at = Math.min(at + 1, text.length);
    } else {
      for (; at < text.length && !isSpace(text[at]!); at++) {
        if (text[at] === '\\' && at + 1 < text.length) at++;
        value += text[at]!;
      }
    }
    parts.set(key, { value, span: { start: from, end: at } });
  }
  return parts;
}

function readUri(text: string): Map<string, ConninfoPart> | undefined {
  const parts = new Map<string, ConninfoPart>();
  const put = (key: string, start: number, end: number) => {
    if (end > start) parts.set(key, { value: decoded(text.slice(start, end)), span: { start, end } });
  };
  const begin = text.indexOf('://') + 3;
  let end = begin;
  while (end < text.length && !'/?# \t\r\n"\'`'.includes(text[end]!)) end++;
  const at = text.lastIndexOf('@', end - 1);
  let hosts = begin;
  if (at >= begin) {
    const colon = text.indexOf(':', begin);
    if (colon >= begin && colon < at) {
      put('user', begin, colon);
      put('password', colon + 1, at);
    } else {
      put('user', begin, at);
    }
    hosts = at + 1;
  }
  put('hosts', hosts, end);
  if (text[end] === '/') {
    let stop = end + 1;
    while (stop < text.length && !'?# \t\r\n"\'`'.includes(text[stop]!)) stop++;
    put('dbname', end + 1, stop);
    end = stop;
  }
  if (text[end] !== '?') return parts;
  for (let from = end + 1; from < text.length && parts.size < MAX_PARTS; ) {
    let stop = from;
    while (stop < text.length && !'&# \t\r\n"\'`'.includes(text[stop]!)) stop++;
    const equals = text.indexOf('=', from);
    if (equals > from && equals < stop) put(text.slice(from, equals), equals + 1, stop);
    if (text[stop] !== '&') break;
    from = stop + 1;
  }
  return parts;
}

function hostsOf(parts: ReadonlyMap<string, ConninfoPart>): Conninfo['hosts'] {
  const listed = parts.get('hosts') ?? parts.get('hostaddr') ?? parts.get('host');
  if (listed === undefined) return [];
  const ports = (parts.get('port')?.value ?? '').split(',');
  const inUri = parts.has('hosts');
  let at = listed.span.start;
  return listed.value
    .split(',')
    .slice(0, 100)
    .flatMap((each, i) => {
      const span = { start: at, end: at + each.length };
      at += each.length + 1;
      const found = inUri ? /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(each) : undefined;
      const host = (found?.[1] ?? each).replace(/^\[|\]$/g, '').trim();
      if (host === '' || host.startsWith('/') || host.startsWith('@')) return [];
      const port = Number(found?.[2] ?? ports[i] ?? ports[0]) || 5432;
      return [{ host, port, span }];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function skip(text: string, at: number): number {
  while (at < text.length && isSpace(text[at]!)) at++;
  return at;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
