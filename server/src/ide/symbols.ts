import type { Analyzer } from '../analyzer/types.js';
import { mayBeDocument } from '../cluster/files.js';
import type { Catalog } from '../schema/model.js';
import { effectiveReadings, type Origin } from '../sql/reading.js';
import { clusterSymbols } from './cluster-symbols.js';
import { score } from './fuzzy.js';
import { statementSymbols } from './outline.js';
import { placeOf } from './places.js';
import type { DocumentSymbol, SymbolKind, WorkspaceSymbol } from './types.js';

/** Outline of a file: tables with their columns and constraints, indexes, views, types, functions. */
export function documentSymbols(analyzer: Analyzer, uri: string): readonly DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  if (mayBeDocument(uri)) return clusterSymbols(analyzer, uri);
  for (const unit of analyzer.units(uri)) {
    const { start } = unit.piece;
    const rangeOf = (span: { start: number; end: number }) =>
      analyzer.rangeOf(uri, start + span.start, start + span.end);
    for (const reading of effectiveReadings(unit)) symbols.push(...statementSymbols(reading, rangeOf));
  }
  return symbols;
}

/** What the projects define whose name matches the query's letters in order; best matches first. */
export function workspaceSymbols(analyzer: Analyzer, query: string, limit = 200): readonly WorkspaceSymbol[] {
  const found: (Named & { readonly score: number })[] = [];
  for (const project of analyzer.projects()) {
    for (const catalog of project.catalogs.values()) {
      for (const named of namesIn(catalog)) {
        const points = score(query, named.name);
        if (points !== undefined && named.origin !== undefined) found.push({ ...named, score: points });
      }
    }
  }
  found.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return found
    .slice(0, limit)
    .map(({ name, kind, container, origin }) => ({ name, kind, container, ...placeOf(analyzer, origin!) }));
}

interface Named {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly container: string | undefined;
  readonly origin: Origin | undefined;
}

function* namesIn(catalog: Catalog): Generator<Named> {
  for (const table of catalog.allTables()) {
    yield {
      name: table.name,
      kind: table.partitionOf ? 'partition' : 'table',
      container: table.schema,
      origin: table.nameOrigin,
    };
    for (const column of table.columns) {
      if (!column.inherited)
        yield { name: column.name, kind: 'column', container: table.name, origin: column.nameOrigin };
    }
    for (const index of table.indexes) {
      if (!index.inherited && index.name !== undefined)
        yield { name: index.name, kind: 'index', container: table.name, origin: index.origins[0] };
    }
    for (const trigger of table.triggers)
      yield { name: trigger.name, kind: 'trigger', container: table.name, origin: trigger.origins[0] };
  }
  for (const view of catalog.allViews()) {
    yield {
      name: view.name,
      kind: view.materialized ? 'materialized view' : 'view',
      container: view.schema,
      origin: view.nameOrigin,
    };
  }
  const rest = [
    ['enum', catalog.allEnums()],
    ['domain', catalog.allDomains()],
    ['type', catalog.allCompositeTypes()],
    ['sequence', catalog.allSequences()],
  ] as const;
  for (const [kind, all] of rest) {
    for (const it of all) yield { name: it.name, kind, container: it.schema, origin: it.origins[0] };
  }
  for (const it of catalog.allRoutines()) {
    yield {
      name: it.name,
      kind: it.procedure ? 'procedure' : 'function',
      container: it.schema,
      origin: it.origins[0],
    };
  }
  for (const it of catalog.allSchemas())
    yield { name: it.name, kind: 'schema', container: undefined, origin: it.origins[0] };
}
