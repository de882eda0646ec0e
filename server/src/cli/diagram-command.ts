import { type Command, Option } from 'commander';
import { DIAGRAM_FORMATS } from '../panel/schema/formats/index.js';
import { type DiagramOptions, diagram } from './diagram.js';
import type { CliIo } from './io.js';
import { wholeNumber } from './numbers.js';

/** `faultline diagram`. */
export function addDiagram(program: Command, io: CliIo, done: (code: number) => void): void {
  program
    .command('diagram')
    .summary('draw the schema that the files come to')
    .description(
      'Folds migrations and schema files and draws the tables they come to: as stars of facts and dimensions, or with all keys and references.',
    )
    .argument('<path...>', 'files, folders, globs or "-"')
    .addOption(
      new Option('-k, --kind <kind>', 'what is drawn: stars alone, or every table')
        .choices(['star', 'er'])
        .default('er'),
    )
    .option('--focus <table>', 'only this table and what is near it; repeatable', collect, [])
    .addOption(
      new Option('--hops <number>', 'how many references away others may be')
        .argParser(wholeNumber(0, 100))
        .default(1),
    )
    .addOption(new Option('-f, --format <format>', 'how to print').choices(DIAGRAM_FORMATS).default('svg'))
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .option(
      '--compare <path>',
      'against the schema of this file or folder: what was added, dropped and changed since',
    )
    .option('--no-color', 'no colours, even on a terminal')
    .addHelpText(
      'after',
      `
Examples:
  faultline diagram db/migrations -o schema.svg
  faultline diagram warehouse --kind star --focus fact_sales --hops 2 -o sales.svg
  faultline diagram db/migrations --format mermaid >> README.md
  faultline diagram db/migrations --format markdown -o dictionary.md
  faultline diagram new.sql --compare old.sql --format markdown`,
    )
    .action(async (paths: string[], options: DiagramOptions) => done(await diagram(paths, options, io)));
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
