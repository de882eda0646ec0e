import type { DiagramColumn, DiagramTable, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { handles, oneLine, references, titles } from './names.js';

/** A diagram as PlantUML's entities. */
export function toPlantuml(diagram: SchemaDiagram): string {
  const title = titles(diagram);
  const names = handles(diagram);
  const lines = [
    '@startuml',
    `title ${escaped(diagram.title)}`,
    'hide circle',
    'hide methods',
    'skinparam linetype ortho',
    '',
  ];
  for (const table of diagram.tables) {
    lines.push(`entity "${escaped(title(table))}" as ${names.get(table.id)}${stereotype(table)} {`);
    const key = table.columns.filter(({ primary }) => primary);
    const rest = table.columns.filter(({ primary }) => !primary);
    lines.push(...key.map(columnText));
    if (key.length > 0 && rest.length > 0) lines.push('  --');
    lines.push(...rest.map(columnText), '}');
  }
  for (const { from, to, many, optional, declared, label } of references(diagram)) {
    const line = `${many ? '}o' : '|o'}${declared ? '--' : '..'}${optional ? 'o|' : '||'}`;
    lines.push(
      `${names.get(from)} ${line} ${names.get(to)}${label === undefined ? '' : ` : ${escaped(label)}`}`,
    );
  }
  for (const { from, to, kind } of diagram.edges) {
    if (kind === 'references' || !names.has(from) || !names.has(to)) continue;
    lines.push(`${names.get(from)} ..> ${names.get(to)} : ${kind}`);
  }
  return `${[...lines, '@enduml'].join('\n')}\n`;
}

function stereotype({ role }: DiagramTable): string {
  return role === 'entity' ? '' : ` <<${role}>>`;
}

function columnText({ name, type, nullable, foreign, primary, generated }: DiagramColumn): string {
  const marks = [primary ? '<<PK>>' : '', foreign ? '<<FK>>' : '', generated ? '<<generated>>' : ''].filter(
    mark => mark !== '',
  );
  return `  ${nullable ? '' : '* '}${escaped(name)}${type === '' ? '' : ` : ${escaped(type)}`}${marks.length > 0 ? ` ${marks.join(' ')}` : ''}`;
}

/** Everything that PlantUML or its Creole would read as markup, by its number. */
function escaped(text: string): string {
  return oneLine(text).replace(/["\\<>{}*~_/[\]|#&%$@`'=-]{1}/gu, character => {
    // A single one of these within a word is harmless; two in a row are markup.
    return /[_/=#&$@'-]/.test(character) && !DOUBLE.test(text)
      ? character
      : `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

const DOUBLE = /__|\/\/|--|==|''|^[#@'=-]/;
