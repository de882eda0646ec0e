import { strict as assert } from 'node:assert';
import {
  joinFragments,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import type { Dialect } from '../../../server/src/sql/dialect.js';
import { splitSql } from '../../../server/src/text/splitter.js';
import { clustersIn, textAt } from '../support/clusters.js';

function fragmentsOf(sql: string, dialect: Dialect = 'bigquery') {
  return splitSql(sql, dialect).flatMap(piece =>
    readStatement({ uri: 'db/options.sql', dialect, piece, readings: [] }, MODULES),
  );
}

describe('statements of Spanner', () => {
  it('set options of a database, in either dialect', () => {
    const { clusters } = joinFragments(
      fragmentsOf(
        "ALTER DATABASE `shop` SET OPTIONS (default_leader = 'europe-west1', version_retention_period = '7d');\nCREATE PLACEMENT eu OPTIONS (instance_partition = 'eu-part', default_leader = \"europe-north1\");\nCREATE TABLE t (id INT64) PRIMARY KEY (id);\n",
      ),
      MODULES,
    );
    assert.equal(clusters.length, 1);
    const [database, placement] = clusters[0]!.resources;
    assert.equal(database!.name, 'shop');
    assert.equal(textAt(database!.origin), 'shop');
    const own = database!.settings.spanner!;
    assert.equal(own.text('default_leader'), 'europe-west1');
    assert.equal(textAt(own.given('version_retention_period')!.written.origin), "'7d'");
    assert.equal(placement!.kind, 'zone');
    assert.equal(placement!.settings.spanner!.text('instance_partition'), 'eu-part');
    assert.equal(clusters[0]!.open, true);
    assert.deepEqual(
      clusters[0]!.missing.map(({ what }) => what),
      ['the instance'],
    );
    const postgres = joinFragments(
      fragmentsOf(
        "ALTER DATABASE shop SET spanner.default_leader TO 'us-east1';\nCREATE PLACEMENT p WITH (default_leader = 'us-west1');",
        'postgres',
      ),
      MODULES,
    ).clusters;
    assert.deepEqual(
      postgres[0]!.resources.map(({ name, settings }) => [name, settings.spanner!.text('default_leader')]),
      [
        ['shop', 'us-east1'],
        ['placement p', 'us-west1'],
      ],
    );
  });

  it('are of the instance that a script makes', () => {
    const script = new Source(
      'db/setup.sh',
      '#!/bin/sh\n# gcloud spanner instances create old --config=regional-x\ngcloud spanner instances create orders \\\n  --config=regional-europe-west1 --description "Our orders" \\\n  --nodes 3\ngcloud spanner databases create shop --instance=orders\n',
    );
    const { clusters } = joinFragments(
      [
        ...readSource(script, MODULES),
        ...fragmentsOf("ALTER DATABASE shop SET OPTIONS (default_leader = 'us-east1');"),
      ],
      MODULES,
    );
    assert.equal(clusters.length, 1);
    const [cluster] = clusters;
    assert.equal(cluster!.name, 'orders');
    assert.equal(cluster!.settings.spanner!.text('config'), 'regional-europe-west1');
    assert.equal(textAt(cluster!.settings.spanner!.given('num_nodes')!.written.origin), '3');
    assert.deepEqual(
      cluster!.members.map(({ site }) => site.region),
      ['europe-west1', 'europe-west1', 'europe-west1'],
    );
    assert.deepEqual(
      cluster!.resources.map(({ name, settings }) => [name, settings.spanner!.text('default_leader')]),
      [['shop', 'us-east1']],
    );
  });

  it('stand in commands as well', () => {
    const [, spoken] = clustersIn({
      'run.sh': 'gcloud spanner instances create $NAME --config="$CONFIG"\n',
      'b/ddl.sh':
        'gcloud spanner databases ddl update shop --instance=x --ddl=\'ALTER DATABASE `shop` SET OPTIONS ( default_leader = "us-west1" )\'\n',
    });
    const leader = spoken!.resources[0]!.settings.spanner!.given('default_leader')!;
    assert.equal(leader.value, 'us-west1');
    assert.equal(textAt(leader.written.origin), '"us-west1"');
  });

  it('bear what is broken', () => {
    for (const text of [
      'ALTER DATABASE x SET OPTIONS (',
      'ALTER DATABASE x SET OPTIONS (default_leader = ',
      "ALTER DATABASE x SET OPTIONS (default_leader = 'a",
      'CREATE PLACEMENT p OPTIONS (',
    ])
      assert.ok(fragmentsOf(text).length <= 1);
    const script = 'gcloud spanner instances create orders --config=regional-a --ddl="x\n  y';
    for (let end = 0; end <= script.length; end++) clustersIn({ 'a.sh': script.slice(0, end) });
  });
});
