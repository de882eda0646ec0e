import type { Span } from '../../text/span.js';
import type { Entry, MapNode, Node } from '../tree.js';

/** How a format of one setting a line writes them. What is not named is not allowed. */
export interface AssignmentSyntax {
  /** Characters that may stand between key and value. */
  readonly separators: string;
  /** A blank alone may do as well: `key value`. */
  readonly blank?: boolean;
  /** Characters that make a line a comment when it begins with one. */
  readonly comments: string;
  /** Characters that begin a comment after a value. */
  readonly inlineComments?: string;
  /** Such a comment needs a blank before it. */
  readonly inlineAfterBlank?: boolean;
  /** Quotes that a whole value may stand in. One that is doubled inside stands for itself. */
  readonly quotes?: string;
  /** A backslash takes the character after it as it is, inside quotes. */
  readonly escapes?: boolean;
  /** `[name]` begins a section: its settings become a map below that name. */
  readonly sections?: boolean;
  /** A backslash at the end of a line goes on with the next one. */
  readonly continues?: boolean;
  /** A line that is indented goes on with the value before it. */
  readonly indentContinues?: boolean;
  /** A key may stand alone: its value is null. */
  readonly bareKeys?: boolean;
  /** A line that begins with one of these is `!include path`: key and value are parted by a blank. */
  readonly directives?: string;
}

/** `postgresql.conf`, `recovery.conf`, `repmgr.conf`, `pgpool.conf`. */
export const POSTGRES_CONF: AssignmentSyntax = {
  separators: '=',
  blank: true,
  comments: '#',
  inlineComments: '#',
  quotes: "'",
  escapes: true,
};

/** Option files of MySQL and MariaDB. */
export const MY_CNF: AssignmentSyntax = {
  separators: '=',
  comments: '#;',
  inlineComments: '#',
  quotes: '\'"',
  escapes: true,
  sections: true,
  bareKeys: true,
  directives: '!',
};

/** Properties of Java: Kafka, `zoo.cfg`. */
export const PROPERTIES: AssignmentSyntax = {
  separators: '=:',
  blank: true,
  comments: '#!',
  continues: true,
  bareKeys: true,
};

/** Plain INI: PgBouncer, MHA; keys may stand alone. */
export const INI: AssignmentSyntax = {
  separators: '=',
  comments: '#;',
  sections: true,
  bareKeys: true,
  directives: '%!',
};

/** INI with comments after values and values over several lines: CouchDB. */
export const COUCHDB_INI: AssignmentSyntax = {
  separators: '=',
  comments: ';#',
  inlineComments: ';',
  inlineAfterBlank: true,
  sections: true,
  indentContinues: true,
};

/** `rabbitmq.conf`. */
export const RABBITMQ_CONF: AssignmentSyntax = {
  separators: '=',
  comments: '#',
  inlineComments: '#',
  inlineAfterBlank: true,
  quotes: "'",
};

/** Lines that are read at most: nobody writes more by hand. */
const MAX_LINES = 100_000;

/**
 * Settings that stand one a line. Values are texts as the format means them, without quotes; their spans hold the
 * quotes, as in the other readers. A value with a variable (`${NAME}`) is opaque. Keys that repeat stay, in order; the
 * parts of a section that is opened again follow those before. Never throws: a line that is no setting is left out.
 */
export function readAssignments(text: string, syntax: AssignmentSyntax): MapNode {
  const top: Entry[] = [];
  const sections = new Map<string, Section>();
  let current: Entry[] = top;
  let section: Section | undefined;
  let last: Entry | undefined;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let lines = 0; at < text.length && lines < MAX_LINES; lines++) {
    const line = { start: at, end: lineEnd(text, at) };
    at = nextLine(text, line.end);
    const start = skipBlanks(text, line.start, line.end);
    if (start === line.end || syntax.comments.includes(text[start]!)) continue;
    if (syntax.continues === true) {
      while (endsOpen(text, line) && at < text.length) {
        line.end = lineEnd(text, at);
        at = nextLine(text, line.end);
      }
    }
    if (syntax.sections === true && text[start] === '[') {
      const close = text.indexOf(']', start);
      if (close === -1 || close >= line.end) continue;
      const span = trim(text, start + 1, close);
      const name = text.slice(span.start, span.end);
      section = sections.get(name);
      if (section === undefined) {
        sections.set(name, (section = { entries: [], span: { start, end: close + 1 } }));
        top.push({
          key: name,
          keySpan: span,
          value: { kind: 'map', entries: section.entries, span: section.span },
        });
      }
      current = section.entries;
      last = undefined;
      continue;
    }
    if (syntax.indentContinues === true && start > line.start && last?.value.kind === 'scalar') {
      const more = trim(text, start, line.end);
      const value = `${last.value.value ?? ''} ${text.slice(more.start, more.end)}`;
      last = {
        ...last,
        value: { kind: 'scalar', value, span: { start: last.value.span.start, end: more.end } },
      };
      current[current.length - 1] = last;
    } else {
      last = entryOf(text, { start, end: line.end }, syntax);
      if (last === undefined) continue;
      current.push(last);
    }
    if (section !== undefined) section.span.end = last.value.span.end;
  }
  return { kind: 'map', entries: top, span: { start: 0, end: text.length } };
}

