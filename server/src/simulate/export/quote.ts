import { jsonString } from '../schedule/scalar.js';

/** A text for a comment, or for people in a message: on one line, printable ASCII and nothing else. */
export function plainText(text: string): string {
  return jsonString(text).slice(1, -1).replaceAll('\\"', '"');
}

/** A text as one word of a POSIX shell. What is not printable is shown as an escape. */
export function shellWord(text: string): string {
  return `'${plainText(text).replaceAll("'", "'\\''")}'`;
}

/** Lines as comments behind a sign: `#`, `;`. */
export function comments(sign: string, lines: readonly string[]): string {
  return lines.map(line => (line === '' ? `${sign}\n` : `${sign} ${plainText(line)}\n`)).join('');
}
