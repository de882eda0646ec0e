import { POSTGRES_CONF, readAssignments } from '../../../documents/readers/assignments.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { writtenIn } from '../../source.js';
import { folderOfSource } from '../postgres/conf.js';
import type { PostgresData } from '../postgres/data.js';
import { PGPOOL_PARAMETERS } from './parameters.js';

/** `pgpool.conf`. */
export interface PgpoolFile {
  readonly kind: 'pgpool';
  readonly written: readonly Written[];
  readonly folder: string;
  readonly name: string;
  /** Set up by an image in which something else promotes. */
  readonly routerOnly?: true;
}

export const PGPOOL_CONF: ConfigFormat<PostgresData> = {
  title: 'pgpool.conf',
  detects: ({ name, text }) =>
    /pgpool[\w.-]{0,60}\.conf(?:\.[\w-]{1,30}){0,2}$/.test(name) ||
    (/\.conf(?:\.\w{1,12})?$/.test(name) && /^[ \t]*backend_hostname\d{1,3}[ \t]*=/m.test(text)),
  read: source => {
    const tree = source.tree('postgres-conf', text => readAssignments(text, POSTGRES_CONF));
    const written = writtenIn(source, tree);
    if (!written.some(({ key }) => /^backend_hostname\d+$/i.test(key))) return [];
    return [
      {
        system: 'pgpool',
        uri: source.uri,
        origin: source.top,
        data: {
          kind: 'pgpool',
          written,
          folder: folderOfSource(source).replace(/#.*/s, ''),
          name: source.name,
        },
      },
    ];
  },
  assist: {
    syntax: 'assignments',
    booleans: ['on', 'off'],
    parametersAt: () => ({ table: PGPOOL_PARAMETERS }),
  },
};
