import {
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type Location,
  type Position,
  SymbolKind,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import type { LocatedFinding, Place } from '../analyzer/types.js';
import type * as ide from '../ide/index.js';
import { CLIENT_COMMANDS } from '../protocol/lsp.js';
import type { Severity } from '../rules/rule.js';

/** What the client does with diagnostics. The rest is not sent: up to hundreds of them go out with each keystroke. */
export interface DiagnosticSupport {
  readonly related: boolean;
  readonly tags: boolean;
  /** Address of a rule's documentation, where there is one and the client links to it. */
  page(rule: string): string | undefined;
}

/** A finding as editors show it. */
export function toDiagnostic(
  finding: LocatedFinding,
  { related, tags, page }: DiagnosticSupport,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: finding.range,
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    source: SOURCE,
    message: finding.message,
  };
  const href = page(finding.rule);
  if (href !== undefined) diagnostic.codeDescription = { href };
  if (tags && finding.tag !== undefined) diagnostic.tags = [TAGS[finding.tag]];
  if (related && finding.related.length > 0)
    diagnostic.relatedInformation = finding.related.map(r => ({
      location: toLocation(r),
      message: r.message,
    }));
  return diagnostic;
}

/** True for the diagnostic that was made of this finding, as it comes back from a client. */
export function isDiagnosticOf(finding: LocatedFinding, diagnostic: Diagnostic): boolean {
  const { start, end } = finding.range;
  const { range } = diagnostic;
  return (
    diagnostic.source === SOURCE &&
    diagnostic.code === finding.rule &&
    diagnostic.message === finding.message &&
    same(range.start, start) &&
    same(range.end, end)
  );
}

export function toLocation(place: Place): Location {
  return { uri: place.uri, range: place.range };
}

export function toDocumentSymbol(symbol: ide.DocumentSymbol): DocumentSymbol {
  return {
    // Editors refuse a symbol without a name, and with it the whole outline.
    name: symbol.name === '' ? '(unnamed)' : symbol.name,
    detail: symbol.detail,
    kind: SYMBOL_KINDS[symbol.kind],
    range: symbol.range,
    selectionRange: symbol.selection,
    children: symbol.children.map(toDocumentSymbol),
  };
}

export function toWorkspaceSymbol(symbol: ide.WorkspaceSymbol): WorkspaceSymbol {
  return {
    name: symbol.name,
    kind: SYMBOL_KINDS[symbol.kind],
    containerName: symbol.container,
    location: toLocation(symbol),
  };
}

export function toCompletionItem(item: ide.CompletionItem): CompletionItem {
  return {
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    detail: item.detail,
    documentation:
      item.documentation === undefined ? undefined : { kind: 'markdown', value: item.documentation },
    textEdit: { range: item.replace, newText: item.newText },
    filterText: item.label,
    sortText: String(item.rank).padStart(6, '0') + item.label,
  };
}

const OPENERS = {
  topology: CLIENT_COMMANDS.openTopology,
  partition: CLIENT_COMMANDS.simulatePartition,
  search: CLIENT_COMMANDS.findShortestFailure,
  star: CLIENT_COMMANDS.previewStarSchema,
  diagram: CLIENT_COMMANDS.previewSchemaDiagram,
} as const;

/** A lens that opens a panel or lists places when it is clicked; with neither it is only a line of text. */
export function toCodeLens(uri: string, lens: ide.CodeLens): CodeLens {
  if (lens.opens !== undefined) {
    const { what, id } = lens.opens;
    return {
      range: lens.range,
      command: { title: lens.title, command: OPENERS[what], arguments: [uri, id] },
    };
  }
  const list = {
    title: lens.title,
    command: CLIENT_COMMANDS.showPlaces,
    arguments: [uri, lens.range.start, lens.places.map(toLocation)],
  };
  return {
    range: lens.range,
    command: lens.places.length === 0 ? { title: lens.title, command: '' } : list,
  };
}

function same(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}

const SOURCE = 'faultline';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

const SYMBOL_KINDS: Record<ide.SymbolKind, SymbolKind> = {
  schema: SymbolKind.Namespace,
  table: SymbolKind.Struct,
  partition: SymbolKind.Struct,
  column: SymbolKind.Field,
  key: SymbolKind.Key,
  'foreign key': SymbolKind.Key,
  check: SymbolKind.Boolean,
  index: SymbolKind.Array,
  view: SymbolKind.Interface,
  'materialized view': SymbolKind.Interface,
  sequence: SymbolKind.Number,
  enum: SymbolKind.Enum,
  label: SymbolKind.EnumMember,
  domain: SymbolKind.TypeParameter,
  type: SymbolKind.Class,
  function: SymbolKind.Function,
  procedure: SymbolKind.Function,
  trigger: SymbolKind.Event,
  setting: SymbolKind.Property,
};

const COMPLETION_KINDS: Record<ide.CompletionItem['kind'], CompletionItemKind> = {
  table: CompletionItemKind.Struct,
  view: CompletionItemKind.Interface,
  column: CompletionItemKind.Field,
  type: CompletionItemKind.TypeParameter,
  schema: CompletionItemKind.Module,
  rule: CompletionItemKind.Constant,
  dialect: CompletionItemKind.EnumMember,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
};
