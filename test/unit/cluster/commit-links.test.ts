import { strict as assert } from 'node:assert';
import { syncOf } from '../../../server/src/cluster/kit/commit-links.js';
import type { CommitRule } from '../../../server/src/cluster/model.js';
import { clusterIn } from '../support/clusters.js';

const rule = (method: CommitRule['method'], count: number, of?: readonly string[]): CommitRule => ({
  method,
  count,
  ...(of === undefined ? {} : { of }),
  level: 'durable',
  degrades: false,
});
const levels = (commit: CommitRule) => ['b', 'c', 'd'].map(standby => syncOf(commit, 'a', standby));

describe('links by the rule on commits', () => {
  it('are synchronous for the first of a list', () =>
    assert.deepEqual(levels(rule('first', 1, ['a', 'b', 'c', 'd'])), ['durable', 'async', 'async']));

  it('are part of a quorum where any of several will do', () => {
    assert.deepEqual(levels(rule('any', 2, ['a', 'b', 'c', 'd'])), ['quorum', 'quorum', 'quorum']);
    assert.deepEqual(levels(rule('any', 1)), ['quorum', 'quorum', 'quorum']);
  });

  it('are synchronous where all that are listed are waited for, and only these', () =>
    assert.deepEqual(levels(rule('any', 2, ['a', 'b', 'c'])), ['durable', 'durable', 'async']));

  it('are asynchronous where nobody is waited for', () =>
    assert.deepEqual(levels(rule('none', 0)), ['async', 'async', 'async']));

  it('follow CloudNativePG and Patroni', () => {
    const postgres = clusterIn({
      'cluster.yaml':
        'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\nspec:\n  instances: 3\n  postgresql:\n    synchronous:\n      method: any\n      number: 1\n',
    });
    assert.deepEqual(
      postgres.links.map(({ sync }) => sync),
      ['quorum', 'quorum'],
    );
    const node = (n: number) =>
      `scope: main\nname: n${n}\netcd3:\n  hosts: e:2379\nbootstrap:\n  dcs:\n    synchronous_mode: true\n    loop_wait: 5\npostgresql:\n  connect_address: 10.0.0.${n}:5432\n`;
    const patroni = clusterIn({
      'n1/patroni.yml': node(1),
      'n2/patroni.yml': node(2),
      'n3/patroni.yml': node(3),
    });
    assert.deepEqual(
      patroni.links.map(({ sync }) => sync),
      ['durable', 'async'],
    );
    // A standby that falls silent is missed after wal_sender_timeout only.
    assert.equal(patroni.commit.degradesAfterMs, 65_000);
  });
});
