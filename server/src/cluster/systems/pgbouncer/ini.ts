import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import { isHidden } from '../../../documents/templates.js';
import { entriesNamed, valueAt } from '../../../documents/tree.js';
import type { Router } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { Settings } from '../../settings.js';
import { writtenIn } from '../../source.js';
import { readConninfo } from '../postgres/conninfo.js';
import { PGBOUNCER_PARAMETERS } from './parameters.js';

/** `pgbouncer.ini`: every database is a router of its own. */
export const PGBOUNCER_INI: ConfigFormat<Router> = {
  title: 'pgbouncer.ini',
  detects: ({ name, text }) =>
    /pgbouncer[\w.-]{0,60}\.ini(?:\.\w{1,12})?$/.test(name) ||
    (/\.ini(?:\.\w{1,12})?$/.test(name) && /^\[pgbouncer\]/m.test(text)),
  read: source => {
    const tree = source.tree('pgbouncer', text => readAssignments(text, INI));
    const written = entriesNamed(tree, 'pgbouncer').flatMap(({ value }) => writtenIn(source, value));
    const databases = valueAt(tree, 'databases');
    if (databases?.kind !== 'map') return [];
    const settings = new Settings(PGBOUNCER_PARAMETERS, undefined, written);
    return databases.entries.slice(0, 1000).flatMap(({ key, keySpan, value }) => {
      if (value.kind !== 'scalar' || typeof value.value !== 'string' || isHidden(value.value)) return [];
      const info = readConninfo(value.value);
      if (info === undefined) return [];
      const router: Router = {
        id: `pgbouncer ${key}`,
        system: 'pgbouncer',
        purpose: /(?:^|[^a-z])(?:ro|read|replica|standby)(?:[^a-z]|$)/i.test(key) ? 'read' : 'any',
        targets: info.hosts.map(({ host, port, span }) => ({
          text: `${host}:${port}`,
          origin: source.origin({ start: value.span.start + span.start, end: value.span.start + span.end }),
        })),
        settings: { pgbouncer: settings },
        origin: source.origin(keySpan),
      };
      return [{ system: 'pgbouncer' as const, uri: source.uri, origin: router.origin, data: router }];
    });
  },
  assist: {
    syntax: 'assignments',
    booleans: ['1', '0'],
    parametersAt: path => (path[0] === 'pgbouncer' ? { table: PGBOUNCER_PARAMETERS } : undefined),
  },
};
