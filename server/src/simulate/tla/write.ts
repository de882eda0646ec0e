import type { TlaConstant, TlaDefinition, TlaModel, TlaValue } from './model.js';
import { identifierOf, identifiersFor, inComment, quoted } from './names.js';

export interface TlaFile {
  readonly name: string;
  readonly text: string;
}

/** What stands beside a constant: the settings that it comes from, each as one phrase with its place. */
export type TellSources = (constant: Pick<TlaConstant, 'because'>) => readonly string[];

/**
 * A model as a module and the configuration that TLC reads beside it. Where members are alike, the states that differ only
 * by their names count as one.
 * @param name Of the cluster.
 */
export function writeTla(model: TlaModel, name: string, tell: TellSources): readonly TlaFile[] {
  const module = `${model.kind}_${identifierOf(name, 'cluster')}`;
  const { definitions = [] } = model;
  const taken = [
    module,
    model.body,
    ...[...model.constants, ...definitions, ...model.invariants].map(each => each.name),
  ].join(' ');
  const ids = identifiersFor(model.members, taken);
  return [
    { name: `${module}.tla`, text: moduleText(model, module, name, ids, tell) },
    { name: `${module}.cfg`, text: configText(model, ids) },
  ];
}

function moduleText(
  model: TlaModel,
  module: string,
  name: string,
  ids: readonly string[],
  tell: TellSources,
): string {
  const { definitions = [] } = model;
  const alike = model.alike.filter(group => group.length > 1);
  const shown = [
    `The cluster ${name}, as its config files have it.`,
    ...model.about,
    '',
    ...running(module),
    '',
    'Members:',
    ...model.members.map((member, i) => `  ${ids[i]}: ${member}`),
    '',
    'Constants, set in the configuration beside this module, and where they come from:',
    ...[...model.constants, ...definitions].flatMap(each => [
      `  ${each.name}${'value' in each ? ` = ${short(valueText(each.value, ids))}` : ''}: ${each.says}`,
      ...tell(each).map(source => `      ${source}`),
    ]),
    '',
    'What is checked:',
    ...model.invariants.map(each => `  ${each.name}: ${each.says}`),
  ];
  return [
    `---- MODULE ${module} ----`,
    ...shown.map(line => (line === '' ? '\\*' : `\\* ${inComment(line)}`)),
    '',
    'EXTENDS Naturals, Sequences, FiniteSets, TLC',
    '',
    `CONSTANTS ${ids.join(', ')}`,
    'CONSTANT None',
    'CONSTANTS',
    ...model.constants.map(({ name }, i) => `  ${name}${i < model.constants.length - 1 ? ',' : ''}`),
    ...definitions.flatMap(each => ['', ...definitionText(each, ids)]),
    ...(alike.length === 0
      ? []
      : ['', `Alike == ${alike.map(group => `Permutations({${namesOf(group, ids)}})`).join(' \\cup ')}`]),
    model.body.replace(/\n+$/, ''),
    '====',
    '',
  ].join('\n');
}

/** How to run TLC on one machine and on several (https://lamport.azurewebsites.net/tla/distributed.html). */
function running(module: string): readonly string[] {
  return [
    'To check it on one machine (tla2tools.jar: https://github.com/tlaplus/tlaplus/releases):',
    `  java -XX:+UseParallelGC -jar tla2tools.jar -workers auto -config ${module}.cfg ${module}.tla`,
    'On several, first where the states are kept, with both files beside each other:',
    `  java -Djava.rmi.server.hostname=SERVER -cp tla2tools.jar tlc2.tool.distributed.TLCServer -config ${module}.cfg ${module}.tla`,
    'then on each machine that is to help:',
    '  java -Djava.rmi.server.hostname=THIS -cp tla2tools.jar tlc2.tool.distributed.TLCWorker SERVER',
    'TLC shows a trace with the fewest steps. For one with the fewest faults raise MaxFaults from 0, one by one.',
  ];
}

function configText(model: TlaModel, ids: readonly string[]): string {
  const alike = model.alike.some(group => group.length > 1);
  return [
    'SPECIFICATION Spec',
    'CHECK_DEADLOCK FALSE',
    '',
    'CONSTANTS',
    ...ids.map(id => `  ${id} = ${id}`),
    '  None = None',
    ...model.constants.map(({ name, value }) => `  ${name} = ${valueText(value, ids)}`),
    '',
    ...(alike ? ['SYMMETRY Alike', ''] : []),
    'INVARIANTS',
    ...model.invariants.map(({ name }) => `  ${name}`),
    '',
    '\\* Each of these must be found broken when it is checked: else nothing comes about, and nothing is proved.',
    ...model.reachable.map(({ name, says }) => `\\* INVARIANT ${name} \\* ${says}`),
    '',
  ].join('\n');
}

function definitionText({ name, of }: TlaDefinition, ids: readonly string[]): readonly string[] {
  if (of.length === 0) return [`${name} == <<>>`];
  const cases = of.map(
    ({ member, value }) =>
      `p = ${ids[member]} -> ${Array.isArray(value) ? `<<${namesOf(value, ids)}>>` : valueText(value as TlaValue, ids)}`,
  );
  return [
    `${name} == [p \\in {${namesOf(
      of.map(({ member }) => member),
      ids,
    )}} |->`,
    `  CASE ${cases.join('\n    [] ')}]`,
  ];
}

function valueText(value: TlaValue, ids: readonly string[]): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return quoted(value);
  if ('none' in value) return 'None';
  if ('member' in value) return ids[value.member]!;
  return `{${value.set.map(each => valueText(each, ids)).join(', ')}}`;
}

function namesOf(group: readonly number[], ids: readonly string[]): string {
  return group.map(member => ids[member]!).join(', ');
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
