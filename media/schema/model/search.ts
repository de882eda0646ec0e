import type { DiagramTable } from '../../../server/src/protocol/schema-panel.js';

export interface Match {
  readonly table: string;
  readonly name: string;
  readonly column?: string;
  /** Higher is better. */
  readonly rank: number;
}

const MOST = 50;

/** Tables and columns whose names contain what was typed, the best first: whole names, beginnings, words, then anything. */
export function searchTables(tables: readonly DiagramTable[], typed: string): Match[] {
  const query = typed.trim().toLowerCase();
  if (query === '') return [];
  const found: Match[] = [];
  for (const { id, schema, name, columns } of tables) {
    const whole = Math.max(rankOf(name, query), rankOf(`${schema}.${name}`, query) - 1);
    if (whole > 0) found.push({ table: id, name, rank: whole * 2 + 1 });
    for (const column of columns) {
      const rank = Math.max(
        rankOf(column.name, query),
        query.includes('.') ? rankOf(`${name}.${column.name}`, query) - 1 : 0,
      );
      if (rank > 0) found.push({ table: id, name, column: column.name, rank: rank * 2 });
    }
  }
  return found
    .sort((a, b) => b.rank - a.rank || a.name.length - b.name.length || (label(a) < label(b) ? -1 : 1))
    .slice(0, MOST);
}

export function label({ name, column }: Match): string {
  return column === undefined ? name : `${name}.${column}`;
}

function rankOf(name: string, query: string): number {
  const lower = name.toLowerCase();
  const at = lower.indexOf(query);
  if (at < 0) return 0;
  if (lower === query) return 4;
  if (at === 0) return 3;
  return /[^a-z0-9]/.test(lower[at - 1]!) ? 2 : 1;
}
