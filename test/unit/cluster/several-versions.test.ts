import { strict as assert } from 'node:assert';
import { versionInPath } from '../../../server/src/cluster/path-version.js';
import { checkCluster, clusterRules } from '../../../server/src/rules/runner/clusters.js';
import { clustersIn } from '../support/clusters.js';

const MONGOD = 'storage:\n  dbPath: /data\n  journal:\n    enabled: true\nreplication:\n  replSetName: rs0\n';

/** Rules on versions that say something of these files. */
function told(files: Record<string, string>): readonly string[] {
  const clusters = clustersIn(files);
  const rules = clusterRules({ rules: {} }).filter(({ rule }) => rule.byVersion);
  const context = { clusters, schemas: [], objectives: {} };
  return clusters.flatMap(cluster =>
    checkCluster(cluster, rules, context, line => assert.fail(line)).map(({ rule }) => rule),
  );
}

describe('the version in a path', () => {
  it('is that of the file, or of a folder of its role', () => {
    assert.deepEqual(versionInPath('file:///w/mongod-6.0.conf.j2', 'mongodb'), { version: [6, 0] });
    assert.deepEqual(versionInPath('file:///w/roles/c/templates/3.11.x/cassandra.yaml.j2', 'cassandra'), {
      version: [3, 11],
    });
  });

  it('is no address, no number of a node, no release of an operating system, nothing above the role', () => {
    assert.deepEqual(versionInPath('file:///w/redis-10.0.0.1.conf', 'redis'), {});
    assert.deepEqual(versionInPath('file:///w/mongod1.conf', 'mongodb'), {});
    assert.deepEqual(versionInPath('file:///w/5.0/site/cassandra.yaml', 'cassandra'), {});
    assert.deepEqual(versionInPath('file:///w/Ubuntu-22.04-mongod.conf', 'mongodb'), {});
    assert.deepEqual(versionInPath('file:///w/RedHat-8.0-mongod.conf.j2', 'mongodb'), { doubtful: true });
  });
});

describe('files for several versions', () => {
  it('are told of what went where nothing speaks of versions', () => {
    assert.deepEqual(told({ 'roles/db/templates/mongod.conf.j2': MONGOD }), ['mongo-removed-setting']);
  });

  it('have the version of their path before that of the role', () => {
    const files = (path: string) => ({
      [path]: MONGOD,
      'roles/db/defaults/main.yml': '# what to install\nmongodb_version: "7.0"\n',
    });
    assert.deepEqual(told(files('roles/db/templates/mongod-4.4.conf.j2')), []);
    assert.deepEqual(told(files('roles/db/templates/mongod-7.0.conf.j2')), ['mongo-removed-setting']);
    assert.deepEqual(told(files('roles/db/templates/RedHat-4.4-mongod.conf.j2')), []);
  });

  it('are told nothing of versions where what is installed near by does not agree', () => {
    assert.deepEqual(
      told({
        'roles/db/templates/mongod.conf.j2': MONGOD,
        'roles/db/defaults/main.yml': 'repo: mongodb-org-3.2\n',
        'roles/db/tasks/old.yml': '- package:\n    name: mongodb-org-server-3.0.7\n',
      }),
      [],
    );
  });

  it('nor where the template asks for the version itself', () => {
    const guarded = MONGOD.replace(
      '  journal:\n    enabled: true\n',
      '{% if mongodb_version | float < 7.0 %}\n  journal:\n    enabled: true\n{% endif %}\n',
    );
    assert.deepEqual(told({ 'roles/db/templates/mongod.conf.j2': guarded }), []);
  });
});

describe('versions of PostgreSQL that a role tells', () => {
  const files = (more: Record<string, string>) => ({
    'roles/pg/files/postgresql.conf': 'wal_level = replica\nmax_wal_senders = 5\nwal_keep_segments = 64\n',
    ...more,
  });

  it('come from the unit, the packages and the folders of its tasks and variables', () => {
    assert.deepEqual(told(files({})), []);
    const newer = {
      'roles/pg/tasks/install.yml': '- yum:\n    name: postgresql16-server\n',
    };
    assert.deepEqual(told(files(newer)), ['pg-removed-parameter']);
    const all: readonly Record<string, string>[] = [
      { 'roles/pg/files/postgresql-9.6.service': '[Service]\nEnvironment=PGDATA=/data/9.6\n' },
      { 'roles/pg/tasks/main.yml': '- yum:\n    name: postgresql96-server\n' },
      { 'roles/pg/vars/main.yml': 'env:\n  PATH: /usr/pgsql-9.6/bin:$PATH\n' },
    ];
    for (const more of all) assert.deepEqual(told(files(more)), [], JSON.stringify(more));
  });

  it('that do not agree keep what holds of some versions away', () => {
    assert.deepEqual(
      told(
        files({
          'roles/pg/tasks/old.yml': '- yum:\n    name: postgresql96-server\n',
          'roles/pg/tasks/new.yml': '- yum:\n    name: postgresql-16\n',
        }),
      ),
      [],
    );
  });
});
