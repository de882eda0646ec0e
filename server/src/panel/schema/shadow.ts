import picomatch from 'picomatch/posix';
import { createAnalyzer } from '../../analyzer.js';
import type { FileContent, Host } from '../../host.js';
import { RULES } from '../../rules/index.js';
import { openScope, type SchemaScope } from './scope.js';

/**
 * The schema as it would be with other texts of some of its files: read by an analyzer of its own, so that the editor's
 * buffers stay as they are. No rule is asked. A sentence where there would be no schema.
 * @param texts By URI; null: the file is not there.
 */
export async function shadowOf(
  { analyzer, uri, files }: SchemaScope,
  texts: Readonly<Record<string, string | null>>,
): Promise<SchemaScope | { readonly why: string }> {
  const root = analyzer.projectOf(uri)?.root ?? uri.slice(0, uri.lastIndexOf('/'));
  const known = new Map<string, string>();
  for (const each of analyzer.files()) {
    const text = each === root || each.startsWith(`${root}/`) ? analyzer.text(each) : undefined;
    if (text !== undefined) known.set(each, text);
  }
  for (const [each, text] of Object.entries(texts)) {
    if (text === null) known.delete(each);
    else known.set(each, text);
  }
  const shadow = createAnalyzer(hostOf(known), { keepLastGood: false });
  const off = Object.fromEntries(RULES.map(({ id }) => [id, 'off' as const]));
  shadow.configure({ ...analyzer.settings, ruleOverrides: off });
  await shadow.index([root]);
  const unread = [...known.keys()].filter(each => !shadow.files().includes(each));
  if (unread.length > 0) await shadow.addFiles(unread);
  // The file itself may not have been there.
  const at =
    [uri, ...files].find(each => shadow.fileInfo(each) !== undefined) ??
    shadow.files().find(each => shadow.fileInfo(each));
  return at === undefined ? { why: 'There would be no schema.' } : openScope(shadow, at);
}

function hostOf(texts: ReadonlyMap<string, string>): Host {
  return {
    log: () => {},
    readFile: async uri => {
      const text = texts.get(uri);
      return (text === undefined ? { kind: 'missing' } : { kind: 'text', text }) satisfies FileContent;
    },
    async *findFiles(folder, { include, exclude }) {
      const included = picomatch([...include], { dot: true });
      const excluded = exclude.length > 0 ? picomatch([...exclude], { dot: true }) : () => false;
      for (const uri of texts.keys()) {
        if (!uri.startsWith(`${folder}/`)) continue;
        const path = decoded(uri.slice(folder.length + 1));
        if (included(path) && !excluded(path)) yield uri;
      }
    },
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
