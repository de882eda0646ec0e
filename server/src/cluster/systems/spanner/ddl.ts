import type { Origin } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import type { StatementFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import type { SpannerData, SpannerDatabase } from './data.js';

type Place = (start: number, end: number) => Origin;

/**
 * `ALTER DATABASE d SET OPTIONS (default_leader = 'us-east1')` of GoogleSQL, `ALTER DATABASE d SET spanner.default_leader =
 * 'us-east1'` of the PostgreSQL dialect, and placements.
 * https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language
 */
export const STATEMENTS: StatementFormat<SpannerData> = {
  dialects: ['postgres', 'mysql', 'bigquery', 'sqlite'],
  mayBe:
    /\balter\s+database\b[^;]{0,200}\bset\s+(?:options\s*\(|"?spanner\.)|\bcreate\s+placement\b[^;]{0,200}\b(?:options|with)\s*\(/i,
  read: unit => {
    const { text, body } = unit.piece;
    const found = databaseIn(text.slice(body.start, body.end).slice(0, 10_000), (start, end) => ({
      unit,
      span: { start: body.start + start, end: body.start + end },
    }));
    if (found === undefined) return [];
    const data: SpannerData = {
      folder: folderOfUri(unit.uri),
      instances: [],
      databases: [found],
      programs: [],
    };
    return [{ system: 'spanner', uri: unit.uri, origin: found.origin, data }];
  },
};

const ALTER = /^\s*alter\s+database\s+([`"]?)([\w-]{1,100})\1\s+set\s+(options\s*\(|"?spanner\.)/i;
const PLACEMENT =
  /^\s*create\s+placement\s+(?:if\s+not\s+exists\s+)?([`"]?)([\w-]{1,100})\1\s+(?:options|with)\s*\(/i;

/** The database, or the placement in it, that a statement gives options; undefined where it gives none that we know. */
export function databaseIn(statement: string, at: Place): SpannerDatabase | undefined {
  const alter = ALTER.exec(statement);
  const head = alter ?? PLACEMENT.exec(statement);
  if (head === null) return undefined;
  // The name after the dot belongs to the setting.
  const from = alter?.[3]?.toLowerCase().includes('spanner') ? head[0].length - 1 : head[0].length;
  const written = optionsIn(statement, from, at);
  const name = head[2]!;
  const start = head[0].indexOf(name, head[0].search(/database|placement/i) + 8);
  return written.length === 0
    ? undefined
    : {
        label: name,
        instance: '',
        ...(alter === null ? { placement: true as const } : {}),
        written,
        origin: at(start, start + name.length),
      };
}

/** `default_leader = 'x', version_retention_period = '7d'`. */
export function optionsIn(text: string, from: number, at: Place): Written[] {
  const found: Written[] = [];
  for (const match of text.slice(from).matchAll(OPTION)) {
    const [whole, name, raw] = match;
    const start = from + match.index + whole.indexOf(name!);
    const end = from + match.index + whole.length;
    const value = raw!.replace(/^['"]|['"]$/g, '');
    found.push({
      key: name!.toLowerCase(),
      raw: /[${}]/.test(value) || /^null$/i.test(value) ? undefined : value,
      keyOrigin: at(start, start + name!.length),
      origin: at(end - raw!.length, end),
    });
    if (found.length >= 50) break;
  }
  return found;
}

const OPTION =
  /\b(default_leader|version_retention_period|instance_partition|read_lease_regions)"?\s*(?:=|\bto\b)\s*('[^'\n]{0,200}'|"[^"\n]{0,200}"|null\b)/gi;
