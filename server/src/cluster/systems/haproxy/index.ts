import type { Router } from '../../model.js';
import { defineSystem } from '../../module.js';
import { HAPROXY_FORMAT } from './cfg.js';
import { HAPROXY_PARAMETERS } from './parameters.js';

/** HAProxy: its backends are routers before clusters of any kind. */
export const HAPROXY = defineSystem<Router>({
  system: 'haproxy',
  parameters: [HAPROXY_PARAMETERS],
  formats: [HAPROXY_FORMAT],
  assemble: fragments => ({ clusters: [], routers: fragments.map(({ data }) => data) }),
});
