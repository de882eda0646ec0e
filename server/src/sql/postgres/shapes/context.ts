import type { Node, SelectStmt } from 'libpg-query';
import type { Span } from '../../../text/span.js';
import type { QueryBlock, Value } from '../../ast/shape.js';
import type { Source } from '../source.js';
import { CLOSE, CLOSE_BRACKET, OPEN, OPEN_BRACKET, tokenAt } from '../tokens.js';

/** First and last token of something. */
export type Region = readonly [first: number, last: number];

/** Common table expressions that a name may mean: their blocks; undefined for one that changes data. */
export type Ctes = ReadonlyMap<string, number | undefined>;

/** Where an expression stands: its block, and what names mean there. */
export interface Scope {
  readonly block: number;
  readonly ctes: Ctes;
}

export interface Place {
  readonly role: QueryBlock['role'];
  readonly parent?: number;
  readonly ctes: Ctes;
  /** Absent: worked out from what stands in it. */
  readonly region?: Region;
  /** Names that its result columns are given from outside. */
  readonly names?: readonly string[];
  /** Index that is kept for it. */
  readonly block?: number;
}

export type SelectReader = (context: ShapeContext, select: SelectStmt, place: Place) => number;

const NONE: ReadonlySet<string> = new Set();

/** One shape while it is read: its blocks so far, and the places of things in the text. */
export class ShapeContext {
  readonly blocks: (QueryBlock | undefined)[] = [];
  complete = true;

  /** The token after the query. */
  readonly end: number;

  constructor(
    readonly source: Source,
    private readonly region: Region,
    private readonly selectReader: SelectReader,
    /** Names that are variables of a routine. */
    readonly variables: ReadonlySet<string> = NONE,
  ) {
    this.end = region[1] + 1;
  }

  /** Index of a block that is still to be read. */
  reserve(): number {
    return this.blocks.push(undefined) - 1;
  }

  select(select: SelectStmt, place: Place): number {
    return this.selectReader(this, select, place);
  }

  /** Token of a place in the tree; -1 where the tree names none. */
  at(location: number | undefined): number {
    return location === undefined || location < 0 ? -1 : this.source.at(location);
  }

  /** The smallest span that covers these, with every parenthesis that is open in it closed. */
  cover(spans: readonly Span[], ...tokens: readonly number[]): Span {
    const { source } = this;
    let first = Number.POSITIVE_INFINITY;
    let last = -1;
    for (const token of tokens) {
      if (token < 0) continue;
      first = Math.min(first, token);
      last = Math.max(last, token);
    }
    for (const { start, end } of spans) {
      first = Math.min(first, tokenAt(source.tokens, start - source.base));
      last = Math.max(last, tokenAt(source.tokens, end - source.base) - 1);
    }
    if (last < 0) return this.spanOf(this.region);
    return this.spanOf(this.balanced([first, last]));
  }

  spanOf([first, last]: Region): Span {
    return this.source.span(first, last);
  }

  value(kind: Value['kind'], span: Span, rest: Omit<Value, 'kind' | 'text' | 'span'> = {}): Value {
    return { kind, text: this.source.text(span), span, ...rest };
  }

  /** Inside of the parentheses that open at a token. */
  inside(open: number): Region {
    return [open + 1, Math.max(open + 1, this.source.close(open) - 1)];
  }

  private balanced([from, to]: Region): Region {
    const { source } = this;
    let first = from;
    let last = to;
    let depth = 0;
    let missing = 0;
    for (let i = from; i <= to; i++) {
      const kind = source.kind(i);
      if (kind === OPEN || kind === OPEN_BRACKET) depth++;
      else if ((kind === CLOSE || kind === CLOSE_BRACKET) && --depth < 0) {
        depth = 0;
        missing++;
      }
    }
    for (; missing > 0 && first > 0; first--) {
      const kind = source.kind(first - 1);
      if (kind === OPEN || kind === OPEN_BRACKET) missing--;
      else if (kind === CLOSE || kind === CLOSE_BRACKET) missing++;
    }
    for (; depth > 0 && last < this.end - 1; last++) {
      const kind = source.kind(last + 1);
      if (kind === CLOSE || kind === CLOSE_BRACKET) depth--;
      else if (kind === OPEN || kind === OPEN_BRACKET) depth++;
    }
    return [first, last];
  }
}

/** Where the tree says that a node is, in bytes. */
export function locationOf(node: Node): number | undefined {
  for (const inner of Object.values(node) as { location?: number }[]) return inner?.location;
  return undefined;
}
