import type { Cluster, Member } from '../../../cluster/model.js';
import type { Setting, Settings, Written } from '../../../cluster/settings.js';
import type { Origin } from '../../../sql/reading.js';
import type { Edit, Example } from '../../rule.js';
import { clusterExample } from './example.js';

/** A place with settings of PostgreSQL, and the member that they are of; none for those of the whole cluster. */
export interface Place {
  readonly settings: Settings;
  readonly member: Member | undefined;
}

/** Every set of PostgreSQL's settings in a cluster, each once. */
export function placesOf(cluster: Cluster): readonly Place[] {
  const seen = new Set<Settings>();
  const places: Place[] = [];
  for (const member of cluster.members) {
    const settings = member.settings.postgres;
    if (settings === undefined || seen.has(settings)) continue;
    seen.add(settings);
    places.push({ settings, member });
  }
  const own = cluster.settings.postgres;
  if (own !== undefined && !seen.has(own)) places.unshift({ settings: own, member: undefined });
  return places;
}

export type Given = Setting & { readonly written: Written };

/** A parameter wherever somebody wrote it, each place of a file once. */
export function givenIn(
  cluster: Cluster,
  name: string,
): readonly { readonly setting: Given; readonly place: Place }[] {
  const seen = new Set<string>();
  return placesOf(cluster).flatMap(place => {
    const setting = place.settings.given(name);
    if (setting === undefined || setting.written.raw === undefined) return [];
    const { unit, span } = setting.written.origin;
    const key = `${unit.uri} ${unit.piece.start + span.start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ setting, place }];
  });
}

/** True where PostgreSQL's own settings decide about commits, and no manager writes them. */
export function isSelfManaged(cluster: Cluster): boolean {
  return cluster.system === 'postgres' || cluster.system === 'repmgr' || cluster.system === 'pgpool';
}

export function primaryOf(cluster: Cluster): Member | undefined {
  return cluster.members.find(({ leader }) => leader === true);
}

/** Members that hold a copy and follow the primary. */
export function standbysOf(cluster: Cluster): readonly Member[] {
  return cluster.members.filter(({ role, leader }) => role === 'data' && leader !== true);
}

/** True where files speak of more than one copy. */
export function isReplicated(cluster: Cluster): boolean {
  return standbysOf(cluster).length > 0 || cluster.commit.count > 0;
}

/** A duration for people: `90 s`, `30 ms`, `2 h`. */
export function printMs(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  const seconds = ms / 1000;
  if (seconds < 180) return `${Number(seconds.toFixed(1))} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Number(minutes.toFixed(1))} min` : `${Number((minutes / 60).toFixed(1))} h`;
}

/** A value in the place of another, in the quotes that stand there. */
export function valueEdit(origin: Origin, value: string): Edit {
  const { unit, span } = origin;
  const quote = unit.piece.text[span.start];
  const isQuoted = quote === "'" || quote === '"';
  const bare = /^[\w.-]+$/.test(value);
  return {
    origin,
    newText: isQuoted ? `${quote}${value}${quote}` : bare ? value : `'${value}'`,
  };
}

/** Takes the line of a setting away. */
export function lineRemoval({ keyOrigin, origin }: Written): Edit {
  const { unit } = keyOrigin;
  const { text } = unit.piece;
  let start = keyOrigin.span.start;
  while (start > 0 && text[start - 1] !== '\n') start--;
  let end = origin.span.end;
  while (end < text.length && text[end] !== '\n') end++;
  return { origin: { unit, span: { start, end: Math.min(end + 1, text.length) } }, newText: '' };
}

/** True for a file of assignments, in which a line can be taken away or added. */
export function isConf({ origin }: Written): boolean {
  return /\.conf(?:\.\w+)?$/i.test(origin.unit.uri);
}

/** A line added after that of a setting, in a file of assignments. */
export function lineAfter({ origin }: Written, line: string): Edit {
  const { unit } = origin;
  const { text } = unit.piece;
  let end = origin.span.end;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return { origin: { unit, span: { start: end, end } }, newText: `\n${line}` };
}

/** A primary `n1` and standbys `n2`, `n3` … that go by `s1`, `s2` …, each with its folder. */
export function postgresExample(
  primary: string,
  standbys: readonly string[],
  says?: string,
  more: Readonly<Record<string, string>> = {},
): Example {
  const files: Record<string, string> = { 'n1/postgresql.conf': `${primary}\n` };
  for (const [i, conf] of standbys.entries()) {
    const conninfo = conf.includes('primary_conninfo')
      ? ''
      : `primary_conninfo = 'host=n1 user=replicator application_name=s${i + 1}'\n`;
    files[`n${i + 2}/postgresql.conf`] = `${conninfo}${conf}${conf === '' ? '' : '\n'}`;
    files[`n${i + 2}/standby.signal`] = '';
  }
  return clusterExample('postgres', { ...files, ...more }, says);
}
