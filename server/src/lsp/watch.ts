import type { Connection, FileEvent } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification, FileChangeType, WatchKind } from 'vscode-languageserver';
import { isWorthReading, OTHER_GLOBS } from '../analyzer/document-names.js';
import { CODE_GLOBS, CONFIG_GLOBS, isSqlUri, SQL_GLOBS, STATISTICS_GLOBS } from '../analyzer/settings.js';
import { codeLanguage } from '../workload/code/index.js';

const OTHERS = /\/(?:faultline\.ya?ml|\.gitignore|\.faultline\/[^/]+\.json)$|\.[ct]sv$/i;

/** Asks the client to say when files or folders appear, change or go. */
export async function watchFiles(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      ...[
        ...SQL_GLOBS,
        ...CONFIG_GLOBS,
        ...STATISTICS_GLOBS,
        ...OTHER_GLOBS,
        ...CODE_GLOBS,
        '**/*.{csv,tsv}',
        '**/.gitignore',
      ].map(globPattern => ({
        globPattern,
      })),
      // A folder that is moved or removed is one event, and its name matches nothing above.
      { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
    ],
  });
}

/** The events that can matter: files that are read, and what may be a folder. */
export function relevant(events: readonly FileEvent[]): string[] {
  const uris = new Set<string>();
  for (const { uri, type } of events) {
    if (
      isSqlUri(uri) ||
      isWorthReading(uri) ||
      isOwnCode(uri) ||
      OTHERS.test(uri) ||
      (type !== FileChangeType.Changed && mayBeFolder(uri))
    )
      uris.add(uri);
  }
  return [...uris];
}

/** Packages bring programs by the thousand; none of them is ours. */
function isOwnCode(uri: string): boolean {
  return codeLanguage(uri) !== undefined && !uri.includes('/node_modules/');
}

/** Folders seldom have a dot inside their names; version folders (`v1.2`) do, with a digit after it. */
function mayBeFolder(uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  return !/.\.[a-z][a-z0-9]*$/i.test(name) || /\.d$/.test(name);
}
