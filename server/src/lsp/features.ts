import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  DocumentHighlightKind,
  type LocationLink,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analyzer, Place } from '../analyzer/types.js';
import * as ide from '../ide/index.js';
import { CLIENT_COMMANDS } from '../protocol/lsp.js';
import { codeLanguage } from '../workload/code/index.js';
import type { Buffers } from './buffers.js';
import {
  isDiagnosticOf,
  toCodeLens,
  toCompletionItem,
  toDocumentSymbol,
  toLocation,
  toWorkspaceSymbol,
} from './convert.js';
import type { Guard } from './guard.js';
import { PLAY_KIND, playActions } from './verdicts/actions.js';
import type { Verdicts } from './verdicts/verdicts.js';

/** Kinds of our actions. `source.fixAll` is what editors run on save; ours only applies safe fixes. */
export const ACTION_KINDS = {
  fix: `${CodeActionKind.QuickFix}.faultline.fix`,
  play: PLAY_KIND,
  'fix all': `${CodeActionKind.SourceFixAll}.faultline`,
  suppress: `${CodeActionKind.QuickFix}.faultline.suppress`,
  docs: `${CodeActionKind.QuickFix}.faultline.docs`,
} as const;

export interface FeatureOptions {
  readonly connection: Connection;
  readonly analyzer: Analyzer;
  readonly buffers: Buffers;
  readonly guard: Guard;
  /** The client provides the commands in `CLIENT_COMMANDS`. */
  readonly commands: boolean;
  /** The user asked for a line above each table. */
  readonly codeLens: () => boolean;
  /** What searches say of clusters. */
  readonly verdicts: Verdicts;
  readonly definitionLinks: boolean;
  readonly versionedEdits: boolean;
}

/** Answers the editor's questions about a place, each guarded on its own. */
export function registerFeatures(options: FeatureOptions): void {
  const { connection, analyzer, guard } = options;
  /** Programs have servers of their own for all of this: of us they get diagnostics, and what can be done about them. */
  const inSql = <T>(name: string, uri: string, answer: () => T): T | null =>
    guard(name, null, () => (codeLanguage(uri) ? null : answer()));

  connection.onHover(({ textDocument, position }) =>
    inSql('hover', textDocument.uri, () => {
      const found = ide.hover(analyzer, textDocument.uri, position);
      return found ? { contents: { kind: 'markdown', value: found.markdown }, range: found.range } : null;
    }),
  );

  connection.languages.inlayHint.on(({ textDocument, range }) =>
    inSql('inlay hints', textDocument.uri, () =>
      ide
        .inlays(analyzer, textDocument.uri, range)
        .map(({ at, text }) => ({ position: at, label: text, paddingLeft: true })),
    ),
  );

  connection.onDefinition(({ textDocument, position }) =>
    inSql('definition', textDocument.uri, () => {
      const found = ide.definition(analyzer, textDocument.uri, position);
      if (found === undefined) return null;
      if (!options.definitionLinks) return found.targets.map(toLocation);
      return found.targets.map(
        (target): LocationLink => ({
          originSelectionRange: found.origin,
          targetUri: target.uri,
          targetRange: target.full,
          targetSelectionRange: target.range,
        }),
      );
    }),
  );

  connection.onReferences(({ textDocument, position, context }) =>
    inSql('references', textDocument.uri, () =>
      ide.references(analyzer, textDocument.uri, position, context).map(toLocation),
    ),
  );

  connection.onDocumentHighlight(({ textDocument, position }) =>
    inSql('highlights', textDocument.uri, () =>
      ide.highlights(analyzer, textDocument.uri, position).map(({ range, kind }) => ({
        range,
        kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );

  connection.onDocumentSymbol(({ textDocument }) =>
    inSql('outline', textDocument.uri, () =>
      ide.documentSymbols(analyzer, textDocument.uri).map(toDocumentSymbol),
    ),
  );

  connection.onWorkspaceSymbol(({ query }) =>
    guard('workspace symbols', null, () => ide.workspaceSymbols(analyzer, query).map(toWorkspaceSymbol)),
  );

  connection.onCompletion(({ textDocument, position }) =>
    inSql('completion', textDocument.uri, () =>
      ide.completion(analyzer, textDocument.uri, position).map(toCompletionItem),
    ),
  );

  connection.onCodeLens(({ textDocument }) =>
    inSql('lenses', textDocument.uri, () =>
      options.commands
        ? ide
            .codeLenses(analyzer, textDocument.uri, options.codeLens())
            .map(lens => toCodeLens(textDocument.uri, lens))
        : [],
    ),
  );

  connection.onCodeAction(params => guard('actions', null, () => codeActions(options, params)));
}

function codeActions(options: FeatureOptions, params: CodeActionParams): CodeAction[] {
  const { only, diagnostics } = params.context;
  const { analyzer, verdicts } = options;
  const { uri } = params.textDocument;
  // What was found in texts that are gone is not to be applied, whether or not that was published yet.
  verdicts.changed();
  const failures = verdicts.findings(uri).filter(({ range }) => ide.overlaps(range, params.range));
  const actions: CodeAction[] = options.commands ? playActions(verdicts, params) : [];
  for (const action of [
    ...ide.codeActions(analyzer, uri, params.range),
    ...ide.actionsFor(analyzer, failures),
  ]) {
    const kind = ACTION_KINDS[action.kind];
    if (only !== undefined && !only.some(wanted => kind === wanted || kind.startsWith(`${wanted}.`)))
      continue;
    if (action.kind === 'docs' && !options.commands) continue;
    actions.push({
      title: action.title,
      kind,
      diagnostics:
        action.kind === 'fix all'
          ? undefined
          : diagnostics.filter(d => action.findings.some(finding => isDiagnosticOf(finding, d))),
      isPreferred: action.preferred || undefined,
      edit: action.edits.length === 0 ? undefined : toWorkspaceEdit(options, action.edits),
      command:
        action.kind === 'docs'
          ? { title: action.title, command: CLIENT_COMMANDS.openRuleDocumentation, arguments: [action.rule] }
          : undefined,
    });
  }
  return actions;
}

/** Edits carry the version they were made for, so an editor refuses them on a text that has moved on. */
function toWorkspaceEdit(
  { buffers, versionedEdits }: FeatureOptions,
  edits: readonly (Place & { readonly newText: string })[],
): WorkspaceEdit {
  const byFile = new Map<string, { range: Place['range']; newText: string }[]>();
  for (const { uri, range, newText } of edits) {
    const list = byFile.get(uri);
    if (list === undefined) byFile.set(uri, [{ range, newText }]);
    else list.push({ range, newText });
  }
  if (!versionedEdits) return { changes: Object.fromEntries(byFile) };
  return {
    documentChanges: [...byFile].map(([uri, list]) => ({
      textDocument: { uri, version: buffers.version(uri) ?? null },
      edits: list,
    })),
  };
}
