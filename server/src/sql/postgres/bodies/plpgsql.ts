import type { ColumnRef } from '../../ast/shape.js';
import {
  CLOSE,
  CLOSE_BRACKET,
  COMMA,
  DOT,
  isWord,
  OPEN,
  OPEN_BRACKET,
  QUOTED,
  SEMICOLON,
  STRING,
  tokenize,
  WORD,
} from '../tokens.js';
import type { Gathered } from './gather.js';

/**
 * Reads a body in PL/pgSQL. Its statements are told apart by their words; the queries and expressions in them are
 * parsed by PostgreSQL's own grammar. How statements nest does not matter for what they do.
 */
export function readPlpgsql(found: Gathered): void {
  new Reader(found).read();
}

/** Words that begin a statement of SQL which reads or changes data. */
const QUERIES: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'WITH',
  'VALUES',
  'PERFORM',
  'TRUNCATE',
  'CALL',
  'COPY',
]);

/** Words that stand alone between statements. */
const BETWEEN: ReadonlySet<string> = new Set(['BEGIN', 'ELSE', 'LOOP', 'EXCEPTION', 'DECLARE']);

const SPECIAL: readonly string[] = [
  'found',
  'sqlstate',
  'sqlerrm',
  'tg_name',
  'tg_when',
  'tg_level',
  'tg_op',
  'tg_relid',
  'tg_relname',
  'tg_table_name',
  'tg_table_schema',
  'tg_nargs',
  'tg_argv',
];

class Reader {
  private readonly tokens;
  private at = 0;

  constructor(private readonly found: Gathered) {
    this.tokens = tokenize(found.body.sql);
    for (const name of SPECIAL) found.variables.add(name);
  }

  read(): void {
    while (this.at < this.tokens.count) {
      const before = this.at;
      this.statement();
      // Whatever it was, reading goes on.
      if (this.at <= before) this.at = before + 1;
    }
  }

  private statement(): void {
    const word = this.word(this.at);
    if (this.text(this.at) === '<<') {
      while (this.at < this.tokens.count && this.text(this.at) !== '>>') this.at++;
      this.at++;
      return;
    }
    if (this.kind(this.at) === SEMICOLON) {
      this.at++;
      return;
    }
    if (this.isAssignment()) return this.assignment();
    switch (word) {
      case 'DECLARE':
        this.at++;
        return this.declarations();
      case 'IF':
      case 'ELSIF':
      case 'ELSEIF':
        return this.until(['THEN']);
      case 'WHEN':
        return this.until(['THEN']);
      case 'WHILE':
        return this.until(['LOOP']);
      case 'CASE':
        if (this.word(this.at + 1) === 'WHEN') {
          this.at++;
          return;
        }
        return this.until(['WHEN'], false);
      case 'FOR':
        return this.loop();
      case 'FOREACH': {
        const from = this.find(this.at, ['ARRAY']);
        this.declare(this.at + 1);
        this.at = from;
        return this.until(['LOOP']);
      }
      case 'RETURN':
        return this.returned();
      case 'EXECUTE':
        return this.execute(this.at + 1, this.end());
      case 'OPEN': {
        const end = this.end();
        const after = this.find(this.at, ['FOR'], end);
        if (after < end) this.queryOrExecute(after + 1, end);
        this.at = end + 1;
        return;
      }
      case 'EXIT':
      case 'CONTINUE': {
        const end = this.end();
        const when = this.find(this.at, ['WHEN'], end);
        if (when < end) this.expression(when + 1, end);
        this.at = end + 1;
        return;
      }
      case 'END': {
        this.at = this.end() + 1;
        return;
      }
    }
    if (BETWEEN.has(word)) {
      this.at++;
      return;
    }
    if (QUERIES.has(word) || word === 'CREATE') return this.query(this.at, this.end());
    const end = this.end();
    this.subqueries(this.at, end);
    this.at = end + 1;
  }

  /** RAISE and others: of what stands in them only subqueries count. */
  private subqueries(from: number, end: number): void {
    for (let i = from; i < end; i++) {
      if (this.kind(i) !== OPEN || !/^(?:SELECT|WITH)$/.test(this.word(i + 1))) continue;
      const close = this.closing(i);
      this.found.query(this.tokens.start[i + 1]!, this.tokens.end[close - 1]!);
      i = close;
    }
  }

  /** From the word at hand to another one, which is stepped over: an expression. */
  private until(words: readonly string[], over = true): void {
    const end = this.find(this.at + 1, words);
    this.expression(this.at + 1, end);
    this.at = over ? end + 1 : end;
  }

