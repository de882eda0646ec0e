import { MODULES } from '../server/src/cluster/index.js';
import { isSystem, SYSTEMS, type System } from '../server/src/cluster/systems.js';
import { RULES } from '../server/src/rules/index.js';

/** `docs/systems.md`: what is read of each system, how many of its parameters are known, and which rules speak of it. */
export function systemsPage(): string {
  const rules = RULES.filter(rule => rule.on === 'cluster');
  const rows = (Object.keys(SYSTEMS) as System[]).map(system => {
    const module = MODULES.find(each => each.system === system || each.also?.includes(system));
    const parameters = new Set(
      MODULES.flatMap(each => each.parameters)
        .filter(table => table.system === system)
        .flatMap(table => table.all),
    );
    const effective = [...parameters].filter(each => each.default !== undefined).length;
    const own = rules.filter(rule => (rule.engines as readonly string[]).includes(system));
    const links = own.map(({ id }) => `[${id}](rules/${id}.md)`);
    return {
      system,
      about: `| ${SYSTEMS[system]} | \`${system}\` | ${formatsOf(module)} | ${parameters.size || ''} | ${effective || ''} | ${own.length || ''} |`,
      list: own.length === 0 ? '' : `### ${SYSTEMS[system]}\n\n${links.join(', ')}\n`,
    };
  });
  return [
    '# Systems',
    '',
    'Configs that are read, by system. A cluster may be spread over many files of many formats: they are joined by the names, addresses and folders that they give. ' +
      'Parameters are those whose meaning and range are known: hovers and completion show them, and the value that is in effect where one is written. ' +
      'Effective values are those that are told as well where nobody writes them: by the default of the version, or worked out from other settings.',
    '',
    '| system | in settings | read from | parameters | effective values | rules |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ about }) => about),
    '',
    '## Rules by system',
    '',
    ...rows.map(({ list }) => list).filter(list => list !== ''),
  ].join('\n');
}

function formatsOf(module: (typeof MODULES)[number] | undefined): string {
  if (module === undefined) return '';
  const titles = module.formats.map(format => format.title);
  if (module.statements?.length) titles.push('SQL or CQL statements');
  if (module.services?.length) titles.push('containers, charts and processes');
  return [...new Set(titles)].join(', ').replace(/\|/g, '\\|');
}

/** Every name that `engines` of a rule on clusters may hold. */
export function unknownSystems(): string[] {
  return RULES.filter(rule => rule.on === 'cluster').flatMap(rule =>
    rule.engines.filter(engine => !isSystem(engine)).map(engine => `${rule.id}: ${engine}`),
  );
}
