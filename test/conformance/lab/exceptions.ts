import type { Exception } from '../result.js';

/** Measured times that lie outside of what the model says, and rightly so. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    pattern: /^patroni-(?:async|sync): run \d: \d+ ms of acknowledged writes were lost/,
    reason:
      'Patroni 3.0.2 with etcd3 and no pre-vote: after the heal the old leader puts the leader key again, and what the ' +
      'new one had acknowledged is gone. It is against what synchronous_mode promises, and no bound can be given for it.',
  },
  {
    pattern: /^pgsync-promote-s2-list: run \d: \d+ ms of acknowledged writes were lost/,
    reason:
      'The standby that was promoted by hand is not the synchronous one: what the rule pg-sync-list-is-first-one warns ' +
      'of. Nothing is lost where a person promotes the one that has everything.',
  },
];
