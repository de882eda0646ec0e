import { EXPORT_FORMATS, type ExportFormat, exportSchedule } from '../simulate/export/index.js';
import { prepare } from '../simulate/families.js';
import { isPrepared } from '../simulate/family.js';
import { resultJson } from '../simulate/report/json.js';
import { resultMermaid } from '../simulate/report/mermaid.js';
import { simulate } from '../simulate/report/simulate.js';
import { resultSvg } from '../simulate/report/svg.js';
import { type Paint, resultText } from '../simulate/report/text.js';
import { type Colors, colorsFor } from './color.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { openCluster } from './one-cluster.js';
import { type ScheduleOptions, scheduleOf } from './simulate-schedule.js';

export const SIMULATION_FORMATS = ['text', 'json', 'mermaid', 'svg'] as const;
export const EXPORTS = Object.keys(EXPORT_FORMATS) as ExportFormat[];

export interface SimulateOptions extends ScheduleOptions {
  readonly format: (typeof SIMULATION_FORMATS)[number];
  /** Name or id of the cluster. */
  readonly cluster?: string;
  readonly seed?: number;
  readonly runs?: number;
  readonly export?: ExportFormat;
  readonly color: boolean;
}

/** `faultline simulate`: what a schedule of faults does to a cluster, as its configs have it. */
export async function runSimulation(
  paths: readonly string[],
  options: SimulateOptions,
  io: CliIo,
): Promise<number> {
  const { cluster, all, failed, locate } = await openCluster(paths, options.cluster, io);
  const prepared = prepare(cluster, all);
  if (!isPrepared(prepared)) throw new CliError(prepared.why);
  const schedule = await scheduleOf(options, prepared, io);
  const code = failed ? EXIT.failed : EXIT.clean;
  if (options.export !== undefined) {
    io.stdout.write(exportSchedule(options.export, schedule, cluster, all));
    return code;
  }
  const { seed, runs } = options;
  const result = simulate(cluster, all, schedule, {
    locate,
    ...(seed === undefined ? {} : { seed }),
    ...(runs === undefined ? {} : { runs }),
  });
  if ('why' in result) throw new CliError(result.why);
  switch (options.format) {
    case 'json':
      io.stdout.write(`${JSON.stringify(resultJson(result), undefined, 2)}\n`);
      break;
    case 'mermaid':
      io.stdout.write(resultMermaid(result));
      break;
    case 'svg':
      io.stdout.write(resultSvg(result));
      break;
    case 'text':
      io.stdout.write(
        resultText(result, {
          width: Math.min(120, io.stdout.columns),
          paint: paintOf(colorsFor(io.stdout, io.env, options.color)),
        }),
      );
  }
  return code;
}

function paintOf({ bold, dim, red, green, cyan }: Colors): Paint {
  return { bold, dim, bad: red, good: green, lead: cyan };
}
