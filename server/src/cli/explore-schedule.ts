import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Candidate } from '../simulate/explore/enact/candidates.js';
import { Enactment } from '../simulate/explore/enact/enact.js';
import type { Counterexample } from '../simulate/explore/story.js';
import type { ExploreVerdict } from '../simulate/explore/verdict.js';
import type { Prepared } from '../simulate/family.js';
import { scheduleYaml } from '../simulate/schedule/index.js';
import { CliError, type CliIo } from './io.js';

/** A counterexample, and what plays it with real timing. */
interface Enacted {
  readonly example: Counterexample;
  readonly shown: Candidate;
}

/**
 * Writes the shortest counterexample of a search that shows with real timing as a schedule that `simulate` plays: to a file,
 * or to standard output. Throws a `CliError` where there is none.
 */
export async function writeSchedule(
  prepared: Prepared,
  verdict: ExploreVerdict,
  file: string | undefined,
  io: CliIo,
): Promise<void> {
  const { example, shown } = shortest(prepared, verdict);
  const text = [
    `# ${example.sentence}`,
    `# It shows with --seed ${shown.seed} and timers ${LEANS[shown.lean]}: the first runs of "simulate" are among these.`,
    scheduleYaml(shown.schedule),
  ].join('\n');
  if (file === undefined) {
    io.stdout.write(text);
    return;
  }
  try {
    await writeFile(resolve(io.cwd, file), text);
  } catch (error) {
    throw new CliError(`${file}: not written (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}

const LEANS = { least: 'at their least', most: 'at their most', any: 'anywhere between' } as const;

function shortest(prepared: Prepared, { properties, bounds }: ExploreVerdict): Enacted {
  const examples = properties
    .flatMap(({ counterexamples }) => counterexamples)
    .sort((a, b) => a.faults - b.faults || a.trace.length - b.trace.length);
  if (examples.length === 0)
    throw new CliError('Nothing is broken within these bounds: there is no counterexample to write.');
  for (const example of examples) {
    const enactment = new Enactment(prepared, bounds, example);
    while (!enactment.advance(1));
    if (enactment.found !== undefined) return { example, shown: enactment.found };
  }
  throw new CliError('No schedule with real timing was found that shows one of the counterexamples.');
}
