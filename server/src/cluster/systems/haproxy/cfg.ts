import { argumentsOf, HAPROXY_CFG, readDirectives } from '../../../documents/readers/directives.js';
import { isHidden } from '../../../documents/templates.js';
import type { Entry, Node } from '../../../documents/tree.js';
import type { Named, Router } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import type { Source } from '../../source.js';
import { HAPROXY_PARAMETERS } from './parameters.js';

/** `haproxy.cfg`: every backend with servers is a router. */
export const HAPROXY_FORMAT: ConfigFormat<Router> = {
  title: 'haproxy.cfg',
  detects: ({ name, text }) =>
    /haproxy[\w.-]{0,60}\.(?:cfg|conf)(?:\.\w{1,10})?$/.test(name) ||
    (/\.cfg(?:\.\w{1,10})?$/.test(name) &&
      /^(?:listen|backend)[ \t]/m.test(text) &&
      /^[ \t]+server[ \t]/m.test(text)),
  read: source =>
    routersIn(source).map(data => ({ system: 'haproxy', uri: source.uri, origin: data.origin, data })),
  assist: { syntax: 'directives', parametersAt: () => ({ table: HAPROXY_PARAMETERS }) },
};

function routersIn(source: Source): readonly Router[] {
  const tree = source.tree('haproxy', text => readDirectives(text, HAPROXY_CFG));
  let defaults: readonly Written[] = [];
  return tree.entries.flatMap((section): readonly Router[] => {
    if (section.value.kind !== 'map') return [];
    const { entries } = section.value;
    if (section.key === 'defaults') {
      defaults = settingsOf(source, entries);
      return [];
    }
    if (section.key !== 'listen' && section.key !== 'backend') return [];
    const servers = entries.filter(({ key }) => key === 'server');
    if (servers.length === 0) return [];
    const name = section.labels?.[0]?.text ?? section.key;
    if (section.key === 'backend' && !isUsed(name, source.text)) return [];
    const written = [...defaults, ...settingsOf(source, entries)];
    const settings = new Settings(HAPROXY_PARAMETERS, undefined, written);
    // Nothing else than a stream of bytes is a database's protocol.
    if (settings.text('mode') === 'http') return [];
    const check = checkOf(source, entries);
    const targets = servers.flatMap(server => targetOf(source, server));
    // The API of a cluster manager is no database.
    if (targets.length > 0 && targets.every(({ text }) => text.endsWith(':8008'))) return [];
    return [
      {
        id: name,
        system: 'haproxy',
        purpose: purposeOf(name, check),
        targets,
        ...(check === undefined ? {} : { check }),
        settings: { haproxy: settings },
        origin: source.origin(section.labels?.[0]?.span ?? section.keySpan),
      },
    ];
  });
}

