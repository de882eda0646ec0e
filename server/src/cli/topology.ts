import { MODULES } from '../cluster/index.js';
import type { Cluster } from '../cluster/model.js';
import { guaranteesOf } from '../cluster/promises.js';
import {
  clusterJson,
  layoutTopology,
  topologyGraph,
  topologyMermaid,
  topologySvg,
} from '../diagram/topology/index.js';
import type { Origin } from '../sql/reading.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { MAX_FILES, openSession, type Session, tellNotes } from './session.js';
import { resolveTargets } from './targets.js';

export interface TopologyOptions {
  readonly format: 'json' | 'svg' | 'mermaid';
  /** Name or id of the one cluster to print. */
  readonly cluster?: string;
}

/** `faultline topology`: the clusters that configs amount to. */
export async function topology(
  paths: readonly string[],
  options: TopologyOptions,
  io: CliIo,
): Promise<number> {
  const targets = await resolveTargets(paths, io, { stdinFileName: undefined, maxFiles: MAX_FILES });
  const session = await openSession(targets, {}, io, { progress: io.stderr.isTTY });
  const all = [...session.analyzer.landscapes().values()].flatMap(({ clusters }) => clusters);
  const shown = all.filter(
    ({ id, name, sources }) =>
      sources.some(uri => targets.selects(uri)) &&
      (options.cluster === undefined || options.cluster === id || options.cluster === name),
  );
  const failed = tellNotes(session, io, false);
  if (options.cluster !== undefined && shown.length === 0)
    throw new CliError(`There is no cluster "${options.cluster}" here. ${namesOf(all)}`);
  if (options.format === 'svg' && shown.length !== 1)
    throw new CliError(
      shown.length === 0
        ? 'No cluster was found in these files.'
        : `One picture shows one cluster: name it with --cluster. ${namesOf(shown)}`,
    );
  io.stdout.write(await print(shown, all, options.format, session));
  return failed ? EXIT.failed : EXIT.clean;
}

async function print(
  shown: readonly Cluster[],
  all: readonly Cluster[],
  format: TopologyOptions['format'],
  session: Session,
): Promise<string> {
  if (format === 'json') {
    const clusters = shown.map(cluster =>
      clusterJson(cluster, guaranteesOf(cluster, MODULES), placesOf(session)),
    );
    return `${JSON.stringify({ clusters }, undefined, 2)}\n`;
  }
  if (format === 'mermaid')
    return shown.map(cluster => topologyMermaid(topologyGraph(cluster, all))).join('\n');
  const graph = topologyGraph(shown[0]!, all);
  return topologySvg(graph, await layoutTopology(graph));
}

function placesOf({ analyzer, nameOf }: Session) {
  return ({ unit, span }: Origin) => {
    const { start } = unit.piece;
    const range = analyzer.rangeOf(unit.uri, start + span.start, start + span.end);
    return { file: nameOf(unit.uri), line: range.start.line + 1, column: range.start.character + 1 };
  };
}

function namesOf(clusters: readonly Cluster[]): string {
  const names = [...new Set(clusters.map(({ name, id }) => (name === '' ? id : name)))];
  return names.length === 0 ? 'No cluster was found.' : `There are: ${names.slice(0, 20).join(', ')}.`;
}
