import type { DiagramExport, SchemaQuestion } from '../../protocol/schema-panel.js';
import { buildDiagram } from './diagram/build.js';
import { ENDINGS, exportDiagram, selectTables } from './formats/index.js';
import type { SchemaScope } from './scope.js';

/** What the panel saves or copies, as the text of a file. */
export async function exportAnswer(
  { format, mode, tables }: Extract<SchemaQuestion, { kind: 'export' }>,
  scope: SchemaScope,
): Promise<DiagramExport> {
  const selection = tables === undefined ? { mode } : { mode, tables };
  const diagram = selectTables(buildDiagram(scope, 0), selection);
  const base = scope.title.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}_.-]+/gu, '-') || 'schema';
  return {
    kind: 'export',
    name: `${base}-${mode}.${ENDINGS[format]}`,
    text: await exportDiagram(diagram, format, mode, uri => fileOf(uri)),
  };
}

function fileOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
