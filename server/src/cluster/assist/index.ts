import type { Span } from '../../text/span.js';
import type { Cluster } from '../model.js';
import type { ConfigFormat, FormatAssist, SystemModule } from '../module.js';
import type { Parameter, ParameterTable } from '../parameter.js';
import type { Setting, Settings } from '../settings.js';
import type { Source } from '../source.js';
import { embeddedAt } from './embedded.js';
import { type ConfigPlace, placesIn } from './place.js';
import { variableAt } from './variables.js';

/** A key or value of a config, with the parameter that it is and those that could stand there. */
export interface Assistance {
  readonly place: ConfigPlace;
  readonly assist: FormatAssist;
  /** The parameter whose key or value it is. */
  readonly parameter: Parameter | undefined;
  /** For a key: what could stand here, as it would be written; without a parameter where others are below it. */
  readonly keys: readonly { readonly name: string; readonly parameter: Parameter | undefined }[];
}

/** What is known of a place in a file; undefined where no system that we read has a parameter there. */
export function assistAt(
  source: Source,
  offset: number,
  modules: readonly SystemModule[],
): Assistance | undefined {
  const embedded = source.embedding === undefined ? embeddedAt(source, offset) : undefined;
  if (embedded !== undefined) {
    const found = assistAt(embedded.source, embedded.offset, modules);
    if (found !== undefined) {
      const { start, end } = found.place.word;
      const word = { start: embedded.outer(start), end: embedded.outer(start) + end - start };
      return { ...found, place: { ...found.place, word } };
    }
  }
  let likely: Assistance | undefined;
  for (const { assist } of formatsOf(source, modules)) {
    if (assist === undefined) continue;
    for (const place of placesIn(source.text, offset, assist)) {
      const found = assistanceOf(source, assist, place);
      if (found?.parameter !== undefined) return found;
      if (found !== undefined && found.keys.length > 0) likely ??= found;
    }
  }
  return likely ?? variableAt(source, offset, modules);
}

function assistanceOf(source: Source, assist: FormatAssist, place: ConfigPlace): Assistance | undefined {
  const isKey = place.role === 'key';
  const above = isKey ? place.path : place.path.slice(0, -1);
  const own = isKey ? (place.name ?? source.text.slice(place.word.start, place.word.end)) : place.path.at(-1);
  if (own === undefined) return undefined;
  const found = tableAt(assist, above, source);
  if (found === undefined) return undefined;
  const { table, prefix } = found;
  const parameter =
    found.spelling === undefined ? table.find(prefix + own) : spelled(table, found.spelling).get(own);
  return { place, assist, parameter, keys: isKey ? keysAt(assist, place, found) : [] };
}

function keysAt(
  { syntax }: FormatAssist,
  { siblings, lead = '' }: ConfigPlace,
  { table, prefix, flat, spelling }: ReturnType<typeof tableAt> & {},
): Assistance['keys'] {
  const nested = flat !== true && syntax !== 'assignments' && syntax !== 'directives';
  const keys = new Map<string, Parameter | undefined>();
  for (const parameter of table.all) {
    if (parameter.renamedTo !== undefined) continue;
    const written = spelling === undefined ? parameter.name : spelling(parameter.name);
    if (!written?.startsWith(prefix + lead)) continue;
    const name = written.slice(prefix.length + lead.length);
    // Of nested names the next part alone is written here.
    const part = nested ? name.split('.', 1)[0]! : name;
    if (part === '' || siblings.has(part)) continue;
    if (part === name || !keys.has(part)) keys.set(part, part === name ? parameter : undefined);
  }
  return [...keys].map(([name, parameter]) => ({ name, parameter }));
}

/** Parameters by how a format calls them. */
function spelled(table: ParameterTable, spelling: (name: string) => string | undefined) {
  const byName = new Map<string, Parameter>();
  for (const parameter of table.all) {
    const name = spelling(parameter.name);
    if (name !== undefined) byName.set(name, parameter);
  }
  return byName;
}

/** The setting that is written at an offset of a file, as some cluster has it. */
export function settingAt(
  clusters: readonly Cluster[],
  uri: string,
  word: Span,
  parameter: Parameter,
): Setting | undefined {
  for (const settings of everySetting(clusters)) {
    if (settings.table.find(parameter.name) === undefined) continue;
    const setting = settings.get(parameter.name);
    const written = setting?.written;
    if (written === undefined) continue;
    const { unit, span } = written.origin;
    const key = written.keyOrigin.span;
    if (unit.uri !== uri) continue;
    const start = unit.piece.start;
    if (
      touches(word, start + span.start, start + span.end) ||
      touches(word, start + key.start, start + key.end)
    )
      return setting;
  }
  return undefined;
}

function* everySetting(clusters: readonly Cluster[]): Generator<Settings> {
  for (const cluster of clusters) {
    const holders = [
      cluster,
      ...cluster.members,
      ...cluster.resources,
      ...cluster.routers,
      ...cluster.clients,
    ];
    for (const { settings } of holders) for (const own of Object.values(settings)) if (own) yield own;
  }
}

function touches(word: Span, start: number, end: number): boolean {
  return word.start <= end && start <= word.end;
}

function* formatsOf(source: Source, modules: readonly SystemModule[]): Generator<ConfigFormat<unknown>> {
  for (const module of modules) {
    for (const format of module.formats) if (format.assist && format.detects(source)) yield format;
  }
}

/** Nested parameters are below the path that the format knows: `storage` of `storage.journal.enabled`. */
function tableAt(assist: FormatAssist, path: readonly string[], source: Source) {
  for (let known = path.length; known >= 0; known--) {
    const found = assist.parametersAt(path.slice(0, known), source);
    if (found === undefined) continue;
    const below = path.slice(known).map(key => `${key}.`);
    return { ...found, prefix: (found.prefix ?? '') + below.join('') };
  }
  return undefined;
}
