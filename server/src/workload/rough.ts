import { lastName, type Query } from '../sql/ast/index.js';
import type { QueryShape } from '../sql/ast/shape.js';

/** A shape that tells nothing but which tables a query reads and which one it writes. */
export function roughShape({ verb, tables, span }: Query): QueryShape {
  const written = tables.find(({ access }) => access === 'write')?.name;
  const sources = tables.flatMap(({ name, access }, n) =>
    access === 'read'
      ? [
          {
            alias: lastName(name).value,
            table: name,
            join: n === 0 ? ('first' as const) : ('cross' as const),
            on: [],
            using: [],
            span: name.span,
          },
        ]
      : [],
  );
  return {
    verb,
    blocks: [
      {
        role: 'main',
        sources,
        where: [],
        select: [],
        distinct: false,
        groupBy: [],
        having: [],
        orderBy: [],
        locks: false,
        span,
      },
    ],
    ...(written
      ? { target: { table: written, alias: lastName(written).value, columns: [], values: [], sets: [] } }
      : {}),
    span,
    complete: false,
  };
}
