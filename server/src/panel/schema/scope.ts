import type { Analyzer } from '../../analyzer/types.js';
import type { PanelPlace } from '../../protocol/webview.js';
import type { Catalog } from '../../schema/model.js';
import { type Dialect, familyOf } from '../../sql/dialect.js';
import type { Origin } from '../../sql/reading.js';
import type { Workload } from '../../workload/model.js';

/** The schema that a file belongs to, and all that a diagram of it is made from. */
export interface SchemaScope {
  readonly analyzer: Analyzer;
  readonly uri: string;
  readonly dialect: Dialect;
  readonly catalog: Catalog;
  readonly workload: Workload;
  /** Name of the project folder, or of the file where it stands alone. */
  readonly title: string;
  /** Files of the schema, in the order in which they are folded. */
  readonly files: readonly string[];
  place(origin: Origin): PanelPlace;
}

/** The schema of a file, or a sentence that says why there is none. */
export function openScope(analyzer: Analyzer, uri: string): SchemaScope | { readonly why: string } {
  const info = analyzer.fileInfo(uri);
  const catalog = analyzer.catalogOf(uri);
  const workload = analyzer.workloadOf(uri);
  if (info === undefined || catalog === undefined || workload === undefined)
    return { why: 'This file is not SQL that was read, so there is no schema to draw.' };
  const project = analyzer.projectOf(uri);
  const files = (project?.files ?? [uri]).filter(file => {
    const dialect = analyzer.fileInfo(file)?.dialect;
    return dialect !== undefined && familyOf(dialect) === catalog.family;
  });
  return {
    analyzer,
    uri,
    dialect: info.dialect,
    catalog,
    workload,
    title: baseOf(files.length > 1 ? (project?.root ?? uri) : uri),
    files,
    place: origin => placeOf(analyzer, origin),
  };
}

/** A place as its file sees it now. */
export function placeOf(analyzer: Analyzer, { unit, span }: Origin): PanelPlace {
  const { start } = unit.piece;
  return { uri: unit.uri, range: analyzer.rangeOf(unit.uri, start + span.start, start + span.end) };
}

function baseOf(uri: string): string {
  const last = uri.replace(/\/+$/, '').split('/').pop() ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
