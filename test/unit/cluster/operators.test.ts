import { strict as assert } from 'node:assert';
import { joinFragments, MODULES, readSource, Source } from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { cnpgGuarantees } from '../../../server/src/cluster/systems/cloudnativepg/guarantees.js';
import { failoverQuorum } from '../../../server/src/cluster/systems/cloudnativepg/sync.js';

function clustersOf(files: Readonly<Record<string, string>>): readonly Cluster[] {
  const log: string[] = [];
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    readSource(new Source(uri, text), MODULES, line => void log.push(line)),
  );
  const { clusters } = joinFragments(fragments, MODULES, line => void log.push(line));
  assert.deepEqual(log, []);
  return clusters.filter(({ systems }) => systems.has('postgres'));
}

const cnpg = (spec: string, name = 'shop') =>
  `apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: ${name}\nspec:\n${lines(spec)}`;

const zalando = (spec: string) =>
  `apiVersion: acid.zalan.do/v1\nkind: postgresql\nmetadata:\n  name: acid-shop\nspec:\n${lines(spec)}`;

const crunchy = (spec: string) =>
  `apiVersion: postgres-operator.crunchydata.com/v1beta1\nkind: PostgresCluster\nmetadata:\n  name: hippo\nspec:\n${lines(spec)}`;

function lines(text: string): string {
  return text
    .split('\n')
    .map(line => `  ${line}\n`)
    .join('');
}

function only(files: Readonly<Record<string, string>>): Cluster {
  const clusters = clustersOf(files);
  assert.equal(clusters.length, 1);
  return clusters[0]!;
}

describe('clusters of CloudNativePG', () => {
  it('have an instance each, of which the first one leads', () => {
    const text = cnpg('instances: 3\nimageName: ghcr.io/cloudnative-pg/postgresql:17.2');
    const cluster = only({ 'c.yaml': text });
    assert.deepEqual(
      cluster.members.map(({ id, leader }) => [id, leader === true]),
      [
        ['shop-1', true],
        ['shop-2', false],
        ['shop-3', false],
      ],
    );
    assert.ok(cluster.members[0]!.addresses.includes('shop-rw.default.svc'));
    assert.deepEqual(cluster.versions.postgres?.version, [17, 2]);
    assert.deepEqual(cluster.failover.detectMs, [40_000, 75_000]);
    const { span } = cluster.settings.cloudnativepg!.given('instances')!.written.origin;
    assert.equal(text.slice(span.start, span.end), '3');
  });

  it("go by the operator's parameters where nobody wrote others", () => {
    const cluster = only({
      'c.yaml': cnpg('instances: 3\npostgresql:\n  parameters:\n    wal_sender_timeout: 60s'),
    });
    const postgres = cluster.settings.postgres!;
    assert.equal(postgres.text('wal_level'), 'logical');
    assert.equal(postgres.number('wal_receiver_timeout'), 5000);
    assert.equal(postgres.number('wal_sender_timeout'), 60_000);
  });

  it('wait for the standbys of the stanza', () => {
    const stanza = 'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1';
    const { commit } = only({ 'c.yaml': cnpg(stanza) });
    assert.deepEqual(
      [commit.count, commit.method, commit.level, commit.degrades],
      [1, 'any', 'durable', false],
    );
    const preferred = only({ 'c.yaml': cnpg(`${stanza}\n    dataDurability: preferred`) });
    assert.equal(preferred.commit.degrades, true);
    const far = only({
      'c.yaml': cnpg(`${stanza}\n    maxStandbyNamesFromCluster: 1\n    standbyNamesPre: [angus]`),
    });
    assert.deepEqual(far.commit.of, ['angus', 'shop-2']);
  });

  it('wait for fewer in the older form, by themselves', () => {
    const { commit } = only({ 'c.yaml': cnpg('instances: 3\nminSyncReplicas: 1\nmaxSyncReplicas: 2') });
    assert.deepEqual([commit.count, commit.degrades], [2, true]);
  });

  for (const [instances, number, needed] of [
    [3, 1, 2],
    [5, 2, 3],
    [3, 2, 1],
  ] as const) {
    it(`of ${instances} with number ${number} need ${needed} standbys for a promotion`, () => {
      const spec = `instances: ${instances}\npostgresql:\n  synchronous:\n    method: any\n    number: ${number}\n    failoverQuorum: true`;
      const cluster = only({ 'c.yaml': cnpg(spec) });
      const quorum = failoverQuorum(cluster.settings.cloudnativepg!, instances)!;
      assert.equal(quorum.needed, needed);
      assert.ok(quorum.needed + quorum.w > quorum.n && quorum.needed - 1 + quorum.w <= quorum.n);
      assert.equal(cnpgGuarantees(cluster)[0]!.rpoMs, 0);
    });
  }

  it('may lose an acknowledged write without the quorum', () => {
    const spec = 'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1';
    const [write] = cnpgGuarantees(only({ 'c.yaml': cnpg(spec) }));
    assert.equal(write!.rpoMs, 'unbounded');
    assert.ok(write!.because.some(({ sentence }) => sentence.includes('failoverQuorum')));
  });

  it('go by the annotation before the field', () => {
    const text = cnpg('instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1').replace(
      '  name: shop\n',
      "  name: shop\n  annotations:\n    alpha.cnpg.io/failoverQuorum: 'true'\n",
    );
    assert.equal(
      only({ 'c.yaml': text }).settings.cloudnativepg!.flag('postgresql.synchronous.failoverQuorum'),
      true,
    );
  });

  it('have their publications and poolers', () => {
    const more =
      '---\napiVersion: postgresql.cnpg.io/v1\nkind: Publication\nmetadata:\n  name: p\nspec:\n  name: pub\n  cluster:\n    name: shop\n' +
      '---\napiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata:\n  name: pool\nspec:\n  type: ro\n  cluster:\n    name: shop\n';
    const cluster = only({ 'c.yaml': cnpg('instances: 2') + more });
    assert.deepEqual(
      cluster.resources.map(({ kind, name }) => `${kind} ${name}`),
      ['publication pub'],
    );
    assert.deepEqual(
      cluster.routers.map(({ id, purpose }) => `${id} ${purpose}`),
      ['pool read'],
    );
  });

  it('are open where the number of instances is a variable, and never huge', () => {
    assert.equal(only({ 'c.yaml': cnpg('instances: {{ .Values.instances }}') }).open, true);
    const huge = only({ 'c.yaml': cnpg('instances: 999999999') });
    assert.equal(huge.members.length, 1000);
    assert.equal(huge.open, true);
  });

  it('that follow another one say what is missing', () => {
    const cluster = only({
      'c.yaml': cnpg(
        'instances: 1\nreplica:\n  enabled: true\n  source: origin\nexternalClusters:\n  - name: origin\n    connectionParameters:\n      host: origin-rw.other.svc',
      ),
    });
    assert.deepEqual(
      cluster.missing.map(({ what }) => what),
      ['the cluster origin-rw.other.svc'],
    );
    assert.equal(cluster.members[0]!.leader, undefined);
  });
});

