import type { Dialect } from '../../../sql/dialect.js';
import type { Example } from '../../rule.js';
import { ENFORCING } from '../engines.js';

/** One script that several engines read alike, as an example of each of them. */
export function alike(dialects: readonly Dialect[], sql: string, says?: string): Example[] {
  return dialects.map(dialect => ({ dialect, sql, ...(says === undefined ? {} : { says }) }));
}

/** Of each engine that enforces keys; the relatives of PostgreSQL and MySQL are shown with them. */
export function onEveryEngine(sql: string, says?: string): Example[] {
  return alike(
    ENFORCING.filter(dialect => dialect !== 'yugabyte' && dialect !== 'mariadb'),
    sql,
    says,
  );
}
