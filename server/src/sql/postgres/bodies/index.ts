import type { BodyShape } from '../../ast/shape.js';
import type { Dialect } from '../../dialect.js';
import type { Reading } from '../../reading.js';
import { STRING, tokenize } from '../tokens.js';
import { Gathered } from './gather.js';
import { readPlpgsql } from './plpgsql.js';
import { readSqlBody } from './sql.js';
import { type BodyText, bodyText, parameterNames } from './text.js';

/**
 * What the body of a function, procedure or DO block does; undefined for other statements. A body in a language that
 * is not read is opaque. Never throws.
 */
export function postgresBody(text: string, reading: Reading, _dialect: Dialect): BodyShape | undefined {
  const { statement, span } = reading;
  if (statement.kind === 'other' && statement.verb === 'DO') {
    const body = bodyOfDo(text.slice(span.start, span.end), span.start);
    return body && shapeOfBody(body, 'plpgsql', new Set());
  }
  if (statement.kind !== 'create function') return undefined;
  const { body, language = 'sql' } = statement;
  if (!body) return statement.language === undefined ? undefined : OPAQUE;
  // Where columns and parameters share a name, SQL takes the column and PL/pgSQL refuses.
  const names = language === 'plpgsql' ? parameterNames(text, reading) : [];
  const variables = new Set(names);
  if (language === 'plpgsql') variables.add(statement.name.parts[statement.name.parts.length - 1]!.value);
  return shapeOfBody(bodyText(text, body.span), language, variables);
}

const OPAQUE: BodyShape = { queries: [], assignments: [], opaque: true, operations: [] };

function shapeOfBody(body: BodyText, language: string, variables: Set<string>): BodyShape {
  if (language !== 'plpgsql' && language !== 'sql') return OPAQUE;
  const found = new Gathered(body, variables);
  if (language === 'sql') readSqlBody(found);
  else readPlpgsql(found);
  const { queries, assignments, opaque } = found;
  return { queries, assignments, opaque, operations: operationsIn(body.sql) };
}

/** Operations that a body asks TG_OP for. */
function operationsIn(sql: string): BodyShape['operations'] {
  if (!/\btg_op\b/i.test(sql)) return [];
  return (['insert', 'update', 'delete'] as const).filter(operation =>
    sql.includes(`'${operation.toUpperCase()}'`),
  );
}

/** The string of a DO statement, unless it names another language than PL/pgSQL. */
function bodyOfDo(statement: string, base: number): BodyText | undefined {
  const tokens = tokenize(statement);
  const at = tokens.kind.indexOf(STRING);
  if (
    at < 0 ||
    !/^do\s*(?:language\s+'?plpgsql'?\s*)?$/i.test(statement.slice(0, tokens.start[at]).trimEnd())
  )
    return undefined;
  const raw = statement.slice(tokens.start[at], tokens.end[at]);
  const open = raw.startsWith('$') ? raw.indexOf('$', 1) + 1 : 1;
  const close = raw.startsWith('$') ? open : 1;
  const start = tokens.start[at]! + open;
  const body = bodyText(statement, { start, end: Math.max(start, tokens.end[at]! - close) });
  return { ...body, base: base + start };
}
