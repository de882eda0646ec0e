import type { Analyzer } from '../analyzer/types.js';
import type { Cluster } from '../cluster/model.js';
import { SYSTEMS } from '../cluster/systems.js';
import type { Origin } from '../sql/reading.js';
import type { Range } from '../text/span.js';
import { CliError, type CliIo } from './io.js';
import { MAX_FILES, openSession, tellNotes } from './session.js';
import { resolveTargets } from './targets.js';

/** The one cluster that a command is about, with what was read beside it. */
export interface OneCluster {
  readonly cluster: Cluster;
  readonly all: readonly Cluster[];
  readonly analyzer: Analyzer;
  /** The engine failed on the way: something may be missing. */
  readonly failed: boolean;
  /** Where something is written, with the file as the user calls it. */
  locate(origin: Origin): { readonly file: string; readonly range: Range };
}

/**
 * Reads configs and finds the cluster to work on: the one that is named, else the only one. A cluster that keeps the
 * leases of another is not counted beside it. Throws a `CliError` where there is none, or no telling which.
 * @param name Name or id.
 */
export async function openCluster(
  paths: readonly string[],
  name: string | undefined,
  io: CliIo,
): Promise<OneCluster> {
  const targets = await resolveTargets(paths, io, { stdinFileName: undefined, maxFiles: MAX_FILES });
  const session = await openSession(targets, {}, io, { progress: io.stderr.isTTY });
  const all = [...session.analyzer.landscapes().values()].flatMap(({ clusters }) => clusters);
  const asked = all.filter(({ sources }) => sources.some(uri => targets.selects(uri)));
  const failed = tellNotes(session, io, false);
  return {
    cluster: choose(asked, name, id => shortId(id, session.nameOf)),
    all,
    analyzer: session.analyzer,
    failed,
    locate: ({ unit, span }) => {
      const { start } = unit.piece;
      return {
        file: session.nameOf(unit.uri),
        range: session.analyzer.rangeOf(unit.uri, start + span.start, start + span.end),
      };
    },
  };
}

/** An id with the folder in it as the user calls it. */
function shortId(id: string, nameOf: (uri: string) => string): string {
  return id.replace(/file:\/\/\S*/, uri => nameOf(uri));
}

function choose(
  clusters: readonly Cluster[],
  name: string | undefined,
  told: (id: string) => string,
): Cluster {
  const [first] = clusters;
  if (first === undefined) throw new CliError('No cluster was found in these files.');
  if (name !== undefined) {
    const found = clusters.filter(each => each.id === name || each.name === name || told(each.id) === name);
    if (found.length === 0)
      throw new CliError(`There is no cluster "${name}" here. ${listOf(clusters, told)}`);
    if (found.length === 1) return found[0]!;
    throw new CliError(`Several clusters are named "${name}": name one by its id. ${idsOf(found, told)}`);
  }
  const keepers = new Set(clusters.map(({ coordination }) => coordination?.cluster));
  const own = clusters.filter(({ id }) => !keepers.has(id));
  const left = own.length === 0 ? clusters : own;
  if (left.length === 1) return left[0]!;
  throw new CliError(`There are several clusters here: name one with --cluster. ${listOf(left, told)}`);
}

function listOf(clusters: readonly Cluster[], told: (id: string) => string): string {
  const shown = clusters.slice(0, 20).map(nameOf);
  // Two of one name are told apart by their ids.
  if (new Set(shown).size < shown.length) return idsOf(clusters, told);
  return `There ${shown.length === 1 ? 'is' : 'are'}: ${clusters
    .slice(0, 20)
    .map(cluster => `${nameOf(cluster)} (${SYSTEMS[cluster.system]})`)
    .join(', ')}.`;
}

function idsOf(clusters: readonly Cluster[], told: (id: string) => string): string {
  return `There are: ${clusters
    .slice(0, 20)
    .map(({ id }) => told(id))
    .join(', ')}.`;
}

function nameOf({ name, id }: Cluster): string {
  return name === '' ? id : name;
}
