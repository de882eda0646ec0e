import type { Span } from '../../text/span.js';

/** A word of a command line, without its quotes. Variables and substitutions stay as they are written. */
export interface ShellWord {
  readonly text: string;
  readonly span: Span;
  /** False where all of it stands in single quotes: `$` is a dollar sign there. */
  readonly expands: boolean;
}

/** One simple command: its words, and what is fed to it by `<<END`. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** Where its output goes: the word behind `>`. */
  readonly into?: ShellWord;
  readonly heredoc?: Span;
}

const MAX_COMMANDS = 5000;
const MAX_WORDS = 2000;

/**
 * The commands of a shell script or command line. Knows quotes, escapes, line continuation, comments, redirections and
 * here documents; `if`, `while` and functions are words like others. Never throws: an open quote ends with the text.
 * @param start Offset at which to begin; spans count from the text's start.
 */
export function readShell(text: string, start = 0, end = text.length): readonly ShellCommand[] {
  return new Reader(text, start, end).commands();
}

/** The words of one command line, as a program gets them: `;` and `|` are no separators. */
export function shellWords(text: string, start = 0, end = text.length): readonly ShellWord[] {
  return new Reader(text, start, end, false).commands().flatMap(({ words }) => words);
}

interface Pending {
  readonly tag: string;
  readonly tabs: boolean;
  readonly command: Draft;
}

interface Draft {
  words: ShellWord[];
  into?: ShellWord;
  heredoc?: Span;
}

class Reader {
  private current: Draft = { words: [] };
  private readonly found: Draft[] = [];
  private heredocs: Pending[] = [];

  constructor(
    private readonly text: string,
    private at: number,
    private readonly end: number,
    private readonly separators = true,
  ) {}

  commands(): readonly ShellCommand[] {
    while (this.at < this.end && this.found.length < MAX_COMMANDS) this.step();
    this.close();
    return this.found;
  }

  private step(): void {
    const { text } = this;
    const c = text[this.at]!;
    if (c === '\n' || c === '\r') {
      this.at++;
      if (!this.separators) return;
      if (c === '\n') {
        this.close();
        this.skipHeredocs();
      }
    } else if (c === ' ' || c === '\t') {
      this.at++;
    } else if (c === '\\' && /^\\\r?\n/.test(text.slice(this.at, this.at + 3))) {
      this.at += text[this.at + 1] === '\r' ? 3 : 2;
    } else if (this.separators && c === '#') {
      const line = text.indexOf('\n', this.at);
      this.at = line < 0 || line > this.end ? this.end : line;
    } else if (this.separators && ';&|()'.includes(c)) {
      this.at++;
      this.close();
    } else if (this.separators && (c === '<' || c === '>')) {
      this.redirect();
    } else {
      const word = this.word();
      // `2>` is the number of a stream.
      if (this.separators && /^\d$/.test(word.text) && '<>'.includes(text[this.at] ?? ' ')) return;
      if (this.current.words.length < MAX_WORDS) this.current.words.push(word);
    }
  }

  private redirect(): void {
    const sign = /^(?:<<<|<<-?|<&?|>>?[&|]?)/.exec(this.text.slice(this.at, this.at + 3))?.[0] ?? '>';
    this.at += sign.length;
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
    if (this.at >= this.end || '\r\n;&|()<>'.includes(this.text[this.at]!)) return;
    const target = this.word();
    if (sign === '<<' || sign === '<<-')
      this.heredocs.push({ tag: target.text, tabs: sign === '<<-', command: this.current });
    else if (sign.startsWith('>') && !sign.endsWith('&')) this.current.into ??= target;
  }

  private skipHeredocs(): void {
    for (const { tag, tabs, command } of this.heredocs) {
      const from = this.at;
      for (;;) {
        const line = this.text.indexOf('\n', this.at);
        const stop = line < 0 || line >= this.end ? this.end : line;
        const said = this.text.slice(this.at, stop).replace(/\r$/, '');
        const last = stop >= this.end;
        if ((tabs ? said.replace(/^\t+/, '') : said) === tag || last) {
          command.heredoc = { start: from, end: last && said !== tag ? this.end : this.at };
          this.at = last ? this.end : stop + 1;
          break;
        }
        this.at = stop + 1;
      }
    }
    this.heredocs = [];
  }

  private word(): ShellWord {
    const start = this.at;
    const parts: string[] = [];
    let expands = false;
    while (this.at < this.end) {
      const c = this.text[this.at]!;
      if (c === "'") {
        parts.push(this.until("'"));
        continue;
      }
      if (c === '"') {
        parts.push(this.double());
        expands = true;
        continue;
      }
      if (/\s/.test(c) || (this.separators && ';&|()<>'.includes(c))) break;
      expands = true;
      if (c === '\\') {
        if (/^\\\r?\n/.test(this.text.slice(this.at, this.at + 3))) break;
        parts.push(this.text[this.at + 1] ?? '');
        this.at += 2;
      } else if (c === '$' || c === '`') {
        parts.push(this.expansion());
      } else {
        parts.push(c);
        this.at++;
      }
    }
    if (this.at === start) this.at++;
    return { text: parts.join(''), span: { start, end: Math.min(this.at, this.end) }, expands };
  }

  private until(quote: string): string {
    const close = this.text.indexOf(quote, this.at + 1);
    const stop = close < 0 || close >= this.end ? this.end : close;
    const said = this.text.slice(this.at + 1, stop);
    this.at = stop + 1;
    return said;
  }

  private double(): string {
    const parts: string[] = [];
    this.at++;
    while (this.at < this.end && this.text[this.at] !== '"') {
      const c = this.text[this.at]!;
      if (c === '\\' && '"\\$`\n'.includes(this.text[this.at + 1] ?? ' ')) {
        if (this.text[this.at + 1] !== '\n') parts.push(this.text[this.at + 1]!);
        this.at += 2;
      } else if (c === '$' || c === '`') {
        parts.push(this.expansion());
      } else {
        parts.push(c);
        this.at++;
      }
    }
    this.at++;
    return parts.join('');
  }

  /** `$VAR`, `${VAR}`, `$(command)` or `` `command` `` as written, brackets counted. */
  private expansion(): string {
    const start = this.at;
    const open = this.text[start + 1];
    if (this.text[start] === '`') {
      const close = this.text.indexOf('`', start + 1);
      this.at = close < 0 || close >= this.end ? this.end : close + 1;
    } else if (open === '{' || open === '(') {
      const shut = open === '{' ? '}' : ')';
      let depth = 0;
      for (this.at = start + 1; this.at < this.end; this.at++) {
        if (this.text[this.at] === open) depth++;
        else if (this.text[this.at] === shut && --depth === 0) break;
      }
      this.at = Math.min(this.at + 1, this.end);
    } else {
      this.at++;
    }
    return this.text.slice(start, this.at);
  }

  private close(): void {
    if (this.current.words.length > 0 || this.current.into !== undefined) this.found.push(this.current);
    this.current = { words: [] };
  }
}
