import type { Dialect } from '../../../sql/dialect.js';
import { MYSQL_LIKE, POSTGRES_LIKE } from '../engines.js';

/** Engines whose triggers are read, body and all. */
export const TRIGGERED: readonly Dialect[] = [...POSTGRES_LIKE, ...MYSQL_LIKE, 'sqlite', 'tsql'];
