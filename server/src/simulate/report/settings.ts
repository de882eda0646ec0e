import type { Cluster } from '../../cluster/model.js';
import { printValue } from '../../cluster/print.js';
import type { Setting, Settings } from '../../cluster/settings.js';
import { isSystem } from '../../cluster/systems.js';
import type { Origin } from '../../sql/reading.js';
import { LineIndex } from '../../text/lines.js';
import type { SettingRef } from '../history/model.js';
import type { SettingValue, SourcePlace } from './model.js';

/** Finds the line and column of a place in a file. */
export type Locate = (origin: Origin) => SourcePlace;

/** The value of a setting that is not written and has no default that is known. */
export const UNKNOWN = 'unknown';

/** What a setting that made something happen is, and where that is written; undefined: there is no such setting. */
export function settingValue(
  ref: SettingRef,
  cluster: Cluster,
  all: readonly Cluster[],
  locate: Locate,
): SettingValue | undefined {
  const setting = findSetting(ref, cluster, all);
  if (setting === undefined) return undefined;
  const { parameter, effective, written } = setting;
  const follows = written !== undefined && setting.value === effective;
  return {
    name: parameter.name,
    value: effective === undefined ? UNKNOWN : printValue(parameter, effective),
    written: follows,
    ...(written === undefined ? {} : { source: locate(written.origin) }),
  };
}

/** Lines and columns of a file that is one piece, as config files are. */
export const locateInPiece: Locate = ({ unit, span }) => ({
  file: unit.uri,
  range: new LineIndex(unit.piece.text).rangeOf(span.start, span.end),
});

/**
 * The setting that a reason names: of its member, else of the cluster, else of whichever member, client, resource or
 * cluster beside it has one written.
 */
function findSetting(ref: SettingRef, cluster: Cluster, all: readonly Cluster[]): Setting | undefined {
  const { system, name, member } = ref;
  if (!isSystem(system)) return undefined;
  const others = [cluster, ...all.filter(each => each !== cluster)];
  const places: (Settings | undefined)[] = others.flatMap(each => [
    ...each.members.filter(({ id }) => id === member).map(({ settings }) => settings[system]),
  ]);
  if (member === undefined || places.every(place => place === undefined))
    for (const each of others)
      places.push(
        each.settings[system],
        ...[...each.members, ...each.clients, ...each.resources].map(({ settings }) => settings[system]),
      );
  const found = places.flatMap(settings => settings?.get(name) ?? []);
  return found.find(({ written }) => written !== undefined) ?? found[0];
}
