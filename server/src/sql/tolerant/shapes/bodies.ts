import type { BodyShape } from '../../ast/shape.js';
import type { Dialect } from '../../dialect.js';
import type { Reading } from '../../reading.js';
import { Cursor } from '../cursor.js';
import { DIALECT_OPTIONS } from '../dialects/index.js';
import { tokenize } from '../tokens.js';
import { BodyReader } from './routine.js';

/** What the body of a routine or trigger does that is written in the statement itself; undefined where none is. */
export function readRoutineBody(
  text: string,
  { statement }: Reading,
  dialect: Dialect,
): BodyShape | undefined {
  if (statement.kind !== 'create trigger' && statement.kind !== 'create function') return undefined;
  const { body } = statement;
  if (!body) return undefined;
  const language = statement.kind === 'create function' ? statement.language : undefined;
  if (language !== undefined && language !== 'sql') return OPAQUE;
  const options = DIALECT_OPTIONS[dialect];
  const { start, end } = body.span;
  // A body in quotes that holds quotes itself has another text than the file.
  if (text.slice(start, end) !== body.text) return OPAQUE;
  return new BodyReader(new Cursor(tokenize(text, start, end, options), options)).read();
}

const OPAQUE: BodyShape = { queries: [], assignments: [], opaque: true, operations: [] };
