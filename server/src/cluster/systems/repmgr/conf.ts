import { POSTGRES_CONF, readAssignments } from '../../../documents/readers/assignments.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import { writtenIn } from '../../source.js';
import { folderOfSource } from '../postgres/conf.js';
import type { PostgresData } from '../postgres/data.js';
import { REPMGR_PARAMETERS } from './parameters.js';

/** `repmgr.conf` of one node. */
export interface RepmgrFile {
  readonly kind: 'repmgr';
  readonly written: readonly Written[];
  readonly folder: string;
  readonly name: string;
}

export const REPMGR_CONF: ConfigFormat<PostgresData> = {
  title: 'repmgr.conf',
  detects: ({ name, text }) =>
    /repmgr[\w.-]{0,60}\.conf(?:\.(?:j2|in|tmpl|tpl|template|sample|erb|example))?$/.test(name) ||
    (/\.conf$/.test(name) && /^[ \t]*node_id[ \t]*=/m.test(text) && /^[ \t]*conninfo[ \t]*=/m.test(text)),
  read: source => {
    const tree = source.tree('postgres-conf', text => readAssignments(text, POSTGRES_CONF));
    const written = writtenIn(source, tree);
    // A sample with everything commented out describes no node.
    if (!written.some(({ key }) => /^(?:node_id|node_name|conninfo|failover)$/i.test(key))) return [];
    return [
      {
        system: 'repmgr',
        uri: source.uri,
        origin: source.top,
        data: {
          kind: 'repmgr',
          written,
          folder: folderOfSource(source).replace(/#.*/s, ''),
          name: source.name,
        },
      },
    ];
  },
  assist: { syntax: 'assignments', parametersAt: () => ({ table: REPMGR_PARAMETERS }) },
};
