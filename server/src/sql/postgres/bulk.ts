import type { Reading } from '../reading.js';
import { readParsed } from './parsed.js';
import { COMMA, closing, OPEN, tokenize } from './tokens.js';
import { parseRaw } from './wasm.js';

/** An INSERT longer than this is not parsed in full: its rows would cost more than all the rest of the file. */
const LONG = 64 * 1024;
const HEADER = 16 * 1024;

/** Reads the head of a long `INSERT INTO t (...) VALUES (...), ...`; undefined for everything else. */
export function readBulkInsert(sql: string, base: number): Reading | undefined {
  if (sql.length < LONG || !/^\s*insert\s/i.test(sql.slice(0, 200))) return undefined;
  const values = /\bvalues\s*\(/i.exec(sql.slice(0, HEADER));
  if (!values) return undefined;
  // A single row of nothing stands for all of them.
  const head = sql.slice(0, values.index) + 'VALUES (0)';
  const parsed = parseRaw(head);
  if (!parsed.ok || parsed.statements.length !== 1) return undefined;
  const [reading] = readParsed(head, head, base, parsed);
  if (reading?.statement.kind !== 'query') return undefined;
  const span = { start: reading.span.start, end: base + sql.trimEnd().length };
  return { ...reading, span, statement: { ...reading.statement, span } };
}

/** Behind the rows stand ON CONFLICT and RETURNING, if anything. */
const TAIL = 2048;

/** An INSERT of many rows with all but the first of them blanked: of a text as long, the same but for their values. */
export function firstRow(sql: string): string {
  if (sql.length < HEADER || !/^\s*insert\s/i.test(sql.slice(0, 200))) return sql;
  const values = /\bvalues\s*\(/i.exec(sql.slice(0, HEADER));
  if (!values) return sql;
  const open = values.index + values[0].length - 1;
  const row = tokenize(sql.slice(open, open + HEADER));
  const close = closing(row, 0);
  if (row.kind[0] !== OPEN || close >= row.count - 1 || row.kind[close + 1] !== COMMA) return sql;
  const from = open + row.end[close]!;
  const after = /\)\s*(?:on\s+conflict|returning)\b/i.exec(sql.slice(-TAIL));
  const to = after ? Math.max(from, sql.length - Math.min(TAIL, sql.length) + after.index + 1) : sql.length;
  return sql.slice(0, from) + ' '.repeat(to - from) + sql.slice(to);
}
