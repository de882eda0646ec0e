import type { BodyShape, ColumnRef, QueryShape, Value } from '../../ast/shape.js';
import { shapesOfLine } from '../shapes/index.js';
import type { QueryText } from '../tree.js';
import type { BodyText } from './text.js';

/** What is found in a body while it is read. Offsets are those of the body's text. */
export class Gathered {
  readonly queries: QueryShape[] = [];
  readonly assignments: BodyShape['assignments'][number][] = [];
  opaque = false;

  constructor(
    readonly body: BodyText,
    readonly variables: Set<string>,
  ) {}

  /** A statement or query; `blank` is left out of it: INTO and its targets. */
  query(start: number, end: number, blank?: readonly [number, number]): readonly QueryShape[] {
    const { base } = this.body;
    const original = this.body.original.slice(start, end);
    let text = this.body.sql.slice(start, end);
    // The engine itself runs PERFORM as SELECT.
    if (/^perform\b/i.test(text)) text = `SELECT ${text.slice(7)}`;
    if (blank) {
      const [from, to] = [blank[0] - start, blank[1] - start];
      text = text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
    }
    const shapes = this.read({ sql: text, original, base: base + start });
    this.queries.push(...shapes);
    return shapes;
  }

  /** An expression: its value, and the query that it is a part of where it has subqueries. */
  expression(start: number, end: number): { readonly value: Value; readonly query?: QueryShape } | undefined {
    if (end <= start) return undefined;
    const { base } = this.body;
    const [shape] = this.read({
      sql: SELECT + this.body.sql.slice(start, end),
      original: SELECT + this.body.original.slice(start, end),
      base: base + start - SELECT.length,
    });
    const value = shape?.blocks[0]?.select[0]?.value;
    if (!shape || !value) return undefined;
    if (shape.blocks.length === 1) return { value };
    const span = { start: base + start, end: base + end };
    const [main, ...inner] = shape.blocks;
    const query = { ...shape, blocks: [{ ...main!, span }, ...inner], span };
    this.queries.push(query);
    return { value, query };
  }

  assign(target: ColumnRef, start: number, end: number): void {
    const read = this.expression(start, end);
    const { base } = this.body;
    if (!read) return;
    const span = { start: target.span.start, end: base + end };
    this.assignments.push({ target, span, ...read });
  }

  private read(text: QueryText): readonly QueryShape[] {
    const shapes = shapesOfLine(text, this.variables);
    if (!shapes) this.opaque = true;
    return shapes ?? [];
  }
}

const SELECT = 'SELECT ';
