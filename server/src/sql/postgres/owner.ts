import type { AlterTable, Ident, QName } from '../ast/index.js';
import type { Reading } from '../reading.js';

/**
 * `ALTER TABLE public.orders OWNER TO app;`, one for each object of a dump, without its tree: nothing of it but the
 * name is kept. Undefined for every other way to write it.
 *
 * @param sql a statement that PostgreSQL's grammar must still be asked about; @param base where it begins in the piece
 */
export function readOwnerChange(sql: string, base: number): Reading | undefined {
  if (!sql.startsWith('ALTER ')) return undefined;
  const found = OWNER.exec(sql);
  if (!found) return undefined;
  const [, head = '', object = '', schema, name = '', owner = ''] = found;
  let at = base + head.length;
  const ident = (value: string): Ident => {
    const span = { start: at, end: at + value.length };
    at = span.end + 1;
    return { value, quoted: false, span };
  };
  const parts = schema === undefined ? [ident(name)] : [ident(schema), ident(name)];
  const target: QName = { parts, span: { start: parts[0]!.span.start, end: at - 1 } };
  const statement: AlterTable = {
    kind: 'alter table',
    object: object.toLowerCase() as AlterTable['object'],
    name: target,
    ifExists: false,
    only: false,
    actions: [{ kind: 'other', what: 'change owner', span: { start: at, end: at + owner.length } }],
  };
  return { statement, span: { start: base, end: at + owner.length }, partial: false };
}

/** Names that need no folding and are shorter than where PostgreSQL cuts them. */
const OWNER =
  /^(ALTER (TABLE|SEQUENCE|VIEW) )(?:([a-z_][a-z0-9_]{0,62})\.)?([a-z_][a-z0-9_]{0,62}) (OWNER TO [a-z_][a-z0-9_]{0,62});?\s*$/;
