import type { Span } from '../../../text/span.js';
import type { QueryShape } from '../../ast/shape.js';
import type { Dialect } from '../../dialect.js';
import { Cursor } from '../cursor.js';
import { DIALECT_OPTIONS } from '../dialects/index.js';
import { endOfStatement } from '../starts.js';
import { tokenize } from '../tokens.js';
import { readShape } from './statement.js';

export { readRoutineBody } from './bodies.js';

/**
 * The shapes of the queries in a stretch of text, in any dialect, as far as they can be read without its grammar.
 * What is there is right; where something was not understood, `complete` is false. Never throws.
 * @param body Where the queries stand in `text`. Spans of the result are relative to the start of `text`.
 */
export function readQueryShapes(text: string, body: Span, dialect: Dialect): readonly QueryShape[] {
  const options = DIALECT_OPTIONS[dialect];
  const c = new Cursor(tokenize(text, body.start, body.end, options), options);
  const shapes: QueryShape[] = [];
  while (!c.done) {
    if (c.acceptSymbol(';')) continue;
    const from = c.pos;
    const shape = readShape(c);
    if (shape) shapes.push(shape);
    else c.pos = Math.max(c.pos, endOfStatement(c, from));
    if (c.pos === from) c.step(1);
  }
  return shapes;
}