  private declarations(): void {
    while (this.at < this.tokens.count && this.word(this.at) !== 'BEGIN') {
      if (this.word(this.at) === 'DECLARE') {
        this.at++;
        continue;
      }
      const end = this.end();
      this.declare(this.at);
      const cursor = this.find(this.at, ['CURSOR'], end);
      if (cursor < end) {
        const query = this.find(cursor, ['FOR', 'IS'], end);
        for (let i = cursor + 2; i < query; i++)
          if (this.kind(i - 1) === OPEN || this.kind(i - 1) === COMMA) this.declare(i);
        if (query < end) this.queryOrExecute(query + 1, end);
      } else {
        let value = this.at;
        while (
          value < end &&
          this.text(value) !== ':=' &&
          this.text(value) !== '=' &&
          this.word(value) !== 'DEFAULT'
        )
          value++;
        if (value + 1 < end) this.expression(value + 1, end);
      }
      this.at = end + 1;
    }
  }

  private loop(): void {
    const inAt = this.find(this.at, ['IN']);
    for (let i = this.at + 1; i < inAt; i++)
      if (this.kind(i) === WORD && this.kind(i - 1) !== DOT) this.declare(i);
    let from = inAt + 1;
    if (this.word(from) === 'REVERSE') from++;
    const end = this.find(from, ['LOOP']);
    this.queryOrExecute(from, end);
    this.at = end + 1;
  }

  private returned(): void {
    const end = this.end();
    const next = this.word(this.at + 1);
    if (next === 'QUERY') this.queryOrExecute(this.at + 2, end);
    else if (next === 'NEXT') this.expression(this.at + 2, end);
    else this.expression(this.at + 1, end);
    this.at = end + 1;
  }

  private queryOrExecute(from: number, end: number): void {
    const word = this.word(from);
    if (word === 'EXECUTE') return this.execute(from + 1, end, false);
    let first = from;
    while (this.kind(first) === OPEN) first++;
    if (QUERIES.has(this.word(first))) {
      const resume = this.at;
      this.query(from, end);
      this.at = resume;
    } else if (!this.isRange(from, end)) this.expression(from, end);
  }

  /** `1 .. 10`: nothing of it is a query but for subqueries that hardly anybody writes. */
  private isRange(from: number, end: number): boolean {
    for (let i = from; i < end; i++) {
      // `1..10` comes as `1`, `.`, `.10`.
      if (this.kind(i) === DOT && this.text(i + 1).startsWith('.')) return true;
    }
    return false;
  }

  /** A text that is run. A plain string can be read like any other query; everything else is made while it runs. */
  private execute(from: number, end: number, moves = true): void {
    const only =
      this.kind(from) === STRING && (from + 1 >= end || ['USING', 'INTO'].includes(this.word(from + 1)));
    const raw = this.text(from);
    const open = raw.startsWith('$') ? raw.indexOf('$', 1) + 1 : raw.startsWith("'") ? 1 : 0;
    const inner = raw.slice(open, raw.length - (raw.startsWith('$') ? open : 1));
    if (only && open > 0 && !inner.includes("''")) {
      const start = this.tokens.start[from]! + open;
      if (QUERIES.has(/^\s*(\w+)/.exec(inner)?.[1]?.toUpperCase() ?? ''))
        this.found.query(start, start + inner.length);
    } else this.found.opaque = true;
    if (moves) this.at = end + 1;
  }

  private query(from: number, end: number): void {
    const start = this.tokens.start[from]!;
    const stop = this.tokens.end[end - 1] ?? this.found.body.sql.length;
    const into = this.into(from, end);
    const shapes = this.found.query(
      start,
      stop,
      into && [this.tokens.start[into.first]!, this.tokens.end[into.last]!],
    );
    const select = shapes[0]?.blocks[0]?.select ?? [];
    for (const [n, target] of (into?.targets ?? []).entries()) {
      const value = select[n]?.value;
      const query = shapes[0];
      if (value && query && into && into.targets.length === select.length)
        this.found.assignments.push({ target, value, query, span: query.span });
    }
    this.at = end + 1;
  }

