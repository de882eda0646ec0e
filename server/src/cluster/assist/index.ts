import type { Span } from '../../text/span.js';
import type { Cluster } from '../model.js';
import type { ConfigFormat, SystemModule } from '../module.js';
import type { Parameter } from '../parameter.js';
import type { Setting, Settings } from '../settings.js';
import type { Source } from '../source.js';
import { type ConfigPlace, placeIn } from './place.js';

/** A key or value of a config, with the parameter that it is and those that could stand there. */
export interface Assistance {
  readonly place: ConfigPlace;
  /** The parameter whose key or value it is. */
  readonly parameter: Parameter | undefined;
  /** For a key: what could stand here, named as it would be written. */
  readonly keys: readonly { readonly name: string; readonly parameter: Parameter }[];
}

/** What is known of a place in a file; undefined where no system that we read has a parameter there. */
export function assistAt(
  source: Source,
  offset: number,
  modules: readonly SystemModule[],
): Assistance | undefined {
  for (const { assist } of formatsOf(source, modules)) {
    if (assist === undefined) continue;
    const place = placeIn(source.text, offset, assist.syntax);
    if (place === undefined) continue;
    const above = place.role === 'key' ? place.path : place.path.slice(0, -1);
    const own =
      place.role === 'key' ? source.text.slice(place.word.start, place.word.end) : place.path.at(-1)!;
    const found = tableAt(assist.parametersAt, above, source);
    if (found === undefined) continue;
    const { table, prefix } = found;
    const keys =
      place.role === 'value'
        ? []
        : table.all.flatMap(parameter => {
            if (!parameter.name.startsWith(prefix) || parameter.renamedTo !== undefined) return [];
            // Of nested names the next part alone is written here.
            const [name = ''] =
              assist.syntax === 'yaml' || assist.syntax === 'json'
                ? parameter.name.slice(prefix.length).split('.')
                : [parameter.name.slice(prefix.length)];
            return place.siblings.has(name) ? [] : [{ name, parameter }];
          });
    const parameter = table.find(prefix + own);
    if (parameter === undefined && keys.length === 0) continue;
    return { place, parameter, keys: uniqueNames(keys) };
  }
  return undefined;
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
function tableAt(
  parametersAt: NonNullable<ConfigFormat<unknown>['assist']>['parametersAt'],
  path: readonly string[],
  source: Source,
) {
  for (let known = path.length; known >= 0; known--) {
    const found = parametersAt(path.slice(0, known), source);
    if (found === undefined) continue;
    const below = path.slice(known).map(key => `${key}.`);
    return { table: found.table, prefix: (found.prefix ?? '') + below.join('') };
  }
  return undefined;
}

function uniqueNames<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map(each => [each.name, each])).values()];
}
