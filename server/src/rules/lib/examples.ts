import type { Example } from '../rule.js';

/** The same plain statements for each engine that enforces keys; relatives of these are tested along. */
export function portable(sql: string, says?: string): Example[] {
  return (['postgres', 'mysql', 'sqlite', 'tsql', 'cockroach'] as const).map(dialect => ({
    dialect,
    sql,
    ...(says === undefined ? {} : { says }),
  }));
}
