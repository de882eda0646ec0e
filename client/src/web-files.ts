import * as vscode from 'vscode';
import { oneGlob } from '../../server/src/project/braces.js';
import type {
  FindFilesParams,
  FindFilesResult,
  ReadFileParams,
  ReadFileResult,
} from '../../server/src/protocol/lsp.js';

/** A file's text through the editor's file system, whatever provides it. Never rejects. */
export async function readFile({ uri, maxBytes }: ReadFileParams): Promise<ReadFileResult> {
  const target = vscode.Uri.parse(uri);
  try {
    const { size } = await vscode.workspace.fs.stat(target);
    if (size > maxBytes) return { kind: 'too large', bytes: size };
    const bytes = await vscode.workspace.fs.readFile(target);
    // Text has no zero bytes; every binary format that one meets has some near its start.
    if (bytes.subarray(0, 8192).includes(0)) return { kind: 'binary' };
    return { kind: 'text', text: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** URIs of the files below a folder that the globs select. */
export async function findFiles(params: FindFilesParams): Promise<FindFilesResult> {
  const folder = vscode.Uri.parse(params.folder);
  const below = (globs: readonly string[]): vscode.RelativePattern | undefined => {
    const glob = oneGlob(globs);
    return glob === undefined ? undefined : new vscode.RelativePattern(folder, glob);
  };
  const include = below(params.include);
  if (include === undefined) return [];
  const exclude = below([...NEVER, ...params.exclude]);
  const found = await vscode.workspace.findFiles(include, exclude, params.maxFiles);
  return found.map(uri => uri.toString());
}

/** Nobody's schema is written there; the editor looks there where it is told what else to leave out. */
const NEVER = ['**/.git/**', '**/.hg/**', '**/.svn/**', '**/node_modules/**'];
