import type { Router } from '../../model.js';
import { defineSystem } from '../../module.js';
import { PGBOUNCER_INI } from './ini.js';
import { PGBOUNCER_PARAMETERS } from './parameters.js';

/** PgBouncer: a pool before one server, or several that it takes in turn. */
export const PGBOUNCER = defineSystem<Router>({
  system: 'pgbouncer',
  parameters: [PGBOUNCER_PARAMETERS],
  formats: [PGBOUNCER_INI],
  assemble: fragments => ({ clusters: [], routers: fragments.map(({ data }) => data) }),
});
