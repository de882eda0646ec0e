/** A paragraph, list item or comment as running text, with where each character stands. */
export interface Passage {
  readonly text: string;
  /** For each character of the text its offset in the file. */
  readonly offsets: readonly number[];
  /** The setting beside a comment, as written. */
  readonly beside: string;
  /** Headings above it, outermost first, as one text. */
  readonly headings: string;
}

const MAX_PASSAGE = 4000;
const ANYTHING = /./;
const MAX_PASSAGES = 5000;

/**
 * The paragraphs, items and cells of a Markdown text that hold words of interest (`worth`, in lower case); code blocks, link targets and HTML comments
 * are left out.
 */
export function markdownPassages(text: string, worth: RegExp = ANYTHING): readonly Passage[] {
  const found: Passage[] = [];
  const headings: string[] = [];
  let draft = new Draft(worth);
  let fence: string | undefined;
  const close = () => {
    const passage = draft.done('', headings.join(' / '));
    if (passage !== undefined && found.length < MAX_PASSAGES) found.push(passage);
    draft = new Draft(worth);
  };
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end);
    const fenced = /^ {0,3}(?:>\s*)?(```|~~~)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (fenced === fence) fence = undefined;
      continue;
    }
    if (fenced !== undefined) {
      close();
      fence = fenced;
      continue;
    }
    const heading = /^ {0,3}(#{1,6})\s+(.*)/.exec(line);
    if (heading) {
      close();
      headings.length = Math.min(headings.length, heading[1]!.length - 1);
      headings[heading[1]!.length - 1] = heading[2]!.trim();
      continue;
    }
    if (line.trim() === '') {
      close();
      continue;
    }
    // Indented text is code where no paragraph goes on.
    if (draft.empty && /^(?: {4}|\t)\s*[^\s*+\d-]/.test(line)) continue;
    const lead = /^\s*(?:>\s*)*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+|\|)?/.exec(line)![0];
    if (/[-*+|.)\]]$/.test(lead.trimEnd())) close();
    draft.add(text, start + lead.length, end);
  }
  close();
  return found;
}

/**
 * The comments of a config, `#`, `;`, `//`, `--`, `/* … *\/` or `<!-- … -->` by its name. Lines of comments that follow
 * each other are one passage; each knows the setting below or before it.
 */
export function commentPassages(text: string, name: string, worth: RegExp = ANYTHING): readonly Passage[] {
  const marks = marksOf(name);
  const found: Passage[] = [];
  let draft = new Draft(worth);
  const close = (beside: string) => {
    const passage = draft.done(beside.trim().slice(0, 300), '');
    if (passage !== undefined && found.length < MAX_PASSAGES) found.push(passage);
    draft = new Draft(worth);
  };
  let block: string | undefined;
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end);
    if (block !== undefined) {
      const stop = line.indexOf(block);
      draft.add(text, start + /^\s*\*?\s*/.exec(line)![0].length, stop < 0 ? end : start + stop);
      if (stop >= 0) block = undefined;
      continue;
    }
    const at = commentAt(line, marks);
    if (at === undefined) {
      if (line.trim() !== '') close(line);
      else close('');
      continue;
    }
    const code = line.slice(0, at.index);
    const own = code.trim() === '';
    if (!own) close(code);
    const from = start + at.index + at.mark.length;
    const closer = at.mark === '/*' ? '*/' : at.mark === '<!--' ? '-->' : undefined;
    const stop = closer === undefined ? -1 : text.slice(from, end).indexOf(closer);
    const body = text.slice(from, stop < 0 ? end : from + stop);
    if (own && body.trim() === '') close('');
    else draft.add(text, from + /^[#;/*!\s-]*/.exec(body)![0].length, from + body.length);
    if (closer !== undefined && stop < 0) block = closer;
    if (!own) close(code);
  }
  close('');
  return found;
}

/** One comment of SQL: its text between the marks. `start`: offset of the comment in `text`. */
export function commentPassage(
  text: string,
  start: number,
  end: number,
  worth: RegExp = ANYTHING,
): Passage | undefined {
  const draft = new Draft(worth);
  for (const line of linesOf(text.slice(start, end))) {
    const lead = /^\s*(?:--+|#+|\/\*+!?|\*+(?!\/))?\s*/.exec(
      text.slice(start + line.start, start + line.end),
    )![0];
    draft.add(text, start + line.start + lead.length, start + line.end);
  }
  return draft.done('', '');
}

/**
 * Text put together from lines, with one blank between words, and without marks of emphasis and code. Most passages say
 * nothing of interest: where each character stands is worked out for those alone that do.
 */
class Draft {
  private ranges: [text: string, start: number, end: number][] = [];

  constructor(private readonly worth: RegExp = ANYTHING) {}

  get empty(): boolean {
    return this.ranges.length === 0;
  }

  add(text: string, start: number, end: number): void {
    if (start < end && /\S/.test(text.slice(start, end))) this.ranges.push([text, start, end]);
  }

  done(beside: string, headings: string): Passage | undefined {
    if (this.empty) return undefined;
    const raw = this.ranges.map(([text, start, end]) => text.slice(start, end)).join(' ');
    // Marks may stand between the words that are looked for.
    if (
      !this.worth.test(
        raw
          .replace(/[`*\r]/g, '')
          .replace(/\s+/g, ' ')
          .toLowerCase(),
      )
    )
      return undefined;
    const parts: string[] = [];
    const offsets: number[] = [];
    for (const [text, start, end] of this.ranges) place(text, start, end, parts, offsets);
    const text = parts.join('');
    return text.trim() === '' ? undefined : { text, offsets, beside, headings };
  }
}

/** Adds a stretch of a text to a passage, with the place of each character. */
function place(text: string, start: number, end: number, parts: string[], offsets: number[]): void {
  const push = (c: string, at: number) => {
    parts.push(c);
    offsets.push(at);
  };
  if (parts.length > 0 && parts.at(-1) !== ' ') push(' ', start);
  for (let at = start; at < end && parts.length < MAX_PASSAGE; at++) {
    const c = text[at]!;
    if (c === '`' || c === '*' || c === '\r') continue;
    if (/\s/.test(c)) {
      if (parts.at(-1) !== ' ' && parts.length > 0) push(' ', at);
      continue;
    }
    // The target of a link is no text.
    if (c === ']' && text[at + 1] === '(') {
      const close = text.indexOf(')', at);
      if (close > 0 && close < end) at = close;
      continue;
    }
    push(c, at);
  }
}

function* linesOf(text: string): Generator<{ start: number; end: number }> {
  for (let start = 0; start <= text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { start, end: text[end - 1] === '\r' ? end - 1 : end };
    start = end + 1;
  }
}

function marksOf(name: string): readonly string[] {
  if (/\.(?:json[c5]?|js|mjs|cjs|ts)$/.test(name)) return ['//', '/*'];
  if (/\.(?:hcl|tf)$/.test(name)) return ['#', '//', '/*'];
  if (/\.(?:cnf|ini|cfg)(?:\.\w+)?$/.test(name)) return ['#', ';'];
  if (/\.xml$/.test(name)) return ['<!--'];
  if (/\.(?:sql|cql)$/.test(name)) return ['--', '/*'];
  return ['#'];
}

/** Where a comment begins in a line: at its beginning or behind a blank, and within no quotes. */
function commentAt(line: string, marks: readonly string[]): { index: number; mark: string } | undefined {
  let quote = '';
  for (let i = 0; i < line.length && i < 2000; i++) {
    const c = line[i]!;
    if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
      continue;
    }
    const mark = marks.find(each => line.startsWith(each, i));
    if (mark !== undefined && (i === 0 || /[\s,;{}()[\]]/.test(line[i - 1]!))) return { index: i, mark };
    // An apostrophe within a word opens nothing.
    if ((c === '"' || c === "'") && !/\w/.test(line[i - 1] ?? ' ')) quote = c;
  }
  return undefined;
}
