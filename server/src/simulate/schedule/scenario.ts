import { readYaml, yamlErrors } from '../../documents/readers/yaml.js';
import { type Node, valueAt } from '../../documents/tree.js';
import type { Schedule } from './model.js';
import type { ScheduleProblem } from './problem.js';
import { readSchedule } from './read.js';
import { scheduleSchema } from './schema.js';
import { scheduleData } from './write.js';

/** What a `.faultline-scenario.json` holds: a schedule with the config that it is played on. */
export interface Scenario {
  /** Path of the config from the folder of the scenario, with `/` between its parts. */
  readonly config: string;
  /** Id of the cluster, where the config has several. */
  readonly cluster?: string;
  readonly title?: string;
  readonly seed: number;
  /** Parameters that are tried and not written, by id. */
  readonly whatIf: Readonly<Record<string, number | boolean | string>>;
  readonly schedule: Schedule;
}

export interface ScenarioReading {
  /** Undefined: it cannot be used; `problems` says why. */
  readonly scenario?: Scenario;
  readonly problems: readonly ScheduleProblem[];
}

export const SCENARIO_SUFFIX = '.faultline-scenario.json';
export const DEFAULT_SEED = 1;

const KEYS = ['$schema', 'config', 'cluster', 'title', 'seed', 'whatIf', 'schedule'];

/** Reads a scenario from JSON. Never throws: what is wrong becomes a problem at its place. */
export function readScenario(text: string): ScenarioReading {
  const broken = yamlErrors(text)[0];
  if (broken !== undefined)
    return { problems: [{ message: `This is not valid JSON: ${broken.message}.`, span: broken.span }] };
  const [top] = readYaml(text);
  const problems: ScheduleProblem[] = [];
  const complain = (message: string, node?: Node): void => {
    problems.push({ message, span: node?.span ?? { start: 0, end: Math.min(1, text.length) } });
  };
  if (top?.kind !== 'map') {
    complain('A scenario names a `config` and a `schedule`.', top);
    return { problems };
  }
  for (const { key, value } of top.entries) {
    if (!KEYS.includes(key))
      complain(`A scenario has no \`${key}\`; it has ${KEYS.slice(1).join(', ')}.`, value);
  }
  const config = scalar(valueAt(top, 'config'));
  if (typeof config !== 'string' || config === '')
    complain(
      'A scenario says which `config` it is played on: a path from its own folder.',
      valueAt(top, 'config'),
    );
  const seed = scalar(valueAt(top, 'seed')) ?? DEFAULT_SEED;
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed) || seed < 0)
    complain('`seed` is a whole number.', valueAt(top, 'seed'));
  const part = valueAt(top, 'schedule');
  if (part === undefined) {
    complain('A scenario has a `schedule`.', top);
    return { problems };
  }
  const { schedule, problems: inside } = readSchedule(text.slice(part.span.start, part.span.end));
  const shift = part.span.start;
  for (const { message, span } of inside)
    problems.push({ message, span: { start: span.start + shift, end: span.end + shift } });
  if (problems.length > 0 || typeof config !== 'string' || typeof seed !== 'number') return { problems };
  const cluster = scalar(valueAt(top, 'cluster'));
  const title = scalar(valueAt(top, 'title'));
  return {
    scenario: {
      config,
      ...(typeof cluster === 'string' ? { cluster } : {}),
      ...(typeof title === 'string' ? { title } : {}),
      seed,
      whatIf: valuesOf(valueAt(top, 'whatIf')),
      schedule,
    },
    problems,
  };
}

/** A scenario as a file that `readScenario` reads back to the same. */
export function scenarioJson({ config, cluster, title, seed, whatIf, schedule }: Scenario): string {
  const file = {
    config,
    ...(cluster === undefined ? {} : { cluster }),
    ...(title === undefined ? {} : { title }),
    seed,
    ...(Object.keys(whatIf).length === 0 ? {} : { whatIf }),
    schedule: scheduleData(schedule),
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** JSON schema (draft-07) of a scenario, by which editors complete and check it. */
export function scenarioSchema(): Record<string, unknown> {
  const { $schema, title, description, definitions, ...schedule } = scheduleSchema();
  return {
    $schema,
    title: 'Scenario',
    description: 'A schedule of faults with the config of the cluster that it is played on.',
    type: 'object',
    additionalProperties: false,
    required: ['config', 'schedule'],
    properties: {
      $schema: { type: 'string' },
      config: { type: 'string', description: 'Path of the config from the folder of this file.' },
      cluster: { type: 'string', description: 'Which cluster, where the config has several.' },
      title: { type: 'string', description: 'What it shows, for people.' },
      seed: {
        type: 'integer',
        minimum: 0,
        default: DEFAULT_SEED,
        description: 'Number that chance is drawn from.',
      },
      whatIf: {
        type: 'object',
        description: 'Parameters that are tried in another value than the config has.',
        additionalProperties: { type: ['number', 'boolean', 'string'] },
      },
      schedule: { ...schedule, title, description },
    },
    definitions,
  };
}

function scalar(node: Node | undefined): unknown {
  return node?.kind === 'scalar' ? node.value : undefined;
}

function valuesOf(node: Node | undefined): Record<string, number | boolean | string> {
  const values: Record<string, number | boolean | string> = {};
  for (const { key, value } of node?.kind === 'map' ? node.entries : []) {
    const known = scalar(value);
    if (typeof known === 'number' || typeof known === 'boolean' || typeof known === 'string')
      values[key] = known;
  }
  return values;
}
