import assert from 'node:assert/strict';
import { CLAIMS } from '../../../server/src/rules/claims/index.js';
import { CROSSING } from '../../../server/src/rules/crossing/index.js';
import { STANDBY } from '../../../server/src/rules/lib/cluster/crossing-examples.js';
import { bench, ready } from './harness.js';

const RULES = [...CROSSING, ...CLAIMS];
const ALONE = 'shared_buffers = 1GB\nwal_level = replica\n';
const UNLOGGED = 'CREATE UNLOGGED TABLE carts (id bigint PRIMARY KEY);\n';

function under(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [prefix + name, text]));
}

function said(files: Readonly<Record<string, string>>): readonly string[] {
  const run = bench(files, 'postgres', { rules: RULES });
  assert.deepEqual(run.log, []);
  return run
    .findings()
    .map(({ rule, origin }) => `${rule} ${origin.unit.uri}`)
    .sort();
}

describe('clusters, and the tables and texts that are about them', () => {
  before(() => ready);

  it('a single server beside a cluster does not speak for it', () => {
    const files = { ...under('a/', STANDBY), 'a/test/postgresql.conf': ALONE, 'a/schema.sql': UNLOGGED };
    assert.deepEqual(said(files), ['unlogged-beside-standby a/schema.sql']);
  });

  it('tables belong to the cluster that stands nearest', () => {
    const files = {
      ...under('a/', STANDBY),
      ...under('b/', STANDBY),
      'a/schema.sql': UNLOGGED,
      'schema.sql': 'CREATE UNLOGGED TABLE hits (id bigint PRIMARY KEY);\n',
    };
    assert.deepEqual(said(files), [
      'unlogged-beside-standby a/schema.sql',
      'unlogged-beside-standby schema.sql',
    ]);
  });

  it("tables of another part of the project, or beside a server of its own, are nobody's to tell of", () => {
    const ring = Object.fromEntries(
      [1, 2, 3].map(n => [
        `db/n${n}/my.cnf`,
        `[mysqld]\nwsrep_on=ON\nwsrep_provider=/usr/lib/galera/libgalera_smm.so\nwsrep_cluster_name=shop\nwsrep_cluster_address=gcomm://10.0.0.1,10.0.0.2,10.0.0.3\nwsrep_node_address=10.0.0.${n}\n`,
      ]),
    );
    const table = '-- dialect: mysql\nCREATE TABLE hits (page varchar(200));\n';
    const found = (files: Record<string, string>) =>
      said(under('w/', { ...ring, ...files })).filter(each => each.startsWith('keyless-table-in-group'));
    assert.equal(found({ 'schema.sql': table }).length, 1);
    assert.deepEqual(found({ 'roles/wiki/files/wiki.sql': table }), []);
    const own = '[mysqld]\nserver_id=9\nlog_bin=on\n';
    assert.deepEqual(found({ 'wiki/my.cnf': own, 'wiki/schema.sql': table }), []);
  });

  it('publications and standbys of one database do not hide each other', () => {
    const files = {
      ...under('a/', STANDBY),
      'a/schema.sql': `${UNLOGGED}CREATE TABLE visits (seen timestamptz);\nCREATE PUBLICATION p FOR TABLE visits;\n`,
    };
    assert.deepEqual(said(files), [
      'published-without-identity a/schema.sql',
      'unlogged-beside-standby a/schema.sql',
    ]);
  });

  it('what one of several clusters keeps is not said to be false', () => {
    const keeps = under('b/', {
      ...STANDBY,
      'pg/primary/postgresql.conf':
        "cluster_name = 'a'\nsynchronous_standby_names = 'b'\nsynchronous_commit = remote_apply\n",
    });
    const claim = 'Reads from the replicas are strongly consistent.\n';
    const both = { ...under('a/', STANDBY), ...keeps };
    assert.deepEqual(said({ ...both, 'README.md': claim }), []);
    assert.deepEqual(said({ ...both, 'a/README.md': claim }), ['claim-replica-reads-latest a/README.md']);
    assert.deepEqual(said({ ...both, 'b/README.md': claim }), []);
  });

  it('two clusters that both break a promise are told once', () => {
    const files = {
      ...under('a/', STANDBY),
      ...under('b/', STANDBY),
      'docs/adr/1.md': 'Reads from the replicas are strongly consistent.\n',
    };
    assert.deepEqual(said(files), ['claim-replica-reads-latest docs/adr/1.md']);
  });
});
