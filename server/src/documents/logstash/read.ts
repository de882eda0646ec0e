import { readYaml } from '../readers/yaml.js';
import { valueAt } from '../tree.js';
import type { LogstashDesign, LogstashPlugin, LogstashValue } from './model.js';

/** True for a text that may be a pipeline; other files of this ending have no sections like these. */
export function mayBePipeline(text: string): boolean {
  return /^[ \t]*(?:input|output)[ \t\r\n]*\{/m.test(text) && text.includes('=>');
}

/** Plugins of a pipeline's text. What is broken ends what is read, and never throws. */
export function readPipeline(text: string): LogstashDesign | undefined {
  const plugins = new Reader(text).plugins();
  return plugins.length === 0 ? undefined : { plugins };
}

/** `queue.type` of logstash.yml, flat or nested; undefined where nobody wrote it. */
export function readSettings(text: string): LogstashDesign | undefined {
  if (!/^[ \t]*(?:queue\.)?type[ \t]*:/m.test(text)) return undefined;
  for (const root of readYaml(text)) {
    const found = valueAt(root, 'queue.type') ?? valueAt(root, 'queue', 'type');
    if (found?.kind === 'scalar')
      return { plugins: [], queueType: { text: String(found.value), span: found.span } };
  }
  return undefined;
}

const MAX_PLUGINS = 500;
const MAX_DEPTH = 50;

/**
 * Reads the language of pipelines: sections, plugins, `if` and `else` around them, settings of `name => value`.
 * https://www.elastic.co/docs/reference/logstash/configuration-file-structure
 */
class Reader {
  private at = 0;
  private readonly found: LogstashPlugin[] = [];

  constructor(private readonly text: string) {}

  plugins(): readonly LogstashPlugin[] {
    for (let word = this.word(); word !== undefined; word = this.word()) {
      if (word !== 'input' && word !== 'filter' && word !== 'output') break;
      if (!this.sign('{')) break;
      if (!this.block(word, 0)) break;
    }
    return this.found;
  }

  /** Plugins and conditions up to the closing brace. */
  private block(section: LogstashPlugin['section'], depth: number): boolean {
    while (!this.sign('}')) {
      const start = this.at;
      const name = this.word();
      if (name === undefined || depth > MAX_DEPTH || this.found.length >= MAX_PLUGINS) return false;
      if (name === 'if' || name === 'else') {
        if (!this.condition() || !this.block(section, depth + 1)) return false;
        continue;
      }
      const settings = this.sign('{') ? this.settings() : undefined;
      if (settings === undefined) return false;
      this.found.push({ section, name, span: { start, end: start + name.length }, settings });
    }
    return true;
  }

  /** What stands between `if` and its brace; texts and patterns may hold braces. */
  private condition(): boolean {
    for (; this.at < this.text.length; this.at++) {
      this.blank();
      const char = this.text[this.at];
      if (char === '{') return this.sign('{');
      if (char === '"' || char === "'") this.quoted(char);
      else if (char === '/' && /[~(,]\s*$/.test(this.text.slice(Math.max(0, this.at - 5), this.at)))
        this.quoted('/');
    }
    return false;
  }

  private settings(): Map<string, LogstashValue> | undefined {
    const settings = new Map<string, LogstashValue>();
    while (!this.sign('}')) {
      const key = this.word();
      if (key === undefined || !this.sign('=>')) return undefined;
      const start = this.at;
      const text = this.value(0);
      if (text === null) return undefined;
      settings.set(key, { text, span: { start, end: this.at } });
      this.blank();
    }
    return settings;
  }

  /** The text of a value; undefined for one that has none, null where nothing can be read. */
  private value(depth: number): string | undefined | null {
    this.blank();
    const char = this.text[this.at];
    if (char === undefined || depth > MAX_DEPTH) return null;
    if (char === '"' || char === "'") {
      const from = this.at + 1;
      this.quoted(char);
      const inner = this.text.slice(from, this.at);
      this.at++;
      return inner.includes('${') ? undefined : inner;
    }
    if (char === '[' || char === '{') {
      const close = char === '[' ? ']' : '}';
      this.at++;
      while (!this.sign(close)) {
        if (this.sign(',') || this.sign('=>')) continue;
        if (this.value(depth + 1) === null) return null;
      }
      return undefined;
    }
    // People write variables without quotes, and they are filled in before the text is read.
    const variable = /\$\{[^}\n]{1,200}\}/y;
    variable.lastIndex = this.at;
    const [filled] = variable.exec(this.text) ?? [];
    if (filled !== undefined) {
      this.at += filled.length;
      return undefined;
    }
    const bare = /[^\s{}[\],"'#=]+/y;
    bare.lastIndex = this.at;
    const [word] = bare.exec(this.text) ?? [];
    if (word === undefined) return null;
    this.at += word.length;
    // A codec may have settings of its own: `codec => json { charset => "..." }`.
    const end = this.at;
    if (depth === 0 && this.sign('{')) return this.settings() === undefined ? null : word;
    this.at = end;
    return word;
  }

  /** Moves to the closing quote, which ends at the end of the text at the latest. */
  private quoted(quote: string): void {
    this.at++;
    while (this.at < this.text.length && this.text[this.at] !== quote)
      this.at += this.text[this.at] === '\\' ? 2 : 1;
  }

  private word(): string | undefined {
    this.blank();
    const name = /["']?([\w@.-]+)["']?/y;
    name.lastIndex = this.at;
    const found = name.exec(this.text);
    if (found === null) return undefined;
    this.at += found[0].length;
    const word = found[1]!;
    this.blank();
    return word;
  }

  private sign(sign: string): boolean {
    this.blank();
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    this.blank();
    return true;
  }

  private blank(): void {
    const blank = /(?:\s+|#[^\n]*)*/y;
    blank.lastIndex = this.at;
    this.at += blank.exec(this.text)?.[0].length ?? 0;
  }
}
