import type { Origin } from '../../../sql/reading.js';
import { folderOfUri } from '../../folders.js';
import type { ConfigFormat } from '../../module.js';
import type { Written } from '../../settings.js';
import type { Source } from '../../source.js';
import type { SpannerData, SpannerDatabase, SpannerInstance } from './data.js';
import { databaseIn } from './ddl.js';

/**
 * `gcloud spanner instances create orders --config=regional-europe-west1` and databases in scripts.
 * https://cloud.google.com/sdk/gcloud/reference/spanner/instances/create
 */
export const GCLOUD: ConfigFormat<SpannerData> = {
  title: 'gcloud spanner in scripts',
  detects: ({ name, text }) =>
    /\.(?:sh|bash|ya?ml)(?:\.[a-z0-9]+)?$|^makefile$/.test(name) && COMMAND.test(text),
  read: source => {
    const instances: SpannerInstance[] = [];
    const databases: SpannerDatabase[] = [];
    for (const match of source.text.matchAll(new RegExp(COMMAND.source, 'g'))) {
      if (instances.length + databases.length >= MAX_COMMANDS) break;
      const line = source.text.slice(source.text.lastIndexOf('\n', match.index) + 1, match.index);
      if (/^\s*(?:#|\/\/)/.test(line)) continue;
      const start = match.index + match[0].length;
      const words = wordsOf(source, start);
      const name = words.find(({ text }) => !text.startsWith('-'));
      if (name === undefined || name.text === '') continue;
      const label = { label: told(name.text) ?? '', origin: name.origin };
      if (match[1] === 'instances') instances.push({ ...label, written: flagsOf(words) });
      else databases.push(...databaseOf(source, words, label));
    }
    const origin = instances[0]?.origin ?? databases[0]?.origin;
    if (origin === undefined) return [];
    const data: SpannerData = { folder: folderOfUri(source.uri), instances, databases, programs: [] };
    return [{ system: 'spanner', uri: source.uri, origin, data }];
  },
};

const COMMAND =
  /\bgcloud\s+(?:alpha\s+|beta\s+)?spanner\s+(instances|databases)\s+(?:create|update|ddl\s+update)\b/;
const MAX_COMMANDS = 200;
const MAX_LENGTH = 20_000;

interface Word {
  readonly text: string;
  readonly origin: Origin;
  /** Where its text begins in the file. */
  readonly start: number;
}

/** Words of a command up to the end of its line; a backslash goes on with the next one. */
function wordsOf(source: Source, start: number): readonly Word[] {
  const text = source.text.slice(start, start + MAX_LENGTH);
  const words: Word[] = [];
  for (const match of text.matchAll(WORD)) {
    const [whole] = match;
    if (whole === '\n' || /^[;|&]/.test(whole)) break;
    if (/^\s|^\\/.test(whole)) continue;
    const at = start + match.index;
    words.push({ text: whole, start: at, origin: source.origin({ start: at, end: at + whole.length }) });
    if (words.length >= 200) break;
  }
  return words;
}

const WORD = /\\\r?\n|\n|[ \t\r]+|[;|&]+|(?:"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\s;|&"'\\]|\\[^\r\n])+|\\/g;

const FLAGS: Readonly<Record<string, string>> = {
  config: 'config',
  nodes: 'num_nodes',
  'processing-units': 'processing_units',
  edition: 'edition',
  description: 'display_name',
};

function flagsOf(words: readonly Word[]): readonly Written[] {
  return words.flatMap((word, i): Written[] => {
    const flag = /^--([a-z-]+)(=)?/.exec(word.text);
    const key = flag === null ? undefined : FLAGS[flag[1]!];
    if (flag === null || key === undefined) return [];
    const bare = flag[2] === undefined ? words[i + 1] : undefined;
    const raw = bare === undefined ? told(word.text.slice(flag[0].length)) : told(bare.text);
    const value = raw?.replace(/^.*instanceConfigs\//, '');
    return [{ key, raw: value, keyOrigin: word.origin, origin: bare?.origin ?? word.origin }];
  });
}

function databaseOf(
  source: Source,
  words: readonly Word[],
  { label, origin }: { readonly label: string; readonly origin: Origin },
): readonly SpannerDatabase[] {
  const value = (name: string): string | undefined => {
    const at = words.findIndex(({ text }) => text === `--${name}` || text.startsWith(`--${name}=`));
    const word = words[at];
    if (word === undefined) return undefined;
    return told(
      word.text.includes('=') ? word.text.slice(word.text.indexOf('=') + 1) : (words[at + 1]?.text ?? ''),
    );
  };
  const written = words.flatMap(({ text, start }) =>
    [...text.matchAll(/\bALTER\s+DATABASE\b[^;]{0,2000}/gi)].flatMap(
      match =>
        databaseIn(match[0], (from, to) =>
          source.origin({ start: start + match.index + from, end: start + match.index + to }),
        )?.written ?? [],
    ),
  );
  return [{ label, instance: value('instance') ?? '', written, origin }];
}

/** Without quotes; undefined where a variable stands in it. */
function told(text: string): string | undefined {
  const bare = text.replace(/^(["'])([\s\S]*)\1$/, '$2');
  return /\$|`|\{\{/.test(bare) ? undefined : bare;
}
