import type { Cluster } from '../../cluster/model.js';
import { printValue } from '../../cluster/print.js';
import type { Setting, Settings } from '../../cluster/settings.js';
import { isSystem, type System } from '../../cluster/systems.js';
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
 * The setting that a reason names: of its member, else of the cluster, else of whichever member, client or resource of it
 * has one written. Clusters beside it are asked where it has none of that name, what coordinates it first.
 */
function findSetting(ref: SettingRef, cluster: Cluster, all: readonly Cluster[]): Setting | undefined {
  const { system } = ref;
  if (!isSystem(system)) return undefined;
  const keeper = cluster.coordination?.cluster;
  const beside = all.filter(each => each !== cluster);
  for (const each of [
    cluster,
    ...beside.filter(({ id }) => id === keeper),
    ...beside.filter(({ id }) => id !== keeper),
  ]) {
    const found = settingsOf(each, system, ref);
    if (found.length > 0) return found.find(({ written }) => written !== undefined) ?? found[0];
  }
  return undefined;
}

function settingsOf(cluster: Cluster, system: System, { name, member }: SettingRef): readonly Setting[] {
  const own = cluster.members.filter(({ id }) => id === member).map(({ settings }) => settings[system]);
  const places: readonly (Settings | undefined)[] = own.some(settings => settings !== undefined)
    ? own
    : [
        cluster.settings[system],
        ...[...cluster.members, ...cluster.clients, ...cluster.resources].map(
          ({ settings }) => settings[system],
        ),
      ];
  return places.flatMap(settings => settings?.get(name) ?? []);
}
