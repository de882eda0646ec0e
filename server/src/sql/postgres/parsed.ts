import type { Statement } from '../ast/index.js';
import type { Problem, Reading } from '../reading.js';
import { Source, verbOf } from './source.js';
import { readStatement } from './statement.js';
import { SEMICOLON } from './tokens.js';
import { keepTree } from './tree.js';
import { parseRaw, type RawParse } from './wasm.js';

type Parsed = Extract<RawParse, { ok: true }>;

/**
 * Readings of a text that PostgreSQL accepts. `sql` is what was parsed, `original` what stands in the piece at
 * `base`; the first may have placeholders filled or broken parts blanked, at equal offsets.
 */
export function readParsed(
  sql: string,
  original: string,
  base: number,
  parsed: Parsed,
  problem?: Problem,
): Reading[] {
  const { statements, offsets } = parsed;
  if (statements.length === 1)
    return [readOne(new Source(sql, original, base, offsets), statements[0]!.stmt, problem)];
  // Rarely are there several; read each as a text of its own.
  return statements.flatMap(statement => {
    const byte = statement.stmt_location ?? 0;
    const at = (offset: number) => (offsets ? (offsets[offset] ?? sql.length) : offset);
    const from = at(byte);
    const to = statement.stmt_len ? at(byte + statement.stmt_len) : sql.length;
    const part = sql.slice(from, to);
    const again = parseRaw(part);
    return again.ok && again.statements.length === 1
      ? readParsed(part, original.slice(from, to), base + from, again, problem)
      : [];
  });
}

/** A statement that nothing could be made of. `position` is relative to `sql`. */
export function unread(
  sql: string,
  base: number,
  problem: { message: string; position: number; certain: boolean },
): Reading {
  const head = sql.slice(0, 200);
  const first = Math.max(0, sql.search(/\S/));
  const from = base + Math.min(problem.position || first, Math.max(0, sql.length - 1));
  return {
    statement: { kind: 'unread', verb: verbOf(new Source(head, head, base, undefined), 0) },
    span: { start: base + first, end: base + sql.trimEnd().length },
    partial: false,
    problem: {
      message: problem.message,
      span: { start: from, end: Math.min(from + 1, base + sql.length) },
      certain: problem.certain,
    },
  };
}

function readOne(
  source: Source,
  node: Parsed['statements'][number]['stmt'],
  problem: Problem | undefined,
): Reading {
  let end = source.tokens.count;
  while (source.kind(end - 1) === SEMICOLON) end--;
  let statement: Statement;
  let trouble = problem;
  try {
    statement = readStatement(source, node, 0, end);
  } catch {
    // Only a tree nested deeper than the host's stack gets here.
    statement = { kind: 'unread', verb: verbOf(source, 0) };
    trouble ??= { message: 'Nested too deeply to be read', span: source.span(0, 0), certain: false };
  }
  const span = source.span(0, end - 1);
  const limit = source.base + source.original.length;
  const reading = {
    statement,
    span: span.end > limit ? { start: span.start, end: limit } : span,
    partial: problem !== undefined,
    ...(trouble ? { problem: trouble } : {}),
  };
  if (!trouble && source.sql === source.original && ASKED_FOR.has(statement.kind))
    keepTree(reading, { source, node });
  return reading;
}

/** What somebody wants to know more of: the shape of a query, the parameters of a routine. */
const ASKED_FOR: ReadonlySet<Statement['kind']> = new Set(['query', 'create view', 'create function']);
