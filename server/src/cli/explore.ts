import type { Cluster } from '../cluster/model.js';
import type { Moments } from '../simulate/explore/moments.js';
import { PROPERTIES, type Property, propertyNamed } from '../simulate/explore/properties.js';
import { exploreJson } from '../simulate/explore/report/json.js';
import { type ExplorePaint, exploreText } from '../simulate/explore/report/text.js';
import { type ExploreVerdict, searchCluster, type VerdictOptions } from '../simulate/explore/verdict.js';
import { prepare } from '../simulate/families.js';
import { isPrepared, type Prepared } from '../simulate/family.js';
import type { SettingRef } from '../simulate/history/model.js';
import { settingValue } from '../simulate/report/settings.js';
import type { FaultKind } from '../simulate/schedule/model.js';
import { type Colors, colorsFor } from './color.js';
import { verifyFixes } from './explore-fixes.js';
import { writeSchedule } from './explore-schedule.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { type OneCluster, openCluster } from './one-cluster.js';
import { writeSpecification } from './tla.js';

export const EXPLORE_FORMATS = ['text', 'json', 'schedule', 'tla'] as const;
/** Kinds of faults that a search can try. */
export const EXPLORE_FAULTS: readonly FaultKind[] = [
  'crash',
  'powerLoss',
  'partition',
  'cut',
  'pause',
  'promote',
  'cancelWaits',
];

export interface ExploreOptions {
  readonly faults: number;
  readonly writes: number;
  readonly reads: number;
  readonly kinds?: readonly FaultKind[];
  readonly property?: readonly string[];
  readonly rto?: number;
  readonly anyTiming?: boolean;
  readonly moments?: Moments;
  readonly maxStates: number;
  readonly cluster?: string;
  readonly format: (typeof EXPLORE_FORMATS)[number];
  readonly fixes: boolean;
  /** Folder for a specification to be checked elsewhere; nothing is searched here then. */
  readonly tla?: string;
  /** File for a schedule that plays the shortest counterexample. */
  readonly schedule?: string;
  readonly color: boolean;
}

/** `faultline explore`: the shortest ways in which a cluster breaks its promises, as its configs have it. */
export async function runExploration(
  paths: readonly string[],
  options: ExploreOptions,
  io: CliIo,
): Promise<number> {
  const found = await openCluster(paths, options.cluster, io);
  const wanted = verdictOptions(options, io);
  if (options.tla !== undefined || options.format === 'tla') {
    await writeSpecification(found, wanted.bounds, options.tla, io);
    return found.failed ? EXIT.failed : EXIT.clean;
  }
  const prepared = preparedOf(found.cluster, found.all);
  const verdict = searchCluster(prepared, wanted);
  if (options.schedule !== undefined || options.format === 'schedule')
    await writeSchedule(prepared, verdict, options.schedule, io);
  if (options.format === 'schedule') return found.failed ? EXIT.failed : EXIT.clean;
  const fixes = options.fixes ? verifyFixes(found, verdict, wanted) : [];
  const explain = (ref: SettingRef) => settingValue(ref, found.cluster, found.all, found.locate);
  const name = nameOf(found);
  io.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify(exploreJson(name, verdict, fixes, explain), undefined, 2)}\n`
      : exploreText(name, verdict, fixes, explain, paintOf(colorsFor(io.stdout, io.env, options.color))),
  );
  return found.failed ? EXIT.failed : EXIT.clean;
}

/** Searches a cluster; throws a `CliError` where there is no model of it. */
export function search(cluster: Cluster, all: readonly Cluster[], options: VerdictOptions): ExploreVerdict {
  return searchCluster(preparedOf(cluster, all), options);
}

function preparedOf(cluster: Cluster, all: readonly Cluster[]): Prepared {
  const prepared = prepare(cluster, all);
  if (!isPrepared(prepared)) throw new CliError(prepared.why);
  return prepared;
}

/** What the options of the command line ask for. Throws a `CliError` where there is no such property. */
export function verdictOptions(options: ExploreOptions, io: CliIo): VerdictOptions {
  const { faults, writes, reads, kinds, rto, anyTiming, moments = 'any', maxStates } = options;
  const properties = propertiesOf(options);
  return {
    bounds: {
      faults,
      writes,
      reads,
      ...(kinds === undefined ? {} : { kinds }),
      ...(rto === undefined ? {} : { rtoMs: rto }),
      ...(anyTiming === true ? { anyTiming } : {}),
      ...(moments === 'any' ? {} : { moments }),
    },
    ...(properties === undefined ? {} : { properties }),
    maxStates,
    ...(io.stderr.isTTY
      ? {
          progress: (states: number, at: number) => {
            io.stderr.write(`\r${states.toLocaleString('en-US')} states, ${at} faults\u001b[K\r`);
            return false;
          },
        }
      : {}),
  };
}

export function nameOf({ cluster }: Pick<OneCluster, 'cluster'>): string {
  return cluster.name === '' ? cluster.id : cluster.name;
}

export function paintOf({ bold, dim, red, green }: Colors): ExplorePaint {
  return { bold, dim, bad: red, good: green };
}

/** Undefined: those that say something of the cluster. */
function propertiesOf({ property, rto }: ExploreOptions): readonly Property[] | undefined {
  if (property === undefined || property.length === 0) return undefined;
  return property.map(name => {
    const found = propertyNamed(name);
    if (found === undefined)
      throw new CliError(
        `There is no property "${name}". There are: ${PROPERTIES.map(each => each.name).join(', ')}.`,
      );
    if (name === 'available' && rto === undefined)
      throw new CliError('The property "available" needs --rto: how long may nobody take writes?');
    return found;
  });
}
