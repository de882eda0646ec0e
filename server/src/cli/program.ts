import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../project/nearest.js';
import { RULES, ruleById } from '../rules/index.js';
import type { RuleLevel } from '../rules/rule.js';
import { DIALECTS } from '../sql/dialect.js';
import { type CheckOptions, check } from './check.js';
import { colorsFor } from './color.js';
import { addDiagram } from './diagram-command.js';
import { explain, listRules } from './explain.js';
import { explainAt } from './explain-at.js';
import { addExplore } from './explore-commands.js';
import { FORMATS } from './formats/index.js';
import { CliError, type CliIo, EXIT } from './io.js';
import { startLanguageServer } from './lsp.js';
import { type ModelOptions, model } from './model.js';
import { wholeNumber } from './numbers.js';
import { SEVERITIES } from './report.js';
import { EXPORTS, runSimulation, SIMULATION_FORMATS, type SimulateOptions } from './simulate.js';
import { type TopologyOptions, topology } from './topology.js';
import { VERSION } from './version.js';

/**
 * Runs one command line (without the program's own name) and returns its exit code: 0 clean, 1 findings at or over
 * the level, 2 could not run. Never rejects.
 */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  let code: number = EXIT.clean;
  const program = createProgram(io, result => {
    code = result;
  });
  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has told the user already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failed;
    const colors = colorsFor(io.stderr, io.env, !args.includes('--no-color'));
    const message =
      error instanceof CliError ? error.message : `internal error: ${(error as Error)?.stack ?? error}`;
    io.stderr.write(`${colors.red('faultline:')} ${message}\n`);
    return EXIT.failed;
  }
}

function createProgram(io: CliIo, done: (code: number) => void): Command {
  const program = new Command('faultline')
    .description(
      'Finds what a SQL schema or a replication config costs and what it can lose, before production does.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      getOutHelpWidth: () => Math.min(100, io.stdout.columns),
      getErrHelpWidth: () => Math.min(100, io.stderr.columns),
      getOutHasColors: () => colorsFor(io.stdout, io.env, true).isColorSupported,
      getErrHasColors: () => colorsFor(io.stderr, io.env, true).isColorSupported,
    })
    .configureHelp({ styleTitle: text => colorsFor(io.stdout, io.env, true).bold(text) })
    .addHelpText(
      'after',
      `
Examples:
  faultline check                          check schemas and configs below the working directory
  faultline check db/migrations --fix      mend what needs no judgement
  faultline check --changed --since main   only lines changed on this branch
  faultline explain fk-without-index       what a rule means, and when to ignore it

Exit codes: 0 nothing found, 1 findings, 2 could not run.`,
    );
  addCheck(program, io, done);
  addModel(program, io, done);
  addDiagram(program, io, done);
  addTopology(program, io, done);
  addSimulate(program, io, done);
  addExplore(program, io, done);
  addExplain(program, io, done);
  program
    .command('lsp')
    .summary('run the language server, for editors')
    .description('Runs the language server. Editors start it with --stdio.')
    .option('--stdio', 'speak over standard input and output')
    .option('--node-ipc', "speak over Node's inter-process channel")
    .option('--socket <port>', 'speak over a socket')
    .action(async (options: { stdio?: boolean; nodeIpc?: boolean; socket?: string }) => {
      if (!options.stdio && !options.nodeIpc && options.socket === undefined)
        throw new CliError('lsp: name a transport, --stdio as a rule');
      await startLanguageServer();
    });
  return program;
}

function addCheck(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('check')
    .summary('report findings')
    .description(
      'Reports what stands out in schemas, queries and the configs of databases: files, folders and globs; "-" is standard input. Default: the working directory.',
    )
    .argument('[path...]', 'files, folders, globs or "-"')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(FORMATS).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'least severity that makes the exit code 1')
        .choices([...SEVERITIES, 'never'])
        .default('warning'),
    )
    .addOption(
      new Option(
        '--show <level>',
        'least severity to show; text and github leave hints out by default',
      ).choices(SEVERITIES),
    )
    .option('-q, --quiet', 'show only what fails the check, and no summary')
    .option('--baseline <file>', 'do not report the findings that this file lists')
    .option('--write-baseline', 'write all findings to the baseline (default: faultline-baseline.json)')
    .option('--fix', 'apply fixes that need no judgement, and report the rest')
    .option('--changed', 'only findings in lines that differ from the last commit, and in untracked files')
    .option('--since <ref>', 'like --changed, against the point where the branch left this revision')
    .addOption(dialectOption())
    .addOption(
      new Option(
        '--rule <id=level>',
        'set the severity of a rule: error, warning, info, hint or off; repeatable',
      )
        .argParser(parseRule)
        .default({}, 'as faultline.yaml says'),
    )
    .addOption(stdinOption())
    .option('--stats', 'print what was read and how long it took, to standard error')
    .option('--no-color', 'no colours, even on a terminal')
    .addHelpText(
      'after',
      `
Examples:
  faultline check db schema.sql 'services/**/*.sql'
  pg_dump --schema-only shop | faultline check -
  faultline check --format sarif > faultline.sarif
  faultline check --baseline faultline-baseline.json --write-baseline
  faultline check --rule float-for-exact=error --rule int-primary-key-overflow=off

A path's project (the nearest faultline.yaml above it), or else the migrations around it, are read too,
so that a single migration is understood; only what lies under the path is reported.

Exit codes: 0 nothing at or over --fail-on, 1 findings, 2 could not run.`,
    )
    .action(async (paths: string[], options: CheckOptions) => done(await check(paths, options, io)));
}

