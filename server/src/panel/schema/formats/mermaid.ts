import type { DiagramColumn, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { handles, oneLine, references, titles } from './names.js';

/** A diagram as Mermaid's `erDiagram`, for Markdown files that draw such. */
export function toMermaid(diagram: SchemaDiagram): string {
  const title = titles(diagram);
  const names = handles(diagram);
  const lines = ['erDiagram'];
  for (const table of diagram.tables) {
    const head = `  ${names.get(table.id)}["${label(title(table))}"]`;
    if (table.columns.length === 0) {
      lines.push(head);
      continue;
    }
    lines.push(`${head} {`, ...table.columns.map(column => `    ${attribute(column)}`), '  }');
  }
  for (const { from, to, many, optional, declared, label: said, fromColumns } of references(diagram)) {
    const line = `${many ? '}o' : '|o'}${declared ? '--' : '..'}${optional ? 'o|' : '||'}`;
    const text = said ?? fromColumns.join(', ');
    lines.push(`  ${names.get(from)} ${line} ${names.get(to)} : "${label(text)}"`);
  }
  for (const { from, to, kind } of diagram.edges) {
    if (kind === 'references' || !names.has(from) || !names.has(to)) continue;
    lines.push(`  ${names.get(from)} }o..o{ ${names.get(to)} : "${kind}"`);
  }
  return `${lines.join('\n')}\n`;
}

/** Names and types are single words there: what does not fit stands behind them as a comment. */
function attribute({
  name,
  type,
  primary,
  foreign,
  unique,
  nullable,
  additivity,
  part,
}: DiagramColumn): string {
  const word = plainWord(name, 'column');
  const keys = [primary ? 'PK' : '', foreign ? 'FK' : '', unique && !primary ? 'UK' : ''].filter(
    key => key !== '',
  );
  const kind = plainWord(type === '' ? 'unknown' : type, 'type');
  const notes = [
    word === name ? '' : name,
    nullable || primary ? '' : 'not null',
    additivity ?? '',
    part ?? '',
  ].filter(note => note !== '');
  return [kind, word, keys.join(', '), notes.length > 0 ? `"${label(notes.join(', '))}"` : '']
    .filter(item => item !== '')
    .join(' ');
}

/** Letters, digits and what Mermaid takes beside them; other characters are written as underscores. */
function plainWord(text: string, otherwise: string): string {
  const word = oneLine(text)
    .replace(/[^A-Za-z0-9_\-()[\]\u00c0-\uffff]+/g, '_')
    .replace(/^_+(?=.)|_+$/g, '');
  const whole = word === '' ? otherwise : word;
  // The words of keys are no names.
  return /^[A-Za-z_\u00c0-\uffff]/.test(whole) && !/^(?:PK|FK|UK)$/.test(whole) ? whole : `_${whole}`;
}

/** There are no quotes inside of quotes; entities are read by what draws the picture. */
function label(text: string): string {
  return oneLine(text)
    .replace(/#/g, '#35;')
    .replace(/"/g, '#quot;')
    .replace(/</g, '#lt;')
    .replace(/>/g, '#gt;')
    .replace(/%/g, '#37;')
    .replace(/\\/g, '#92;');
}
