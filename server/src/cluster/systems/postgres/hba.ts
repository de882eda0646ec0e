import { isHidden, maskTemplates } from '../../../documents/templates.js';
import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { ConfigFormat } from '../../module.js';
import { folderOfSource } from './conf.js';
import type { HbaLine, PostgresData } from './data.js';

/** `pg_hba.conf`. */
export const HBA: ConfigFormat<PostgresData> = {
  title: 'pg_hba.conf',
  detects: ({ name }) =>
    /(?:^|[_.-])pg_hba[\w.-]{0,40}$/.test(name) && !/\.(?:ya?ml|json|md|sh|py|rb|c|h)$/.test(name),
  read: source => {
    const text = maskTemplates(source.text);
    const lines: HbaLine[] = [];
    let start = 0;
    for (const line of text.split('\n').slice(0, 20_000)) {
      const at = start;
      start += line.length + 1;
      const read = readHbaLine(line, span => source.origin({ start: at + span.start, end: at + span.end }));
      if (read !== undefined) lines.push(read);
    }
    if (lines.length === 0) return [];
    return [
      {
        system: 'postgres',
        uri: source.uri,
        origin: source.top,
        data: { kind: 'hba', lines, folder: folderOfSource(source) },
      },
    ];
  },
};

/**
 * One line of `pg_hba.conf`; undefined for comments, includes and what is no rule.
 * @param place Makes an origin of a span within the line.
 */
export function readHbaLine(
  line: string,
  place: (span: { readonly start: number; readonly end: number }) => Origin,
): HbaLine | undefined {
  const words = wordsOf(line, place);
  const [type, databases, users, ...rest] = words;
  if (type === undefined || databases === undefined || users === undefined) return undefined;
  if (!/^(?:local|host|hostssl|hostnossl|hostgssenc|hostnogssenc)$/.test(type.text)) return undefined;
  if (words.some(({ text }) => isHidden(text))) return undefined;
  const address = type.text === 'local' ? undefined : rest.shift();
  // A mask may follow the address.
  if (address !== undefined && /^[\d.]+$|^[\da-f:]+$/i.test(rest[0]?.text ?? '')) rest.shift();
  const method = rest[0];
  if (method === undefined || !/^[a-z][a-z0-9-]*$/.test(method.text)) return undefined;
  return {
    type,
    databases,
    users,
    ...(address === undefined ? {} : { address }),
    method,
    origin: place({
      start: line.length - line.trimStart().length,
      end: line.replace(/[\r\s]+$/, '').length,
    }),
  };
}

/** True where the line lets replication connections in. `all` does not. */
export function isForReplication(line: HbaLine): boolean {
  return line.databases.text.split(',').includes('replication');
}

function wordsOf(
  line: string,
  place: (span: { readonly start: number; readonly end: number }) => Origin,
): Named[] {
  const words: Named[] = [];
  for (let at = 0; at < line.length && words.length < 20; ) {
    const character = line[at]!;
    if (character === '#') break;
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const start = at;
    let text = '';
    while (at < line.length && !/\s/.test(line[at]!) && line[at] !== '#') {
      if (line[at] === '"') {
        for (at++; at < line.length && line[at] !== '"'; at++) text += line[at]!;
        at++;
      } else {
        text += line[at++]!;
        // Blanks may follow a comma in a list.
        if (text.endsWith(',')) while (at < line.length && /[ \t]/.test(line[at]!)) at++;
      }
    }
    words.push({ text, origin: place({ start, end: Math.min(at, line.length) }) });
  }
  return words;
}