function addModel(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('model')
    .summary('print the schema that the files come to')
    .description(
      'Folds migrations and schema files and prints the tables, keys, indexes and views they come to.',
    )
    .argument('<path...>', 'files, folders, globs or "-"')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['json', 'text']).default('json'))
    .addOption(dialectOption())
    .addOption(stdinOption())
    .option('--no-color', 'no colours, even on a terminal')
    .addHelpText(
      'after',
      `
Examples:
  faultline model db/migrations
  faultline model db/migrations --format text
  faultline model schema.sql | jq '.tables[].name'`,
    )
    .action(async (paths: string[], options: ModelOptions) => done(await model(paths, options, io)));
}

function addTopology(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('topology')
    .summary('print the clusters that configs come to')
    .description(
      'Reads replication configs and prints the clusters that they come to: members, votes, links, who waits for whom, what an operation gets.',
    )
    .argument('<path...>', 'files, folders or globs')
    .addOption(
      new Option('-f, --format <format>', 'how to print').choices(['json', 'svg', 'mermaid']).default('json'),
    )
    .option('--cluster <name>', 'only the cluster of this name or id')
    .addHelpText(
      'after',
      `
Examples:
  faultline topology deploy
  faultline topology deploy --format mermaid >> README.md
  faultline topology patroni/*.yml --format svg > cluster.svg`,
    )
    .action(async (paths: string[], options: TopologyOptions) => done(await topology(paths, options, io)));
}

function addSimulate(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('simulate')
    .summary('play faults on a cluster')
    .description(
      'Plays a schedule of faults on the cluster that configs come to, over the phases of its timers, and tells who leads when, what is lost, stale or refused, and which settings make it so. Without a schedule, whoever leads is cut off at 10 s and back at 70 s.',
    )
    .argument('<path...>', 'files, folders or globs')
    .option('--partition <groups>', 'hosts that reach each other, as in "n1 | n2,n3" or "@primary | @rest"')
    .option('--at <time>', 'when the partition begins (default: 10s)')
    .option('--heal <time>', 'when it ends; without it a --partition lasts to the end')
    .option('--until <time>', 'when the run ends (default: 45 s after the last event)')
    .option('--schedule <file>', 'faults and clients from a YAML or JSON file')
    .option('--cluster <name>', 'the cluster of this name or id')
    .option(
      '--seed <number>',
      'of the first run; the others have those that follow',
      wholeNumber(0, 2 ** 31 - 1),
    )
    .option(
      '--runs <number>',
      'how often it is played (default: 40, and up to 120 while outcomes are new)',
      wholeNumber(1, 10_000),
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print').choices(SIMULATION_FORMATS).default('text'),
    )
    .addOption(
      new Option('--export <target>', 'print the schedule as what runs on real systems instead').choices(
        EXPORTS,
      ),
    )
    .option('--no-color', 'no colours, even on a terminal')
    .addHelpText(
      'after',
      `
Examples:
  faultline simulate patroni
  faultline simulate deploy --partition "n1 | n2,n3" --at 10s --heal 60s
  faultline simulate deploy --schedule outage.yaml --format json | jq .ackedLost
  faultline simulate deploy --schedule outage.yaml --export chaos-mesh

Times are from the beginning of the run; those that are printed are from the first fault.`,
    )
    .action(async (paths: string[], options: SimulateOptions) =>
      done(await runSimulation(paths, options, io)),
    );
}

function addExplain(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('explain')
    .summary('tell what a rule means')
    .description(
      'Tells what a rule finds, what it gains and costs to write it so, when it is fine, and what to do.',
    )
    .argument('[rule]', 'id of the rule, as findings show it')
    .option(
      '--at <file:line[:column]>',
      'tell about the findings at a place, with what they weigh in figures',
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--no-color', 'no colours, even on a terminal')
    .addHelpText(
      'after',
      `
Examples:
  faultline explain partition-key-not-in-unique
  faultline explain --at db/schema.sql:12`,
    )
    .action(
      async (rule: string | undefined, options: Parameters<typeof explain>[1] & { readonly at?: string }) => {
        if ((rule === undefined) === (options.at === undefined))
          throw new CliError('explain: name a rule, or a place with --at');
        if (options.at !== undefined) done(await explainAt(options.at, options, io));
        else if (rule !== undefined) done(explain(rule, options, io));
      },
    );
  program
    .command('rules')
    .summary('list the rules')
    .description('Lists every rule with its default severity.')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'no colours, even on a terminal')
    .action((options: Parameters<typeof listRules>[0]) => done(listRules(options, io)));
}

function dialectOption(): Option {
  return new Option(
    '--dialect <dialect>',
    'dialect of files that do not say theirs (default: told from the text)',
  ).choices(DIALECTS);
}

function stdinOption(): Option {
  return new Option(
    '--stdin-file-name <path>',
    'path that standard input stands for, in reports and for its faultline.yaml',
  );
}

const LEVELS: readonly RuleLevel[] = [...SEVERITIES, 'off'];

function parseRule(value: string, previous: Record<string, RuleLevel>): Record<string, RuleLevel> {
  const [id = '', level = ''] = value.split('=');
  if (!ruleById(id))
    throw new InvalidArgumentError(
      `There is no rule "${id}".${didYouMean(
        id,
        RULES.map(rule => rule.id),
      )}`,
    );
  if (!LEVELS.includes(level as RuleLevel)) {
    throw new InvalidArgumentError(`"${level}" is no level: ${LEVELS.join(', ')}.`);
  }
  return { ...previous, [id]: level as RuleLevel };
}