describe('clusters of the Zalando operator', () => {
  it("are Patroni's, with what Spilo adds", () => {
    const text = zalando(
      'dockerImage: ghcr.io/zalando/spilo-17:4.0-p2\nnumberOfInstances: 3\npostgresql:\n  version: "17"\n  parameters:\n    synchronous_commit: remote_apply\npatroni:\n  ttl: 40\n  synchronous_mode: true\n  synchronous_node_count: 2',
    );
    const cluster = only({ 'c.yaml': text });
    assert.deepEqual([...cluster.systems].sort(), ['patroni', 'postgres', 'zalando']);
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['acid-shop-0', 'acid-shop-1', 'acid-shop-2'],
    );
    const patroni = cluster.settings.patroni!;
    assert.equal(patroni.number('ttl'), 40_000);
    assert.equal(patroni.number('maximum_lag_on_failover'), 33_554_432);
    assert.deepEqual([cluster.commit.count, cluster.commit.level], [2, 'applied']);
    assert.deepEqual(cluster.versions.patroni?.version, [4, 0]);
    const { span } = patroni.given('ttl')!.written.origin;
    assert.equal(text.slice(span.start, span.end), '40');
  });

  it('follow a host or an archive', () => {
    const cluster = only({
      'c.yaml': zalando('numberOfInstances: 1\nstandby:\n  standby_host: acid-main.default'),
    });
    assert.deepEqual(
      cluster.missing.map(({ what }) => what),
      ['the remote primary acid-main.default'],
    );
  });
});

describe('clusters of the Crunchy operator', () => {
  const text = crunchy(
    'postgresVersion: 16\ninstances:\n  - name: a\n    replicas: 2\n  - name: b\npatroni:\n  leaderLeaseDurationSeconds: 45\n  dynamicConfiguration:\n    ttl: 99\n    synchronous_mode: true\n    postgresql:\n      parameters:\n        synchronous_commit: remote_write',
  );

  it('have the pods of all their sets', () => {
    const cluster = only({ 'c.yaml': text });
    assert.deepEqual(
      cluster.members.map(({ id }) => id),
      ['hippo-a-1', 'hippo-a-2', 'hippo-b'],
    );
    assert.deepEqual([cluster.commit.count, cluster.commit.level], [1, 'received']);
  });

  it('go by the fields of the operator before the dynamic configuration', () => {
    const patroni = only({ 'c.yaml': text }).settings.patroni!;
    assert.equal(patroni.number('ttl'), 45_000);
    assert.equal(patroni.flag('postgresql.use_pg_rewind'), true);
    assert.equal(patroni.flag('postgresql.use_slots'), false);
  });
});
