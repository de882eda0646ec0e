import { type Command, InvalidArgumentError, Option } from 'commander';
import { readDuration } from '../cluster/setting-value.js';
import { MOMENTS } from '../simulate/explore/moments.js';
import { PROPERTIES } from '../simulate/explore/properties.js';
import { runComparison } from './compare.js';
import { EXPLORE_FAULTS, EXPLORE_FORMATS, type ExploreOptions, runExploration } from './explore.js';
import type { CliIo } from './io.js';
import { wholeNumber } from './numbers.js';

/** The commands that search all schedules: `explore` and `compare`. */
export function addExplore(program: Command, io: CliIo, done: (code: number) => void): void {
  searchOptions(
    program
      .command('explore')
      .summary('find the shortest way to lose a write')
      .description(
        'Tries every schedule of faults up to a bound on the cluster that configs come to, and tells the shortest ones that break a promise, with the settings that have a hand in it and what fixes make of it.',
      )
      .argument('<path...>', 'files, folders or globs'),
    EXPLORE_FORMATS,
  )
    .option('--no-fixes', 'do not search again with each fix that findings offer')
    .option(
      '--schedule <file>',
      'write the shortest counterexample as a schedule that "faultline simulate --schedule" plays',
    )
    .option(
      '--tla <folder>',
      'search nothing: write the model and its bounds for TLC, which runs on many machines',
    )
    .addHelpText(
      'after',
      `
Examples:
  faultline explore patroni
  faultline explore deploy --faults 3 --writes 2 --property no-lost-write
  faultline explore deploy --property available --rto 60s --format json
  faultline explore patroni --schedule loss.yaml && faultline simulate patroni --schedule loss.yaml
  faultline explore deploy --faults 4 --tla spec`,
    )
    .action(async (paths: string[], options: ExploreOptions) =>
      done(await runExploration(paths, options, io)),
    );
  searchOptions(
    program
      .command('compare')
      .summary('compare what breaks two configs')
      .description(
        'Searches two configs with the same bounds and tells for each promise the fewest faults that break it.',
      )
      .argument('<first>', 'file, folder or glob')
      .argument('<second>', 'file, folder or glob'),
  ).action(async (first: string, second: string, options: ExploreOptions) =>
    done(await runComparison(first, second, options, io)),
  );
}

function searchOptions(command: Command, formats: readonly string[] = ['text', 'json']): Command {
  return command
    .option('--faults <number>', 'most faults of a schedule', wholeNumber(0, 9), 2)
    .option('--writes <number>', 'most writes of clients', wholeNumber(0, 9), 1)
    .option('--reads <number>', 'most reads, where reads are judged', wholeNumber(0, 9), 1)
    .addOption(
      new Option('--kinds <kind...>', 'kinds of faults (default: crash partition pause)').choices(
        EXPLORE_FAULTS,
      ),
    )
    .option(
      '--property <name...>',
      `what must hold: ${PROPERTIES.map(({ name }) => name).join(', ')} (default: all but available)`,
    )
    .option('--rto <time>', 'how long nobody may take writes, for the property available', duration)
    .option('--any-timing', 'timers and messages take any time, for protocols that do not rest on clocks')
    .addOption(
      new Option(
        '--moments <which>',
        'when faults strike: at rest, also while operations are under way, at any moment',
      )
        .choices(MOMENTS)
        .default('any'),
    )
    .option(
      '--max-states <number>',
      'states after which it gives up',
      wholeNumber(1, 100_000_000),
      DEFAULT_STATES,
    )
    .option('--cluster <name>', 'the cluster of this name or id')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(formats).default('text'))
    .option('--no-color', 'no colours, even on a terminal');
}

/** A search of a three-node cluster ends within seconds; of a larger one this is where it stops. */
const DEFAULT_STATES = 300_000;

function duration(value: string): number {
  const ms = readDuration(value.trim(), 1_000);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('It is a duration, as in 60s or 5min.');
  return ms;
}
