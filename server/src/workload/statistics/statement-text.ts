/**
 * A statement without what differs from call to call: constants and parameters become `?`, lists of them one,
 * comments go, words are in lower case. So are the texts of pg_stat_statements and of MySQL's digests.
 */
export function normalStatement(text: string): string {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const words = [...text.matchAll(WORD)].flatMap(([word]) => {
    if (/^(--|#|\/\*|\s)/.test(word)) return [];
    if (/^(['0-9$?]|[:@%]\w|n'|e')/i.test(word)) return ['?'];
    if (word === '...') return [];
    return [word.replace(/^[`"[]|[`"\]]$/g, '').toLowerCase()];
  });
  const normal = words
    .join(' ')
    .replace(/\s*;\s*$/, '')
    .replace(/\? (?:, ?\? ?)+/g, '? ')
    .replace(/\? ,(?= \))/g, '?')
    .trim();
  if (cache.size > 5000) cache.clear();
  cache.set(text, normal);
  return normal;
}

const cache = new Map<string, string>();

const WORD =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|\s+|[nNeE]?'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$\d+|\$(\w*)\$[\s\S]*?\$\1\$|%s|%\(\w+\)s|[:@]\w+|\d[\w.]*|[\p{L}_][\p{L}\p{N}_$]*|\.\.\.|[<>=!|&@~#*+/-]+|[\s\S]/gu;
