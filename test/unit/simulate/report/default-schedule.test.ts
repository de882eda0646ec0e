import assert from 'node:assert/strict';
import { RAFT } from '../../../../server/src/simulate/protocols/raft/index.js';
import { defaultSchedule } from '../../../../server/src/simulate/report/default-schedule.js';
import { preparedFrom } from '../read-cluster.js';

const etcd = (...names: string[]) =>
  preparedFrom(
    Object.fromEntries(
      names.map(name => [
        `${name}/etcd.conf.yml`,
        `name: ${name}\ninitial-cluster: ${names.map(each => `${each}=http://${each}:2380`).join(',')}\n`,
      ]),
    ),
    RAFT,
  );

describe('simulate: the schedule where nobody gives one', () => {
  it('has a client on each side', () => {
    const { clients } = defaultSchedule(etcd('n1', 'n2', 'n3'));
    assert.deepEqual(
      clients.map(({ name, group }) => [name, group]),
      [
        ['c1', ['@primary']],
        ['c2', ['@rest']],
      ],
    );
  });

  it('takes no host for a client', () => {
    const { clients } = defaultSchedule(etcd('c1', 'c2', 'c3'));
    assert.deepEqual(
      clients.map(({ name }) => name),
      ['c4', 'c5'],
    );
  });
});
