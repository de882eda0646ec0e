import { strict as assert } from 'node:assert';
import {
  majority,
  overlaps,
  spare,
  tolerance,
  weightedMajority,
} from '../../../server/src/cluster/quorum.js';
import { copiesOf } from '../../../server/src/cluster/systems/couchdb/index.js';
import { clusterIn, clustersIn, textAt } from '../support/clusters.js';

const template = (lines: string) =>
  `Resources:\n  Orders:\n    Type: AWS::DynamoDB::GlobalTable\n    Properties:\n      KeySchema:\n        - { AttributeName: id, KeyType: HASH }\n${lines}`;

describe('global tables of DynamoDB', () => {
  it('have a member for each region', () => {
    const cluster = clusterIn({
      'template.yaml': template(
        '      Replicas:\n        - Region: eu-west-1\n        - Region: us-east-1\n',
      ),
    });
    assert.deepEqual(
      cluster.members.map(({ id, site, votes }) => [id, site.region, votes]),
      [
        ['eu-west-1', 'eu-west-1', 0],
        ['us-east-1', 'us-east-1', 0],
      ],
    );
    assert.deepEqual(
      cluster.links.map(({ sync }) => sync),
      ['async', 'async'],
    );
    assert.equal(cluster.commit.method, 'none');
  });

  it('agree by a majority of three with strong consistency, of which one may be a witness', () => {
    const cluster = clusterIn({
      'stack.template.json':
        '{ "Resources": { "T": { "Type": "AWS::DynamoDB::GlobalTable", "Properties": { "MultiRegionConsistency": "STRONG", "Replicas": [ { "Region": "us-east-1" }, { "Region": "us-east-2" } ], "GlobalTableWitnesses": [ { "Region": "us-west-2" } ] } } } }',
    });
    assert.deepEqual(
      cluster.members.map(({ role, votes }) => [role, votes]),
      [
        ['data', 1],
        ['data', 1],
        ['witness', 1],
      ],
    );
    assert.deepEqual([cluster.commit.method, cluster.commit.count], ['majority', 1]);
    assert.equal(textAt(cluster.commit.origin!), '"STRONG"');
  });

  it('are read from Terraform with the own region, and open with what is dynamic', () => {
    const resource = (replica: string) =>
      `resource "aws_dynamodb_table" "orders" {\n  name = "orders"\n  hash_key = "id"\n  stream_enabled = true\n${replica}}\n`;
    const cluster = clusterIn({ 'main.tf': resource('  replica {\n    region_name = "us-east-1"\n  }\n') });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['the own region', 'us-east-1'],
    );
    assert.equal(cluster.open, false);
    assert.deepEqual(clustersIn({ 'main.tf': resource('') }), []);
  });

  it('are none with one region', () => {
    assert.deepEqual(
      clustersIn({ 'template.yaml': template('      Replicas:\n        - Region: eu-west-1\n') }),
      [],
    );
  });
});

describe('CouchDB', () => {
  it('reads the ini files of a node together', () => {
    const cluster = clusterIn({
      'etc/default.ini': '[cluster]\nq=2\nn=3\n',
      'etc/local.d/cluster.ini': '[cluster]\nn = 2 ; less\n[chttpd]\nbind_address = 0.0.0.0\n',
    });
    assert.equal(cluster.members.length, 1);
    assert.equal(cluster.settings.couchdb!.number('cluster.n'), 2);
    assert.equal(textAt(cluster.settings.couchdb!.given('cluster.n')!.written.origin), '2');
    assert.equal(cluster.open, true);
  });

  it('takes the other nodes from the seed list, and the copies from the placement', () => {
    const cluster = clusterIn({
      'local.ini':
        '[cluster]\nseedlist = couchdb@a.example.com,couchdb@b.example.com\nplacement = x:2,y:1\nn=9\n',
    });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['a.example.com', 'b.example.com'],
    );
    assert.equal(copiesOf(cluster.settings.couchdb), 3);
  });

  it('links databases that replicate', () => {
    const cluster = clusterIn({
      'couch/r.json':
        '{ "docs": [ { "source": { "url": "https://u:p@a:6984/orders/" }, "target": "orders", "continuous": true, "filter": "app/mine" } ] }',
    });
    assert.deepEqual(
      cluster.links.map(({ from, to, kind, filter }) => [from, to, kind, filter]),
      [['a:6984/orders', 'orders', 'logical', 'app/mine']],
    );
  });

  it('takes no other ini for one of its own', () => {
    assert.deepEqual(clustersIn({ 'php.ini': '[PHP]\nengine = On\n[Session]\nx = 1\n' }), []);
    for (const text of ['[cluster]\n[cluster\nn', '[couchdb]\r\n = \r\n', '\uFEFF[couchdb]\r\nx=1\r\n'])
      clustersIn({ 'local.ini': text });
  });
});

describe('arithmetic of quorums', () => {
  it('counts majorities, tolerance and overlap', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map(majority), [1, 2, 2, 3, 3]);
    assert.deepEqual([1, 2, 3, 4, 5].map(tolerance), [0, 0, 1, 1, 2]);
    assert.equal(weightedMajority([1, 1, 2]), 3);
    assert.deepEqual([overlaps(1, 3, 3), overlaps(1, 2, 3), spare(2, 3)], [true, false, 1]);
  });
});
