import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import type { Entry, MapNode } from '../../../documents/tree.js';
import { valueAt } from '../../../documents/tree.js';
import type { Named, Router } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { Settings, type Written } from '../../settings.js';
import { type Source, writtenIn } from '../../source.js';
import { MYSQLROUTER_TABLE } from './parameters.js';

const SECTION = /^[ \t]*\[(?:routing|metadata_cache)(?::[\w.-]{1,100})?\]/m;

/** `mysqlrouter.conf`: each section of routing is a router. */
export const MYSQLROUTER_CONF: ConfigFormat<Router> = {
  title: 'mysqlrouter.conf',
  detects: ({ name, text }) =>
    /\.(?:conf|cnf|cfg|ini)(?:\.[a-z0-9]{1,10})?$/.test(name) &&
    SECTION.test(text) &&
    /^[ \t]*destinations\b/m.test(text),
  read: source =>
    routersIn(source).map(data => ({ system: 'mysqlrouter', uri: source.uri, origin: data.origin, data })),
  assist: {
    syntax: 'assignments',
    booleans: ['1', '0'],
    parametersAt: ([section]) =>
      section !== undefined && /^(?:routing|metadata_cache)(?::|$)/.test(section)
        ? { table: MYSQLROUTER_TABLE }
        : undefined,
  },
};

const MAX_ROUTES = 500;

function routersIn(source: Source): readonly Router[] {
  const tree = source.tree('mysqlrouter', text => readAssignments(text, INI));
  const sections = tree.entries.filter(
    (entry): entry is Entry & { value: MapNode } => entry.value.kind === 'map',
  );
  const caches = sections.filter(({ key }) => /^metadata_cache(?::|$)/.test(key));
  return sections
    .filter(({ key }) => /^routing(?::|$)/.test(key))
    .slice(0, MAX_ROUTES)
    .flatMap((section): readonly Router[] => {
      const destinations = valueAt(section.value, 'destinations');
      if (destinations?.kind !== 'scalar' || typeof destinations.value !== 'string') return [];
      const text = destinations.value;
      const place = destinations.span.start;
      const dynamic = /^metadata-cache:\/\/([^/?]*)/.exec(text);
      const cache =
        caches.find(({ key }) => key === `metadata_cache:${dynamic?.[1] ?? ''}`) ??
        (caches.length === 1 ? caches[0] : undefined);
      const query = dynamic === null ? [] : queryOf(source, text, place);
      const written = [
        ...(dynamic === null || cache === undefined ? [] : writtenIn(source, cache.value)),
        ...writtenIn(source, section.value),
        ...query,
      ];
      const settings = new Settings(MYSQLROUTER_TABLE, undefined, written);
      const metadata = cache === undefined ? undefined : valueAt(cache.value, 'bootstrap_server_addresses');
      const targets =
        dynamic === null
          ? addressesIn(source, text, place)
          : metadata?.kind === 'scalar' && typeof metadata.value === 'string'
            ? addressesIn(source, metadata.value, metadata.span.start)
            : [];
      return [
        {
          id: `MySQL Router ${section.key.replace(/^routing:?/, '') || 'route'}`,
          system: 'mysqlrouter',
          purpose: purposeOf(section.key, settings),
          targets,
          ...(dynamic === null ? {} : { check: { text, origin: source.origin(destinations.span) } }),
          settings: { mysqlrouter: settings },
          origin: source.origin(section.keySpan),
        },
      ];
    });
}

/** `a:3306, b`, or URLs of them. */
function addressesIn(source: Source, text: string, start: number): readonly Named[] {
  return [...text.matchAll(/[^\s,]+/g)].slice(0, 200).flatMap(match => {
    const bare = match[0]
      .replace(/^mysqlx?:\/\//, '')
      .replace(/^[^@/]*@/, '')
      .replace(/\/$/, '');
    if (!/^[\w.:[\]-]+$/.test(bare)) return [];
    const from = start + match.index;
    return [
      {
        text: /:\d+$/.test(bare) ? bare : `${bare}:3306`,
        origin: source.origin({ start: from, end: from + match[0].length }),
      },
    ];
  });
}

function queryOf(source: Source, text: string, start: number): readonly Written[] {
  return [...text.matchAll(/[?&]([a-z_]{1,60})=([^&\s]*)/g)].map(match => {
    const key = start + match.index + 1;
    const value = key + match[1]!.length + 1;
    return {
      key: `destinations.${match[1]!}`,
      raw: match[2]!,
      keyOrigin: source.origin({ start: key, end: value - 1 }),
      origin: source.origin({ start: value, end: value + match[2]!.length }),
    };
  });
}

function purposeOf(section: string, settings: Settings): Router['purpose'] {
  if (settings.text('access_mode') === 'auto') return 'any';
  const role = settings.text('destinations.role');
  if (role !== undefined) return role === 'PRIMARY' ? 'write' : role === 'SECONDARY' ? 'read' : 'any';
  const mode = settings.text('mode');
  if (mode !== undefined) return mode === 'read-only' ? 'read' : 'write';
  const strategy = settings.text('routing_strategy');
  if (
    /(?:^|[^a-z])(?:ro|read[-_]?only|reads?|secondar(?:y|ies)|replicas?|slaves?)(?:[^a-z]|$)/i.test(section)
  )
    return 'read';
  if (/(?:^|[^a-z])(?:rw|read[-_]?write|writes?|primary|master|source)(?:[^a-z]|$)/i.test(section))
    return 'write';
  return strategy === 'first-available' || strategy === 'next-available' ? 'write' : 'unknown';
}
