import * as vscode from 'vscode';
import { askSchema } from '../ask.js';
import { branchesOf, textsAt } from '../git.js';
import type { CommandContext } from './index.js';
import { type GivenFile, sqlTarget } from './target.js';

const SQL_FILE = /\.(?:sql|ddl|cql|pgsql|psql|mysql|hql)$/i;

/** Draws the schema of an SQL file: its stars, or all tables; focused on one where it is named. */
export function previewSchema(
  context: CommandContext,
  mode: 'star' | 'er',
): (given?: GivenFile, table?: unknown) => Promise<void> {
  return async (given, table) => {
    const uri = sqlTarget(context, given);
    if (uri === undefined) return;
    context.schema.open(uri, { name: mode, ...(typeof table === 'string' ? { argument: table } : {}) });
  };
}

/** Shows the schema against the last commit or a branch. */
export function compareSchema(context: CommandContext): (given?: GivenFile, ref?: unknown) => Promise<void> {
  return async (given, named) => {
    const uri = sqlTarget(context, given);
    if (uri === undefined) return;
    const ref = typeof named === 'string' ? named : await pickRevision(uri);
    if (ref === undefined) return;
    const diagram = await askSchema(context.session, { kind: 'diagram', uri: uri.toString() });
    const files = new Set([
      uri.toString(),
      ...('why' in diagram ? [] : diagram.tables.flatMap(({ place }) => place?.uri ?? [])),
    ]);
    const uris = [...files].map(each => vscode.Uri.parse(each));
    const texts = await textsAt(ref, uri, uris, each => SQL_FILE.test(each.path));
    if (texts === undefined) return;
    context.schema.open(uri, { name: 'compare', argument: { label: ref, texts } });
  };
}

async function pickRevision(uri: vscode.Uri): Promise<string | undefined> {
  const branches = await branchesOf(uri);
  if (branches === undefined) return undefined;
  const items = [
    { label: 'HEAD', description: 'the last commit' },
    ...branches.map(label => ({ label, description: 'branch' })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Faultline: Compare Schema',
    placeHolder: 'What to compare with',
  });
  return chosen?.label;
}