/** False for a backend that no frontend of the file sends anybody to, where others are named. */
function isUsed(name: string, text: string): boolean {
  const sent = [...text.matchAll(/^[ \t]*(?:default|use)_backend[ \t]+(\S+)/gm)].map(([, to]) => to!);
  return sent.length === 0 || sent.some(to => to === name || /[%$<{]/.test(to));
}

/** Settings of a section; those of its servers count where the first of them says so. */
function settingsOf(source: Source, entries: readonly Entry[]): readonly Written[] {
  const written: Written[] = [];
  let server = false;
  for (const { key, keySpan, value } of entries) {
    const words = argumentsOf(value);
    if (key === 'default-server') written.push(...flagsOf(source, words));
    else if (key === 'server') {
      if (!server) written.push(...flagsOf(source, words.slice(2)));
      server = true;
    } else if ((key === 'timeout' || key === 'option' || key === 'http-check') && words.length > 0) {
      const [first, ...rest] = words;
      const sub = textOf(first!);
      if (sub === undefined) continue;
      const span = rest.length > 0 ? { start: rest[0]!.span.start, end: rest.at(-1)!.span.end } : first!.span;
      const texts = rest.map(textOf);
      written.push({
        key: `${key} ${sub}`,
        raw: texts.some(text => text === undefined) ? undefined : texts.join(' '),
        keyOrigin: source.origin({ start: keySpan.start, end: first!.span.end }),
        origin: source.origin(span),
      });
    } else if (key === 'balance' || key === 'mode' || key === 'retries' || key === 'maxconn') {
      const [first] = words;
      if (first === undefined) continue;
      written.push({
        key,
        raw: textOf(first),
        keyOrigin: source.origin(keySpan),
        origin: source.origin(first.span),
      });
    }
  }
  return written;
}

const WITH_VALUE = new Set(['inter', 'fastinter', 'downinter', 'fall', 'rise', 'on-marked-down', 'maxconn']);

function flagsOf(source: Source, words: readonly Node[]): readonly Written[] {
  const written: Written[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const name = textOf(word);
    if (name === 'backup') {
      written.push({
        key: name,
        raw: true,
        keyOrigin: source.origin(word.span),
        origin: source.origin(word.span),
      });
    }
    const value = words[i + 1];
    if (name === undefined || !WITH_VALUE.has(name) || value === undefined) continue;
    written.push({
      key: name,
      raw: textOf(value),
      keyOrigin: source.origin(word.span),
      origin: source.origin(value.span),
    });
    i++;
  }
  return written;
}

/** `server name host:port`; those whose address a template hides are left out. */
function targetOf(source: Source, { value }: Entry): readonly Named[] {
  const address = argumentsOf(value)[1];
  const text = address === undefined ? undefined : textOf(address);
  if (address === undefined || text === undefined || text.startsWith('/') || text.startsWith('unix@'))
    return [];
  return [{ text: text.replace(/^ipv[46]@/, ''), origin: source.origin(address.span) }];
}

/** How the role is asked for: the path of an HTTP check. */
function checkOf(source: Source, entries: readonly Entry[]): Named | undefined {
  let found: Named | undefined;
  for (const { key, value } of entries) {
    const words = argumentsOf(value);
    const text = words[0] === undefined ? undefined : textOf(words[0]);
    const isCheck = key === 'option' && text === 'httpchk';
    const isSend = key === 'http-check' && text === 'send';
    // A script or a query of the protocol may tell the role as well.
    const isScript = key === 'external-check' || (key === 'tcp-check' && text === 'expect');
    if (isScript && words.length > 0) {
      found ??= {
        text: `${key} ${words.map(word => textOf(word) ?? '').join(' ')}`,
        origin: originOf(source, words),
      };
    }
    if (!isCheck && !isSend) continue;
    const path = words.find(word => textOf(word)?.startsWith('/') === true);
    if (path !== undefined)
      found = {
        text: words
          .slice(1)
          .map(word => textOf(word) ?? '')
          .join(' '),
        origin: originOf(source, words.slice(1)),
      };
    else if (words.some(word => textOf(word) === undefined)) {
      // A template decides: it may well be the role that it asks for.
      found ??= { text: '', origin: originOf(source, words) };
    } else if (isCheck) {
      // `OPTIONS /`, which Patroni answers for the primary only.
      found ??= { text: '/', origin: originOf(source, words) };
    }
  }
  return found;
}

function originOf(source: Source, words: readonly Node[]): Named['origin'] {
  return source.origin({ start: words[0]!.span.start, end: words.at(-1)!.span.end });
}

function purposeOf(name: string, check: Named | undefined): Router['purpose'] {
  const path = /(\/[\w-]*)/.exec(check?.text ?? '')?.[1];
  switch (path) {
    case '/':
    case '/primary':
    case '/master':
    case '/leader':
    case '/read-write':
      return 'write';
    case '/replica':
    case '/read-only':
    case '/sync':
    case '/synchronous':
    case '/async':
    case '/asynchronous':
    case '/quorum':
    case '/read-only-sync':
    case '/read-only-quorum':
      return 'read';
    default:
      break;
  }
  if (/(?:^|[^a-z])(?:primary|master|write|writer|rw|leader)(?:[^a-z]|$)/i.test(name)) return 'write';
  if (/(?:^|[^a-z])(?:replicas?|standbys?|slaves?|read|reads|reader|ro|secondary)(?:[^a-z]|$)/i.test(name))
    return 'read';
  return 'unknown';
}

function textOf(node: Node): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' && !isHidden(node.value)
    ? node.value
    : undefined;
}
