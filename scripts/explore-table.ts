import { explore } from '../server/src/simulate/explore/explore.js';
import type { Moments } from '../server/src/simulate/explore/moments.js';
import { PROPERTIES, type Property } from '../server/src/simulate/explore/properties.js';
import { DEFAULT_BOUNDS } from '../server/src/simulate/explore/verdict.js';
import type { Prepared } from '../server/src/simulate/family.js';
import type { Files } from '../test/bench/clusters.js';
import { FAMILY_CLUSTERS, modelOf } from '../test/bench/family-clusters.js';

/**
 * How far searches come, family by family: verdict, states, seconds of the processor, and up to how many faults all was seen.
 *
 * `npx tsx scripts/explore-table.ts [--only TEXT] [--faults N] [--property NAME] [--max-states N] [--phases 1|2]
 * [--moments rest,writes,any]`
 *
 * Each promise is searched by itself, first with timers at their earliest, and where it holds then, at their latest too,
 * as `faultline explore` does; faults strike at rest alone first, then at any moment. What several faults break at rest is searched at any moment with
 * fewer than those: then it is decided. The last row of a cluster sums up: what is decided, and in how many seconds. What is measured is the time of the
 * processor, for others may use the machine.
 */
const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const ONLY = option('only', '').toLowerCase();
const FAULTS = Number(option('faults', '3'));
const MAX_STATES = Number(option('max-states', '400000'));
const MOST_PHASES = Number(option('phases', '2'));
const MOMENTS = option('moments', 'rest,any').split(',') as Moments[];
const WANTED = option('property', 'no-lost-write').split(',');

main();

function main(): void {
  const rows = FAMILY_CLUSTERS.filter(([name]) => name.toLowerCase().includes(ONLY));
  // What is measured is the search, and not the compiler.
  search(modelOf(FAMILY_CLUSTERS[0]![1]), PROPERTIES[0]!, 1, 20_000, 'any', FAULTS);
  for (const property of PROPERTIES.filter(({ name }) => WANTED.includes(name))) {
    print(
      `${property.name}, ${FAULTS} faults`,
      'faults',
      'timers',
      'states',
      'CPU s',
      'states/s',
      'up to',
      '  verdict',
    );
    for (const [name, files] of rows) tableOf(name, files, property);
  }
}

/** All searches of one cluster for one promise, and what they say together. */
function tableOf(name: string, files: Files, property: Property): void {
  let fewest: number | undefined;
  let open = false;
  let total = 0;
  for (const moments of MOMENTS) {
    for (let phases = 1; phases <= (moments === 'rest' ? 1 : MOST_PHASES); phases++) {
      const prepared = modelOf(files);
      if (phases > 1 && prepared.searchUnitMs === 0) break;
      // With one fault there is nothing to be gained: without any, nothing strikes.
      const faults = fewest !== undefined && fewest > 1 ? fewest - 1 : FAULTS;
      const upTo = faults < FAULTS ? new Map([[property.name, faults]]) : undefined;
      const { found, seconds } = search(prepared, property, phases, MAX_STATES, moments, faults, upTo);
      const [violation] = found.violations;
      total += seconds;
      print(
        name,
        moments,
        prepared.searchUnitMs === 0 ? 'none' : phases === 1 ? 'earliest' : 'latest',
        found.states.toLocaleString('en-US'),
        seconds.toFixed(2),
        Math.round(found.states / seconds).toLocaleString('en-US'),
        String(found.completeFaults),
        violation !== undefined
          ? `  broken with ${violation.faults}`
          : found.stopped !== undefined
            ? `  UNDECIDED (${found.stopped})`
            : upTo !== undefined
              ? `  not with ${faults}`
              : `  holds${found.beyond ? ' (not all terms)' : ''}`,
      );
      if (violation !== undefined) fewest = Math.min(violation.faults, fewest ?? violation.faults);
      else if (found.stopped !== undefined) open = true;
      if (violation !== undefined) break;
    }
  }
  const says =
    fewest === undefined
      ? open
        ? 'UNDECIDED'
        : 'holds'
      : `broken with ${fewest}${open ? ', perhaps fewer' : ''}`;
  print(name, 'all', '', '', total.toFixed(2), '', '', `  ${says}`);
}

function search(
  prepared: Prepared,
  property: Property,
  phases: number,
  maxStates: number,
  moments: Moments,
  faults: number,
  upTo?: ReadonlyMap<string, number>,
) {
  const bounds = {
    ...DEFAULT_BOUNDS,
    faults,
    phases,
    moments,
    writes: property.name === 'no-conflict' ? 2 : 1,
    reads: property.name === 'no-stale-read' ? 1 : 0,
    ...(property.name === 'available' ? { rtoMs: 60_000 } : {}),
  };
  const before = process.cpuUsage();
  const found = explore(prepared, bounds, {
    properties: [property],
    maxStates,
    perProperty: 1,
    ...(upTo === undefined ? {} : { upTo }),
  });
  const { user, system } = process.cpuUsage(before);
  return { found, seconds: (user + system) / 1e6 };
}

function print(name: string, ...cells: readonly string[]): void {
  const widths = [7, 9, 9, 7, 9, 6, 0];
  process.stdout.write(
    `${name.padEnd(44)} ${cells.map((cell, i) => (i === 0 ? cell.padEnd(6) : cell.padStart(widths[i] ?? 0))).join(' ')}\n`,
  );
}
