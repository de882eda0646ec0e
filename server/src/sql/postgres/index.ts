import type { PieceReader, Reading } from '../reading.js';
import { readBulkInsert } from './bulk.js';
import { readDumped } from './dumped/index.js';
import { readParsed, unread } from './parsed.js';
import { fillPlaceholders } from './placeholders.js';
import { recover } from './recover.js';
import { parseRaw } from './wasm.js';

export { isPostgresLoaded, loadPostgres, type PostgresWasm } from './wasm.js';

/**
 * Reads PostgreSQL with PostgreSQL's own grammar. Synchronous: `loadPostgres` must have been awaited, else every
 * statement comes back unread with an uncertain problem.
 */
export const readPostgres: PieceReader = (text, body, dialect) => {
  const sql = text.slice(body.start, body.end);
  const base = body.start;
  const bulk = readBulkInsert(sql, base);
  if (bulk) return [bulk];
  const dumped = readDumped(sql, base);
  if (dumped) return [dumped];
  const parsed = parseRaw(sql);
  if (parsed.ok) return readParsed(sql, sql, base, parsed);
  if (!parsed.certain)
    return [unread(sql, base, { message: parsed.message, position: parsed.position, certain: false })];
  const certain = dialect === 'postgres' && !TEMPLATE.test(sql);
  const filled = fillPlaceholders(sql);
  if (filled === undefined) return recover(sql, sql, base, certain);
  const second = parseRaw(filled);
  const readings: readonly Reading[] = second.ok
    ? readParsed(filled, sql, base, second)
    : recover(filled, sql, base, false);
  return readings;
};

/** Signs of a template engine that is not closed or not known. */
const TEMPLATE = /\{\{|\{%|[$#]\{|<%|\[%/;
