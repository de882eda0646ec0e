import { baseName } from '../../project/uri.js';
import type { ExportAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import { EXPORT_FORMATS, exportSchedule } from '../../simulate/export/index.js';
import { resultMermaid } from '../../simulate/report/mermaid.js';
import type { SimulationResult } from '../../simulate/report/model.js';
import { RunSeries } from '../../simulate/report/play.js';
import { settingValue } from '../../simulate/report/settings.js';
import { summarize } from '../../simulate/report/summarize.js';
import { resultSvg } from '../../simulate/report/svg.js';
import { SCENARIO_SUFFIX, scenarioJson } from '../../simulate/schedule/index.js';
import type { Schedule } from '../../simulate/schedule/model.js';
import type { Answered, PanelContext } from '../answer.js';
import { inSlices } from '../in-slices.js';
import { clustersOf } from './clusters-of.js';
import { findCluster } from './find.js';
import type { PlayableCluster } from './playback-of.js';
import { checkedSchedule } from './schedule-of.js';

/** What is played, as a file: to be opened again, shown elsewhere, or made to happen on real systems. */
export async function exportTopology(
  question: Extract<TopologyQuestion, { kind: 'export' }>,
  context: PanelContext<TopologyAnswer>,
): Promise<Answered<ExportAnswer>> {
  const { uri, seed, format, whatIf = {} } = question;
  const found = findCluster(context, uri, question.cluster, whatIf);
  if (!('cluster' in found)) return found;
  const { cluster, all, prepared, why } = found;
  if (prepared === undefined) return { why: why ?? 'This cluster cannot be played.' };
  const schedule = checkedSchedule(question.schedule, prepared);
  if ('why' in schedule) return schedule;
  const name = fileNameOf(cluster.name === '' ? cluster.system : cluster.name);
  const one = (file: string, text: string, notes: readonly string[] = []): ExportAnswer => ({
    kind: 'export',
    files: [{ name: file, text }],
    notes,
  });
  switch (format) {
    case 'scenario': {
      const several = clustersOf(context.analyzer.landscapeOf(uri), uri).length > 1;
      const scenario = {
        config: baseName(uri),
        ...(several ? { cluster: cluster.name === '' ? cluster.id : cluster.name } : {}),
        seed,
        whatIf,
        schedule,
      };
      return one(`${name}${SCENARIO_SUFFIX}`, scenarioJson(scenario));
    }
    case 'mermaid':
    case 'svg': {
      const result = await resultOf({ ...found, prepared }, schedule, seed, context);
      if (result === undefined) return { why: 'Nobody waits for this any more.' };
      return format === 'mermaid'
        ? one(`${name}.mmd`, resultMermaid(result))
        : one(`${name}.svg`, resultSvg(result));
    }
    case 'chaos-mesh':
    case 'toxiproxy':
    case 'netem':
    case 'jepsen': {
      const notes = [
        'What this target does not know stands in the file as a comment, with what to do by hand.',
      ];
      if (Object.keys(whatIf).length > 0)
        notes.push(
          'Values that are only tried are no part of it: the real systems have those of their files.',
        );
      return one(
        EXPORT_FORMATS[format].file.replace(/^schedule/, name),
        exportSchedule(format, schedule, cluster, all),
        notes,
      );
    }
    case 'html':
      return { why: 'A page that stands alone is made by the panel itself, of what it shows.' };
    default:
      return { why: 'Nothing is exported in this format.' };
  }
}

/** What many runs of a schedule come to; undefined: nobody waits for it any more. */
async function resultOf(
  { cluster, all, prepared, placeOf }: PlayableCluster,
  schedule: Schedule,
  seed: number,
  context: PanelContext<TopologyAnswer>,
): Promise<SimulationResult | undefined> {
  const series = new RunSeries(prepared, schedule, { seed });
  while (!series.done) {
    if ((await inSlices(series.steps(), context)) === undefined) return undefined;
  }
  return summarize(prepared, schedule, series.played, {
    cluster: cluster.name === '' ? cluster.id : cluster.name,
    seed,
    explain: ref =>
      settingValue(ref, cluster, all, origin => {
        const { uri, range } = placeOf(origin);
        return { file: baseName(uri), range };
      }),
  });
}

/** A name that every file system takes. */
function fileNameOf(text: string): string {
  return text.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'cluster';
}
