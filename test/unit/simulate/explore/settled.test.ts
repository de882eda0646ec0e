import assert from 'node:assert/strict';
import { explore } from '../../../../server/src/simulate/explore/explore.js';
import { type Property, propertyNamed } from '../../../../server/src/simulate/explore/properties.js';
import type { Prepared } from '../../../../server/src/simulate/family.js';
import { LEADERLESS } from '../../../../server/src/simulate/protocols/leaderless/index.js';
import { PRIMARY_BACKUP } from '../../../../server/src/simulate/protocols/primary-backup/index.js';
import { REDIS_SENTINEL } from '../../../../server/src/simulate/protocols/redis-sentinel/index.js';
import { VIRTUAL_SYNCHRONY } from '../../../../server/src/simulate/protocols/virtual-synchrony/index.js';
import { preparedFrom } from '../read-cluster.js';

const couch = preparedFrom(
  Object.fromEntries(
    [1, 2, 3].map(i => [
      `couch${i}/local.ini`,
      '[couchdb]\nuuid = a\n[cluster]\nq = 2\nn = 3\nseedlist = couchdb@couch1,couchdb@couch2,couchdb@couch3\n',
    ]),
  ),
  LEADERLESS,
);

const galera = (more: string) =>
  preparedFrom(
    Object.fromEntries(
      [1, 2].map(i => [
        `n${i}/my.cnf`,
        `[mysqld]\n# MariaDB 10.11\nwsrep_on=ON\nwsrep_cluster_name=c\nwsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2\nwsrep_node_address=10.0.0.${i}\nwsrep_node_name=n${i}\n${more}`,
      ]),
    ),
    VIRTUAL_SYNCHRONY,
  );

const postgres = (names: string, level: string) =>
  preparedFrom(
    {
      'p/postgresql.conf': `# PostgreSQL 15\ncluster_name = 'p'\nsynchronous_standby_names = '${names}'\nsynchronous_commit = ${level}\n`,
      's/postgresql.conf': `# PostgreSQL 15\ncluster_name = 's'\nprimary_conninfo = 'host=p application_name=s'\n`,
      's/standby.signal': '',
    },
    PRIMARY_BACKUP,
  );

const sentinel = preparedFrom(
  Object.fromEntries([
    ['r1/redis.conf', 'bind 10.0.0.1\nport 6379\nappendonly yes\n'],
    ['r2/redis.conf', 'bind 10.0.0.2\nport 6379\nappendonly yes\nreplicaof 10.0.0.1 6379\n'],
    ...[1, 2, 3].map(i => [
      `s${i}/sentinel.conf`,
      `bind 10.0.0.${i}\nport 26379\nsentinel monitor m 10.0.0.1 6379 2\nsentinel down-after-milliseconds m 5000\n`,
    ]),
  ]),
  REDIS_SENTINEL,
);

const shapes: readonly (readonly [string, Prepared])[] = [
  ['CouchDB', couch],
  ['Galera that flushes each commit', galera('')],
  ['Galera that does not', galera('innodb_flush_log_at_trx_commit=0\n')],
  ['PostgreSQL, synchronous', postgres('s', 'on')],
  ['PostgreSQL that waits for no disk', postgres('', 'off')],
  ['Redis Sentinel', sentinel],
];

/** Fewest faults that break a promise, and how many states were looked at. */
function search(prepared: Prepared, property: Property, reduced: boolean) {
  const bounds = {
    faults: 1,
    writes: 1,
    reads: 0,
    kinds: ['crash', 'partition'] as const,
    phases: 1,
    epochs: 3,
  };
  const found = explore(prepared, bounds, {
    properties: [property],
    maxStates: 60_000,
    perProperty: 1,
    reduced,
  });
  return { fewest: found.violations[0]?.faults, whole: found.stopped === undefined, ...found };
}

describe('simulate: searches that go no further where nothing can break', () => {
  for (const [name, prepared] of shapes) {
    it(`${name}: find what those find that go on, in fewer states`, () => {
      let compared = 0;
      for (const promise of ['no-lost-write', 'one-writer']) {
        const property = propertyNamed(promise)!;
        const { settled: _settled, ...restless } = property;
        const less = search(prepared, property, true);
        const all = search(prepared, restless, false);
        assert.ok(less.whole, `${less.states} states`);
        assert.ok(less.reached.acknowledged);
        assert.ok(less.completeFaults >= all.completeFaults);
        if (!all.whole) continue;
        if (all.fewest === undefined) assert.ok(less.states <= all.states);
        assert.equal(less.fewest, all.fewest, promise);
        compared++;
      }
      assert.ok(compared > 0, 'some search came to an end without leaving anything out');
    });
  }
});
