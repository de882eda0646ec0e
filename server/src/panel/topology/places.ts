import type { Analyzer } from '../../analyzer/types.js';
import type { Cluster, Member, SettingsBySystem } from '../../cluster/model.js';
import type { PanelPlace, PanelPosition } from '../../protocol/webview.js';
import type { Origin } from '../../sql/reading.js';

/** Where something is written, in the files as they are now. */
export type PlaceOf = (origin: Origin) => PanelPlace;

/** More places than this tell nobody more about where a node is written. */
const MAX_PLACES = 24;

/**
 * Where each member is written: first the place that names it, then the files that are its own, else what of a shared file
 * speaks of it alone.
 */
export function memberPlaces(
  analyzer: Analyzer,
  { members }: Cluster,
  placeOf: PlaceOf,
): ReadonlyMap<string, PanelPlace[]> {
  const spoken = members.map(member => originsOf(member));
  const users = new Map<string, Set<number>>();
  const places = new Map<string, Set<number>>();
  for (const [i, origins] of spoken.entries())
    for (const origin of origins) {
      put(users, origin.unit.uri, i);
      put(places, keyOf(origin), i);
    }
  return new Map(
    members.map(({ id, origin }, i) => {
      const found = [placeOf(origin)];
      const own = new Map<string, Origin[]>();
      for (const each of spoken[i]!) {
        if (places.get(keyOf(each))!.size > 1) continue;
        const list = own.get(each.unit.uri);
        if (list === undefined) own.set(each.unit.uri, [each]);
        else list.push(each);
      }
      for (const [uri, origins] of own) {
        if (users.get(uri)!.size === 1) found.push(wholeFile(analyzer, uri));
        else found.push(...origins.map(placeOf));
      }
      return [id, found.slice(0, MAX_PLACES)];
    }),
  );
}

/** Where something is written, as its file is now. */
export function placeAt(analyzer: Analyzer, { unit, span }: Origin): PanelPlace {
  const { start } = unit.piece;
  return { uri: unit.uri, range: analyzer.rangeOf(unit.uri, start + span.start, start + span.end) };
}

/** True where a place lies in another one. */
export function isWithin(inner: PanelPlace, outer: PanelPlace): boolean {
  return (
    inner.uri === outer.uri &&
    compare(outer.range.start, inner.range.start) <= 0 &&
    compare(inner.range.end, outer.range.end) <= 0
  );
}

/** Where settings are written. */
export function settingOrigins(settings: SettingsBySystem): readonly Origin[] {
  return Object.values(settings).flatMap(own =>
    (own?.written ?? []).flatMap(({ keyOrigin, origin }) => [keyOrigin, origin]),
  );
}

function originsOf({ origin, settings }: Member): readonly Origin[] {
  return [origin, ...settingOrigins(settings)];
}

function wholeFile(analyzer: Analyzer, uri: string): PanelPlace {
  return { uri, range: analyzer.rangeOf(uri, 0, analyzer.text(uri)?.length ?? 0) };
}

function put(map: Map<string, Set<number>>, key: string, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

function keyOf({ unit, span }: Origin): string {
  return `${unit.uri} ${unit.piece.start + span.start}`;
}

function compare(a: PanelPosition, b: PanelPosition): number {
  return a.line - b.line || a.character - b.character;
}
