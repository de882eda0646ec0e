import type { BodyShape, QueryShape } from '../../ast/shape.js';
import type { Dialect } from '../../dialect.js';
import type { Reading } from '../../reading.js';

/** The body of a function or procedure; undefined for other statements and for languages that are not read. */
export function postgresBody(_text: string, reading: Reading, _dialect: Dialect): BodyShape | undefined {
  const { statement } = reading;
  if (statement.kind !== 'create function' || !statement.body) return undefined;
  const queries: QueryShape[] = [];
  return { queries, assignments: [], opaque: true, operations: [] };
}
