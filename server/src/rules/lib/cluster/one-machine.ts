import type { Cluster } from '../../../cluster/model.js';
import { isOneComposition } from './compositions.js';

/**
 * True where one composition starts all servers, that is on one machine: who loses the machine loses them all, and nobody
 * else is on the line between them.
 */
export function isOnOneMachine(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  if (isOneComposition(cluster, clusters)) return true;
  const texts = textsOf(cluster);
  const compositions = cluster.sources.filter(uri => isComposition(uri, texts.get(uri)));
  return compositions.length === 1 && !SPREAD.test(texts.get(compositions[0]!) ?? '');
}

/** What files of a cluster say, by their places, as far as anything was read from them. */
export function textsOf({ members, versions }: Cluster): ReadonlyMap<string, string> {
  const units = [
    ...members.flatMap(({ origin, settings }) => [
      origin.unit,
      ...Object.values(settings).flatMap(each => each?.written.map(written => written.origin.unit) ?? []),
    ]),
    ...Object.values(versions).flatMap(({ origin }) => (origin === undefined ? [] : [origin.unit])),
  ];
  return new Map(units.map(({ uri, piece }) => [uri, piece.text]));
}

/**
 * True where a composition above the files of a cluster starts others of its kind, and not these: what is left of a server
 * that nobody starts any more.
 */
export function isNotStarted(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  if (cluster.members.every(({ configured }) => configured)) return false;
  const composed = (sources: readonly string[]) => sources.filter(uri => /\bcompose[^/]*\.ya?ml$/i.test(uri));
  if (composed(cluster.sources).length > 0) return false;
  return clusters.some(
    other =>
      other !== cluster &&
      other.system === cluster.system &&
      composed(other.sources).some(uri => {
        const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
        return cluster.sources.every(each => each.startsWith(folder));
      }),
  );
}

function isComposition(uri: string, text: string | undefined): boolean {
  return (
    /\bcompose[^/]*\.ya?ml$/i.test(uri) ||
    (/\.ya?ml$/i.test(uri) && text !== undefined && /^services:/m.test(text) && /^[ \t]+image:/m.test(text))
  );
}

/** What puts services on several machines. */
const SPREAD = /^[ \t]*(?:placement:|driver:[ \t]*overlay\b)/m;
