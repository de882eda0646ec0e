import type { Exception } from '../result.js';

/** The same of the scenarios in `data/redis-galera.*`. */
export const REDIS_GALERA_EXCEPTIONS: readonly Exception[] = [
  {
    pattern: /^redis-frozen-candidate: run \d: another took writes after/,
    reason:
      'The replica that was chosen first was frozen: Sentinel tries again after twice its failover-timeout. The bounds of ' +
      'the topology are those of a first try; the simulator plays both.',
  },
  {
    pattern: /^galera-bootstrap: run \d: \d+ ms of acknowledged writes were lost/,
    reason:
      'An operator made a second primary component (pc.bootstrap). What one of two components has is lost with it; without ' +
      'such an order nothing is, which is what the bounds of the topology say.',
  },
];
