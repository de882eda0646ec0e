import { Source } from '../source.js';

/** A file that stands in a block of YAML, and where an offset of the YAML is in it. */
export interface EmbeddedPlace {
  readonly source: Source;
  readonly offset: number;
  /** Where an offset of the file is in the YAML. */
  outer(offset: number): number;
}

const MAX_LINES = 5000;
const HEAD = /^([ \t]*)(?:-[ \t]+)?["']?([\w./-]{1,200})["']?[ \t]*:[ \t]*[|>][-+\d]{0,3}[ \t]*(?:#.*)?$/;

/**
 * The file around an offset: a ConfigMap's `redis.conf: |`, or what an operator takes as a text, whose key is no file's
 * name. Found from indentation alone, so that it works while the text is broken.
 */
export function embeddedAt(source: Source, offset: number): EmbeddedPlace | undefined {
  if (!/\.ya?ml(?:\.\w+)?$/.test(source.name)) return undefined;
  const { text } = source;
  let start = startOfLine(text, offset);
  let least = indentOf(text, start, Math.max(offset, start));
  // A blank line belongs to the block at the indentation of the pointer.
  if (lineAt(text, start).trim() === '') least = offset - start;
  for (let lines = 0; start > 0 && lines < MAX_LINES && least > 0; lines++) {
    start = startOfLine(text, start - 1);
    const line = lineAt(text, start);
    if (line.trim() === '') continue;
    const head = HEAD.exec(line);
    const indent = indentOf(text, start, text.length);
    if (head !== null && indent < least) {
      const path = fileOf(head[2]!, source);
      return path === undefined ? undefined : blockOf(source, offset, start + line.length + 1, indent, path);
    }
    least = Math.min(least, indent);
  }
  return undefined;
}

/** What is written below keys that are no files' names, by a word that the file holds. */
const OPERATORS: readonly (readonly [key: string, word: RegExp, path: string])[] = [
  ['additionalConfig', /\bRabbitmqCluster\b/, 'rabbitmq.conf'],
  ['configuration', /pxc\.percona\.com|ps\.percona\.com/, 'my.cnf'],
  ['mycnf', /mysql\.oracle\.com/, 'my.cnf'],
  ['myCnf', /k8s\.mariadb\.com/, 'my.cnf'],
  ['configuration', /\bPerconaServerMongoDB\b/, 'mongod.conf'],
];

function fileOf(key: string, source: Source): string | undefined {
  if (/\.[A-Za-z]/.test(key)) return key;
  return OPERATORS.find(([name, word]) => name === key && word.test(source.text))?.[2];
}

/** The lines below a key without their indentation. */
function blockOf(source: Source, offset: number, from: number, above: number, path: string) {
  const { text } = source;
  const starts: { readonly inner: number; readonly outer: number }[] = [];
  const lines: string[] = [];
  let indent: number | undefined;
  let inner = 0;
  for (let start = from; start < text.length && lines.length < MAX_LINES; ) {
    const line = lineAt(text, start);
    const blank = line.trim() === '';
    const own = indentOf(text, start, text.length);
    if (!blank && own <= above) break;
    if (!blank) indent ??= own;
    const cut = Math.min(indent ?? line.length, line.length);
    starts.push({ inner, outer: start + cut });
    lines.push(line.slice(cut));
    inner += line.length - cut + 1;
    start += line.length + 1;
  }
  const outer = (at: number) => {
    const line = starts.filter(each => each.inner <= at).pop();
    return line === undefined ? from : line.outer + at - line.inner;
  };
  const here = starts.filter(each => each.outer <= offset).pop();
  if (here === undefined) return undefined;
  const end = lineAt(text, here.outer).length;
  const file = new Source(source.uri, lines.join('\n'), source.unit, {
    path,
    place: span => ({ start: outer(span.start), end: outer(span.end) }),
  });
  return { source: file, offset: here.inner + Math.min(offset - here.outer, end), outer };
}

function startOfLine(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end);
}

function indentOf(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && (text[end] === ' ' || text[end] === '\t')) end++;
  return end - start;
}
