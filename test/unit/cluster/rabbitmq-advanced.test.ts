import { strict as assert } from 'node:assert';
import { readErlang } from '../../../server/src/documents/readers/erlang.js';
import type { Node } from '../../../server/src/documents/tree.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

function plain(node: Node | undefined): unknown {
  if (node?.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  if (node?.kind === 'list') return node.items.map(plain);
  return node?.kind === 'scalar' ? node.value : node?.kind;
}

const ADVANCED = `%% -*- mode: erlang -*-
[
 {kernel, [{net_ticktime, 120}]}, % seconds
 {rabbit, [
   {cluster_partition_handling,
     {pause_if_all_down, ['rabbit@n1', 'rabbit@n2'], autoheal}},
   {cluster_nodes, {['rabbit@n1', 'rabbit@n2', 'rabbit@n3'], disc}},
   {quorum_cluster_size, 5},
   {default_queue_type, rabbit_quorum_queue},
   {default_user, <<"shop">>},
   {tcp_listeners, [5672, {"::1", 5673}]}
 ]},
 {ra, [{wal_max_size_bytes, 16#10000000}]}
].
`;

describe('terms of Erlang', () => {
  it('are trees with the places of their values', () => {
    const text = `[{a, 'b c'}, {d, [1, -2.5, 16#ff, true]}, {e, <<"x\\"y">>}, {f, {g, "h%i", []}}, {j, Macro}].\n[{z,1}].`;
    assert.deepEqual(plain(readErlang(text)), {
      a: 'b c',
      d: [1, -2.5, 255, true],
      e: 'x"y',
      f: ['g', 'h%i', []],
      j: 'opaque',
    });
    const root = readErlang(text);
    assert.equal(
      root?.kind === 'map'
        ? text.slice(root.entries[2]!.value.span.start, root.entries[2]!.value.span.end)
        : '',
      '<<"x\\"y">>',
    );
  });

  it('bear what is broken', () => {
    for (const text of [
      '',
      '[',
      '[{a',
      '[{a, <<"x',
      '[{a, "x',
      ']',
      '{a,1}',
      '[[[[',
      `${'['.repeat(9000)}`,
      '[{a,1}}]',
      '<<>>',
      '[{1#2,3}]',
    ])
      assert.doesNotThrow(() => readErlang(text), text.slice(0, 20));
  });
});

describe('advanced.config of RabbitMQ', () => {
  it('says what rabbitmq.conf would, under the names that it has there', () => {
    const cluster = clusterIn({ 'n1/advanced.config': ADVANCED });
    const own = cluster.settings.rabbitmq!;
    assert.equal(own.text('cluster_partition_handling'), 'pause_if_all_down');
    assert.equal(own.text('cluster_partition_handling.pause_if_all_down.recover'), 'autoheal');
    assert.equal(textAt(own.given('cluster_partition_handling')!.written.origin), 'pause_if_all_down');
    assert.equal(own.number('net_ticktime'), 120_000);
    assert.equal(own.number('quorum_queue.initial_cluster_size'), 5);
    assert.equal(own.text('default_queue_type'), 'quorum');
    assert.equal(own.number('raft.wal_max_size_bytes'), 0x10000000);
    assert.equal(own.text('default_user'), 'shop');
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['rabbit@n1', 'rabbit@n2', 'rabbit@n3'],
    );
    assert.equal(cluster.open, false);
  });

  it('goes over the file beside it, and both are one node', () => {
    const conf =
      'cluster_partition_handling = ignore\nnet_ticktime = 30\ncluster_formation.classic_config.nodes.1 = rabbit@a\ncluster_formation.classic_config.nodes.2 = rabbit@b\n';
    const cluster = clusterIn({
      'rabbit/rabbitmq.conf': conf,
      'rabbit/advanced.config': '[{rabbit, [{cluster_partition_handling, pause_minority}]}].',
    });
    assert.equal(cluster.settings.rabbitmq!.text('cluster_partition_handling'), 'pause_minority');
    assert.equal(cluster.settings.rabbitmq!.number('net_ticktime'), 30_000);
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['rabbit@a', 'rabbit@b'],
    );
  });

  it('is none of other programs in Erlang', () => {
    assert.deepEqual(
      clustersIn({
        'riak/advanced.config': '[{riak_core, [{ring_size, 64}]}, {kernel, [{net_ticktime, 10}]}].',
      }),
      [],
    );
  });
});
