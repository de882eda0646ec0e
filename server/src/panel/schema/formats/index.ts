import type { DiagramFormat, DiagramMode, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { toDbml } from './dbml.js';
import { toDot } from './dot.js';
import { toJson } from './json.js';
import { toMarkdown } from './markdown.js';
import { toMermaid } from './mermaid.js';
import { toPlantuml } from './plantuml.js';
import { toSvg } from './svg.js';

export { comparisonJson, comparisonMarkdown, markedDiagram } from './compared.js';
export { selectTables } from './select.js';

/** In the order in which they are offered. */
export const DIAGRAM_FORMATS: readonly DiagramFormat[] = [
  'svg',
  'mermaid',
  'dbml',
  'plantuml',
  'dot',
  'json',
  'markdown',
];

/** What files of each format end with. */
export const ENDINGS: Readonly<Record<DiagramFormat, string>> = {
  svg: 'svg',
  mermaid: 'mmd',
  dbml: 'dbml',
  plantuml: 'puml',
  dot: 'dot',
  json: 'json',
  markdown: 'md',
};

/**
 * A diagram as the text of a file. All of it is in there: choose with `selectTables` before.
 * @param nameOf How a file is called.
 */
export async function exportDiagram(
  diagram: SchemaDiagram,
  format: DiagramFormat,
  mode: DiagramMode,
  nameOf: (uri: string) => string,
): Promise<string> {
  switch (format) {
    case 'svg':
      return toSvg(diagram, mode);
    case 'mermaid':
      return toMermaid(diagram);
    case 'dbml':
      return toDbml(diagram);
    case 'plantuml':
      return toPlantuml(diagram);
    case 'dot':
      return toDot(diagram);
    case 'json':
      return toJson(diagram, nameOf);
    case 'markdown':
      return toMarkdown(diagram);
  }
}
