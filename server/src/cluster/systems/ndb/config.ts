import { INI, readAssignments } from '../../../documents/readers/assignments.js';
import type { Entry } from '../../../documents/tree.js';
import type { Origin } from '../../../sql/reading.js';
import type { ConfigFormat, Fragment } from '../../module.js';
import type { Written } from '../../settings.js';
import { rawOf, type Source } from '../../source.js';
import { pathOf } from '../mysql/my-cnf.js';
import { shown } from '../mysql/variables.js';
import { NDB_TABLE } from './parameters.js';

/** One section of the management server's file: a node, or the defaults of a kind of nodes. */
export interface NdbSection {
  readonly kind: NdbKind;
  readonly defaults: boolean;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export type NdbKind = 'ndbd' | 'ndb_mgmd' | 'api' | 'other';

export interface NdbConfig {
  readonly path: string;
  readonly sections: readonly NdbSection[];
}

const HEADER = /^[ \t]*\[([^\]\r\n]{1,60})\]/gm;
const MAX_SECTIONS = 1000;

/** `config.ini` of NDB's management server, where each section of a name is a node of its own. */
export const NDB_FORMAT: ConfigFormat<NdbConfig> = {
  title: 'config.ini of NDB',
  detects: isNdbConfig,
  read: readConfig,
  assist: {
    syntax: 'assignments',
    separator: '=',
    parametersAt: (path, source) =>
      isNdbConfig(source) && kindOf(path[0] ?? '') !== 'other' ? { table: NDB_TABLE } : undefined,
  },
};

export function isNdbConfig(source: Source): boolean {
  return (
    /\.(?:ini|cnf|conf)(?:\.[a-z0-9]+)?$/.test(source.name) &&
    /^[ \t]*\[ndb(?:d|_mgmd)(?:[ _]default)?\]/im.test(source.text) &&
    (/\.ini/.test(source.name) || /^[ \t]*NoOfReplicas\b/im.test(source.text))
  );
}

function readConfig(source: Source): readonly Fragment<NdbConfig>[] {
  const tree = source.tree('ndb', text => readAssignments(text, INI));
  const entries = tree.entries
    .flatMap(({ value }): readonly Entry[] => (value.kind === 'map' ? value.entries : []))
    .sort((a, b) => a.keySpan.start - b.keySpan.start);
  const headers = [...source.text.matchAll(HEADER)].slice(0, MAX_SECTIONS);
  let next = 0;
  const sections = headers.map((header, i): NdbSection => {
    const until = headers[i + 1]?.index ?? Number.POSITIVE_INFINITY;
    const written: Written[] = [];
    for (; next < entries.length && entries[next]!.keySpan.start < until; next++) {
      const { key, keySpan, value } = entries[next]!;
      const raw = rawOf(value);
      written.push({
        key: key.trim(),
        raw: typeof raw === 'string' ? shown(raw.replace(/\s+[#;].*$/, '')) : raw,
        keyOrigin: source.origin(keySpan),
        origin: source.origin(value.span),
      });
    }
    const name = header[1]!;
    const start = header.index + header[0].indexOf('[') + 1;
    return {
      kind: kindOf(name),
      defaults: /[ _]default$/i.test(name.trim()),
      written,
      origin: source.origin({ start, end: start + name.length }),
    };
  });
  const first = sections[0];
  if (first === undefined) return [];
  return [{ system: 'ndb', uri: source.uri, origin: first.origin, data: { path: pathOf(source), sections } }];
}

function kindOf(section: string): NdbKind {
  const name = section
    .trim()
    .toLowerCase()
    .replace(/[ _]default$/, '');
  if (name === 'ndbd' || name === 'db') return 'ndbd';
  if (name === 'ndb_mgmd' || name === 'mgm') return 'ndb_mgmd';
  return name === 'mysqld' || name === 'api' || name === 'ndbapi' ? 'api' : 'other';
}
