import type { DiagramTable, SchemaDiagram } from '../../../protocol/schema-panel.js';
import type { PanelPlace } from '../../../protocol/webview.js';

/** Grows when a field changes its meaning or goes; new fields do not count. */
export const DIAGRAM_JSON_VERSION = 1;

/** A diagram as data, with lines and columns that begin at 1. */
export function toJson(diagram: SchemaDiagram, nameOf: (uri: string) => string): string {
  const place = (at: PanelPlace | undefined) =>
    at && { file: nameOf(at.uri), line: at.range.start.line + 1, column: at.range.start.character + 1 };
  const table = ({ findings, extent: _, columns, place: at, ...rest }: DiagramTable) => ({
    ...rest,
    confidence: Math.round(rest.confidence * 100) / 100,
    columns: columns.map(({ place: own, ...column }) => ({ ...column, place: place(own) })),
    findings: findings.map(({ rule, severity, message, column, place: own }) => ({
      rule,
      severity,
      message,
      column,
      place: place(own),
    })),
    place: place(at),
  });
  const { title, dialect, tables, edges, stars, copies } = diagram;
  return `${JSON.stringify(
    {
      version: DIAGRAM_JSON_VERSION,
      title,
      dialect,
      tables: tables.map(table),
      edges: edges.map(({ place: at, ...edge }) => ({ ...edge, place: place(at) })),
      stars,
      copies,
    },
    undefined,
    2,
  )}\n`;
}
