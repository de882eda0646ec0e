import type { Span } from '../../../text/span.js';
import type { Ident, QName, Query } from '../../ast/index.js';
import type { QueryShape } from '../../ast/shape.js';
import { Words } from './words.js';

/** `COPY public.orders (id, name) FROM stdin`. */
export function copy(words: Words): Query | undefined {
  const read = readCopy(words);
  if (!read) return undefined;
  const tables = [{ name: read.table, access: 'write' as const }];
  return { kind: 'query', verb: 'copy', tables, calls: [], span: read.span };
}

/** The shape of a COPY as pg_dump writes it; undefined for other texts. `base` is where the text begins in its piece. */
export function dumpedShape(sql: string, base: number): QueryShape | undefined {
  if (!sql.startsWith(VERB)) return undefined;
  const words = new Words(sql, base, VERB.length);
  const read = readCopy(words);
  if (!read || !words.ends()) return undefined;
  const { table, columns, span } = read;
  const names = columns.map(column => ({ name: column.value, span: column.span }));
  const alias = table.parts[table.parts.length - 1]!.value;
  return {
    verb: 'copy',
    blocks: [
      {
        role: 'main',
        distinct: false,
        groupBy: [],
        having: [],
        orderBy: [],
        locks: false,
        span,
        sources: [],
        where: [],
        select: [],
      },
    ],
    target: { table, alias, columns: names, values: [], sets: [] },
    span,
    complete: true,
  };
}

const VERB = 'COPY ';

function readCopy(
  words: Words,
): { readonly table: QName; readonly columns: readonly Ident[]; readonly span: Span } | undefined {
  const table = words.qname();
  if (!table || table.parts.length > 2 || !words.skip(' ')) return undefined;
  const columns = words.idents();
  return columns && words.skip(' FROM stdin') ? { table, columns, span: words.span(0) } : undefined;
}