interface Section {
  readonly entries: Entry[];
  /** From its first bracket to its last value. */
  readonly span: { readonly start: number; end: number };
}

function entryOf(text: string, line: Span, syntax: AssignmentSyntax): Entry | undefined {
  const directive = syntax.directives?.includes(text[line.start]!) === true;
  const blank = directive || syntax.blank === true;
  let end = line.start;
  while (end < line.end && !(!directive && syntax.separators.includes(text[end]!))) {
    if (blank && isBlank(text[end]!)) break;
    if (syntax.inlineComments?.includes(text[end]!) === true) break;
    end++;
  }
  const keySpan = trim(text, line.start, end);
  if (keySpan.start === keySpan.end) return undefined;
  const key = text.slice(keySpan.start, keySpan.end);
  let from = skipBlanks(text, end, line.end);
  const parted = !directive && from < line.end && syntax.separators.includes(text[from]!);
  if (parted) from = skipBlanks(text, from + 1, line.end);
  const value = settingOf(text, { start: from, end: line.end }, syntax);
  if (!parted && value.span.start === value.span.end) {
    return syntax.bareKeys === true
      ? { key, keySpan, value: { kind: 'scalar', value: null, span: keySpan } }
      : undefined;
  }
  return { key, keySpan, value };
}

function settingOf(text: string, line: Span, syntax: AssignmentSyntax): Node {
  const quote = text[line.start];
  if (line.start < line.end && quote !== undefined && syntax.quotes?.includes(quote) === true) {
    const quoted = readQuoted(text, line, quote, syntax);
    if (quoted !== undefined) return quoted;
  }
  const { start, end } = trim(text, line.start, commentStart(text, line, syntax));
  const raw = text.slice(start, end);
  const value = syntax.continues === true ? raw.replace(/\\\r?\n[ \t]*/g, '') : raw;
  return scalarOf(value, { start, end });
}

/** A value in quotes; undefined where more follows that is no comment. One that is never closed ends with its line. */
function readQuoted(text: string, line: Span, quote: string, syntax: AssignmentSyntax): Node | undefined {
  let value = '';
  for (let i = line.start + 1; i < line.end; i++) {
    const character = text[i]!;
    if (syntax.escapes === true && character === '\\' && i + 1 < line.end) {
      value += text[++i]!;
    } else if (character !== quote) {
      value += character;
    } else if (text[i + 1] === quote && i + 1 < line.end) {
      value += text[++i]!;
    } else {
      const after = skipBlanks(text, i + 1, line.end);
      if (after < line.end && syntax.inlineComments?.includes(text[after]!) !== true) return undefined;
      return scalarOf(value, { start: line.start, end: i + 1 });
    }
  }
  return scalarOf(value, trim(text, line.start, line.end));
}

function scalarOf(value: string, span: Span): Node {
  return value.includes('${') && value.indexOf('}', value.indexOf('${')) !== -1
    ? { kind: 'opaque', span }
    : { kind: 'scalar', value, span };
}

function commentStart(text: string, { start, end }: Span, syntax: AssignmentSyntax): number {
  if (syntax.inlineComments === undefined) return end;
  let quote: string | undefined;
  for (let i = start; i < end; i++) {
    const character = text[i]!;
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (syntax.quotes?.includes(character) === true) {
      if (closes(text, character, i + 1, end)) quote = character;
    } else if (syntax.inlineComments.includes(character)) {
      if (syntax.inlineAfterBlank !== true || i === start || isBlank(text[i - 1]!)) return i;
    }
  }
  return end;
}

function closes(text: string, quote: string, from: number, end: number): boolean {
  while (from < end && text[from] !== quote) from++;
  return from < end;
}

function endsOpen(text: string, line: Span): boolean {
  let slashes = 0;
  for (let i = line.end - 1; i >= line.start && text[i] === '\\'; i--) slashes++;
  return slashes % 2 === 1;
}

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  const end = found === -1 ? text.length : found;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

function nextLine(text: string, end: number): number {
  return end + (text[end] === '\r' ? 2 : 1);
}

function skipBlanks(text: string, from: number, end: number): number {
  while (from < end && isBlank(text[from]!)) from++;
  return from;
}

function trim(text: string, start: number, end: number): Span {
  start = skipBlanks(text, start, end);
  while (end > start && isBlank(text[end - 1]!)) end--;
  return { start, end };
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\f' || character === '\v';
}
