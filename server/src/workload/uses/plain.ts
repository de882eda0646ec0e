import type { Value } from '../../sql/ast/shape.js';
import type { Scopes } from '../resolve/scopes.js';

/**
 * A value without a cast that changes nothing an index would care for: one to the type that the column has, and in
 * PostgreSQL one of `varchar` to `text`, which pg_dump writes around every comparison.
 * https://www.postgresql.org/docs/current/sql-createcast.html (binary coercible)
 */
export function plain(value: Value, index: number, scopes: Scopes): Value {
  const [inner] = value.args ?? [];
  if (value.kind !== 'cast' || inner?.kind !== 'column' || !inner.column) return value;
  const base = scopes.base(inner.column, index);
  const type = base?.table.columns.find(({ name }) => name === base.column)?.type;
  if (!type || type.dimensions > 0) return value;
  const same = type.base === value.name && type.args.length === 0;
  return same || (type.base === 'character varying' && value.name === 'text') ? inner : value;
}
