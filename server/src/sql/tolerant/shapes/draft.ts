import type { Span } from '../../../text/span.js';
import type { ColumnRef, QueryBlock, QuerySource, Value } from '../../ast/shape.js';
import type { Cursor } from '../cursor.js';
import { noSpan } from './nodes.js';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A block while it is read. */
export type DraftBlock = Mutable<
  Omit<QueryBlock, 'sources' | 'where' | 'select' | 'groupBy' | 'having' | 'orderBy' | 'others'>
> & {
  sources: QuerySource[];
  where: QueryBlock['where'][number][];
  select: QueryBlock['select'][number][];
  groupBy: Value[];
  having: QueryBlock['having'][number][];
  orderBy: QueryBlock['orderBy'][number][];
  others?: Value[];
};

/** Common table expressions in force, the innermost first. Names in lower case. */
interface Scope {
  readonly names: Map<string, number>;
  readonly outer: Scope | undefined;
}

/** A dotted path of which only the sources of its block can say where its column begins: `a.b` may be a field of `a`. */
export interface Path {
  readonly value: Mutable<Value>;
  readonly parts: readonly { readonly value: string; readonly span: Span }[];
  readonly block: number;
}

/** Past this depth a query is left unread, so that no text overflows the stack. */
const DEEPEST = 150;

/** A query while it is read: its blocks so far, and what they are read with. */
export class Draft {
  readonly blocks: DraftBlock[] = [];
  readonly paths: Path[] = [];
  complete = true;
  allowFiltering = false;
  conditional = false;
  /** The block that is being read. */
  current = -1;
  private scope: Scope | undefined;
  private depth = 0;

  /** @param routine The query stands in a trigger or routine, where NEW and OLD are rows. */
  constructor(readonly routine = false) {}

  /** A qualifier; those for the rows of a trigger are in lower case in every dialect. */
  qualifier(name: string): string {
    return this.routine && /^(?:new|old)$/i.test(name) ? name.toLowerCase() : name;
  }

  /** Opens a block inside the current one, reads it, and returns its index. */
  inBlock(role: QueryBlock['role'], c: Cursor, read: (block: DraftBlock) => void): number {
    const index = this.blocks.length;
    const outer = this.current;
    const block: DraftBlock = {
      role,
      ...(outer < 0 ? {} : { parent: outer }),
      sources: [],
      where: [],
      select: [],
      distinct: false,
      groupBy: [],
      having: [],
      orderBy: [],
      locks: false,
      span: { start: 0, end: 0 },
    };
    this.blocks.push(block);
    this.current = index;
    this.scope = { names: new Map(), outer: this.scope };
    const from = c.pos;
    read(block);
    block.span = c.pos > from ? c.span(from) : noSpan(c);
    this.scope = this.scope.outer;
    this.current = outer;
    return index;
  }

  /** Gives the columns of a block the names that stand behind its alias. */
  rename(index: number, names: readonly string[]): void {
    const block = this.blocks[index];
    if (!block) return;
    const members = this.blocks.filter(({ role, parent }) => role === 'union' && parent === index);
    for (const each of [block, ...members]) {
      const star = each.select.findIndex(({ value }) => value.kind === 'star');
      if (star >= 0 && star < names.length) this.complete = false;
      each.select = each.select.map((item, n) => {
        const alias = star >= 0 && n >= star ? undefined : names[n];
        return alias === undefined ? item : { value: item.value, alias };
      });
    }
  }

  /** Keeps values that stand in none of the clauses that a block has room for. */
  aside(values: readonly Value[]): void {
    const block = this.blocks[this.current];
    if (block && values.length > 0) block.others = [...(block.others ?? []), ...values];
  }

  define(name: string, block: number): void {
    this.scope?.names.set(name.toLowerCase(), block);
  }

  /** The block of a common table expression. */
  cte(name: string): number | undefined {
    const folded = name.toLowerCase();
    for (let scope = this.scope; scope; scope = scope.outer) {
      const block = scope.names.get(folded);
      if (block !== undefined) return block;
    }
    return undefined;
  }

  /** Reads something that may hold itself; passes over what is nested too deeply. */
  nested<T>(c: Cursor, read: () => T, otherwise: () => T): T {
    if (this.depth >= DEEPEST) {
      this.complete = false;
      c.pos = c.end;
      return otherwise();
    }
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  /** Gives each dotted path its column, now that all sources are known. */
  settlePaths(): void {
    for (const path of this.paths) settle(path, this.blocks);
  }
}

function settle({ value, parts, block }: Path, blocks: readonly DraftBlock[]): void {
  const at = firstColumn(parts, block, blocks);
  const column = refOf(parts, at);
  if (at === parts.length - 1) {
    value.kind = 'column';
    value.column = column;
    return;
  }
  const start = value.span.start;
  const text = value.text.slice(0, column.span.end - start);
  value.kind = 'other';
  value.name = 'field';
  value.args = [{ kind: 'column', text, span: { start, end: column.span.end }, column }];
}

/** Index of the part that names the column: after a source's alias or its qualified name, else the first. */
function firstColumn(parts: Path['parts'], block: number, blocks: readonly DraftBlock[]): number {
  const names = parts.map(part => part.value.toLowerCase());
  for (let index: number | undefined = block; index !== undefined; index = blocks[index]?.parent) {
    for (const { alias, table } of blocks[index]?.sources ?? []) {
      if (alias.toLowerCase() === names[0]) return 1;
      const written = table?.parts.map(part => part.value.toLowerCase()) ?? [];
      if (
        written.length > 1 &&
        written.length < names.length &&
        written.every((part, i) => part === names[i])
      )
        return written.length;
    }
  }
  return 0;
}

function refOf(parts: Path['parts'], at: number): ColumnRef {
  const { value: name, span } = parts[at]!;
  const first = parts[0]!.span.start;
  return at === 0
    ? { name, span }
    : { qualifier: parts[at - 1]!.value, name, span: { start: first, end: span.end } };
}