  /** INTO with its targets, which is not part of the query. */
  private into(
    from: number,
    end: number,
  ): { readonly first: number; readonly last: number; readonly targets: ColumnRef[] } | undefined {
    const verb = this.word(from);
    let at = from + 1;
    if (verb === 'INSERT' || verb === 'MERGE' || verb === 'UPDATE' || verb === 'DELETE') {
      at = this.find(from, ['RETURNING'], end);
    } else if (verb === 'WITH') {
      at = this.find(from + 1, ['SELECT', 'RETURNING'], end);
    }
    const first = this.find(at, ['INTO'], end);
    if (first >= end) return undefined;
    at = first + 1;
    if (this.word(at) === 'STRICT') at++;
    const targets: ColumnRef[] = [];
    for (;;) {
      const target = this.target(at);
      targets.push(target.ref);
      at = target.last;
      if (this.kind(at + 1) !== COMMA) break;
      at += 2;
    }
    return { first, last: at, targets };
  }

  /** True for `target := value`, also `a.b[1] = value`. */
  private isAssignment(): boolean {
    const kind = this.kind(this.at);
    if (kind !== WORD && kind !== QUOTED) return false;
    const next = this.text(this.target(this.at).last + 1);
    return next === ':=' || next === '=';
  }

  private assignment(): void {
    const { ref, last } = this.target(this.at);
    const end = this.end();
    if (last + 2 < end) this.found.assign(ref, this.tokens.start[last + 2]!, this.tokens.end[end - 1]!);
    this.at = end + 1;
  }

  /** `a`, `a.b`, `a.b[1]` from a token on. */
  private target(at: number): { readonly ref: ColumnRef; readonly last: number } {
    let last = at;
    const names = [this.name(at)];
    for (;;) {
      if (this.kind(last + 1) === DOT) {
        last += 2;
        names.push(this.name(last));
      } else if (this.kind(last + 1) === OPEN_BRACKET) last = this.closing(last + 1);
      else break;
      if (last >= this.tokens.count) break;
    }
    const { base } = this.found.body;
    const span = {
      start: base + (this.tokens.start[at] ?? 0),
      end: base + (this.tokens.end[Math.min(last, this.tokens.count - 1)] ?? 0),
    };
    const name = names[names.length - 1]!;
    const qualifier = names[names.length - 2];
    return { ref: { name, span, ...(qualifier === undefined ? {} : { qualifier }) }, last };
  }

  private expression(from: number, end: number): void {
    if (end > from) this.found.expression(this.tokens.start[from]!, this.tokens.end[end - 1]!);
  }

  private declare(at: number): void {
    const name = this.name(at);
    if (name !== '' && name !== 'new' && name !== 'old') this.found.variables.add(name);
  }

  /** Token of the semicolon that ends the statement at hand. */
  private end(): number {
    return this.scan(this.at, index => this.kind(index) === SEMICOLON, this.tokens.count);
  }

  /** The first of the words outside of parentheses and CASE ... END; `limit` where there is none. */
  private find(from: number, words: readonly string[], limit = this.tokens.count): number {
    let cases = 0;
    return this.scan(
      from,
      index => {
        if (cases === 0 && this.kind(index) === WORD && words.some(word => isWord(this.tokens, index, word)))
          return true;
        if (index > from && isWord(this.tokens, index, 'CASE')) cases++;
        else if (cases > 0 && isWord(this.tokens, index, 'END')) cases--;
        return false;
      },
      limit,
    );
  }

  private scan(from: number, stop: (index: number) => boolean, limit: number): number {
    let depth = 0;
    for (let i = from; i < limit; i++) {
      const kind = this.kind(i);
      if (kind === OPEN || kind === OPEN_BRACKET) depth++;
      else if (kind === CLOSE || kind === CLOSE_BRACKET) depth = Math.max(0, depth - 1);
      else if (depth === 0 && stop(i)) return i;
    }
    return limit;
  }

  private closing(open: number): number {
    let depth = 0;
    for (let i = open; i < this.tokens.count; i++) {
      const kind = this.kind(i);
      if (kind === OPEN || kind === OPEN_BRACKET) depth++;
      else if ((kind === CLOSE || kind === CLOSE_BRACKET) && --depth === 0) return i;
    }
    return this.tokens.count - 1;
  }

  private kind(index: number): number {
    return this.tokens.kind[index] ?? 0;
  }

  private text(index: number): string {
    return index < this.tokens.count
      ? this.found.body.sql.slice(this.tokens.start[index], this.tokens.end[index])
      : '';
  }

  private word(index: number): string {
    return this.kind(index) === WORD ? this.text(index).toUpperCase() : '';
  }

  private name(index: number): string {
    const text = this.text(index);
    if (this.kind(index) === QUOTED) return text.slice(1, -1).replaceAll('""', '"');
    return this.kind(index) === WORD ? text.toLowerCase() : '';
  }
}
