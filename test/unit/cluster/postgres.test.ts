import { strict as assert } from 'node:assert';
import {
  joinFragments,
  type Landscape,
  MODULES,
  readSource,
  readStatement,
  Source,
} from '../../../server/src/cluster/index.js';
import type { Cluster } from '../../../server/src/cluster/model.js';
import { readConninfo } from '../../../server/src/cluster/systems/postgres/conninfo.js';
import { postgresSettings } from '../../../server/src/cluster/systems/postgres/effective.js';
import { guarantees } from '../../../server/src/cluster/systems/postgres/guarantees.js';
import { POSTGRES_PARAMETERS } from '../../../server/src/cluster/systems/postgres/parameters.js';
import { readStandbyNames } from '../../../server/src/cluster/systems/postgres/standby-names.js';
import { ready, unitsOf } from '../rules/harness.js';

function land(files: Readonly<Record<string, string>>): Landscape {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const fragments = Object.entries(files).flatMap(([uri, text]) =>
    uri.endsWith('.sql')
      ? unitsOf(uri, text, 'postgres').flatMap(unit => readStatement(unit, MODULES))
      : readSource(new Source(uri, text), MODULES, say),
  );
  const landscape = joinFragments(fragments, MODULES, say);
  assert.deepEqual(log, []);
  return landscape;
}

function one(files: Readonly<Record<string, string>>): Cluster {
  const { clusters } = land(files);
  assert.equal(clusters.length, 1, clusters.map(({ id }) => id).join());
  return clusters[0]!;
}

const shape = ({ members, links, commit }: Cluster) => ({
  members: members.map(({ id, leader, configured }) => `${leader ? '*' : ''}${id}${configured ? '' : '?'}`),
  links: links.map(({ from, to, sync }) => `${from}>${to} ${sync}`),
  commit: `${commit.method} ${commit.count} ${commit.level}`,
});

const standby = (name: string, host = '10.0.0.1') =>
  `primary_conninfo = 'host=${host} port=5432 user=repl application_name=${name}'\n`;

const three = (primary: string) => ({
  'db/n1/postgresql.conf': primary,
  'db/n2/postgresql.conf': standby('s1'),
  'db/n2/standby.signal': '',
  'db/n3/postgresql.conf': standby('s2'),
  'db/n3/standby.signal': '',
});

describe('clusters of PostgreSQL', () => {
  before(() => ready);

  it('are joined from one folder per server', () => {
    const cluster = one(three("synchronous_standby_names = 'FIRST 1 (s1, s2)'\n"));
    assert.equal(cluster.id, 'postgres:db@db');
    assert.deepEqual(shape(cluster), {
      members: ['*n1', 's1', 's2'],
      links: ['n1>s1 durable', 'n1>s2 async'],
      commit: 'first 1 durable',
    });
    assert.deepEqual(cluster.members[0]!.addresses, ['n1', '10.0.0.1:5432']);
    assert.equal(cluster.failover.kind, 'manual');
    assert.equal(cluster.sources.length, 5);
  });

  it('know a plain list, ANY, and levels of waiting', () => {
    const list = one(three("synchronous_standby_names = 's1,s2'\nsynchronous_commit = remote_apply"));
    assert.equal(shape(list).commit, 'first 1 applied');
    const setting = list.settings.postgres!.get('synchronous_standby_names')!;
    assert.equal(setting.value, 's1,s2');
    assert.equal(setting.effective, 'FIRST 1 (s1, s2)');
    assert.match(setting.because!, /first of them that is connected/);
    const any = one(three("synchronous_standby_names = 'ANY 1 (s1,s2)'"));
    assert.deepEqual(shape(any).links, ['n1>s1 quorum', 'n1>s2 quorum']);
    const local = one(three("synchronous_standby_names = 'ANY 1 (s1,s2)'\nsynchronous_commit = local"));
    assert.equal(shape(local).commit, 'none 0 async');
  });

  it('show what is spoken of and not there', () => {
    const cluster = one({ 'postgresql.conf': "synchronous_standby_names = 'FIRST 1 (a, b)'\n" });
    assert.deepEqual(shape(cluster).members, ['*postgresql', 'a?', 'b?']);
    assert.equal(cluster.missing.length, 2);
    const replica = one({ 'replica/postgresql.conf': standby('r', 'db1'), 'replica/standby.signal': '' });
    assert.deepEqual(shape(replica).members, ['*db1?', 'r']);
  });

  it('place values exactly, behind a mark of byte order and with CRLF', () => {
    const text = "\uFEFFwal_level = 'logical'\r\n\tmax_wal_senders\t7   # seven\r\n";
    const cluster = one({ 'postgresql.conf': text });
    const at = (name: string) => {
      const { unit, span } = cluster.settings.postgres!.given(name)!.written.origin;
      return unit.piece.text.slice(span.start, span.end);
    };
    assert.equal(at('wal_level'), "'logical'");
    assert.equal(at('max_wal_senders'), '7');
    assert.equal(cluster.settings.postgres!.number('max_wal_senders'), 7);
  });

  it('follow includes, and let ALTER SYSTEM have the last word', () => {
    const cluster = one({
      'pg/postgresql.conf': "max_connections = 10\ninclude_dir 'conf.d'\ninclude 'gone.conf'\nport = 1\n",
      'pg/conf.d/01.conf': 'max_connections = 20\nwal_level = logical\n',
      'pg/conf.d/02.conf': 'max_connections = 30\nport = 2\n',
      'pg/postgresql.auto.conf': 'max_worker_processes = 5\n',
      'pg/init.sql':
        "ALTER SYSTEM SET max_worker_processes = 9; ALTER ROLE app SET synchronous_commit TO 'off';",
    });
    const settings = cluster.settings.postgres!;
    assert.equal(settings.number('max_connections'), 30);
    assert.equal(settings.number('port'), 1);
    assert.equal(settings.text('wal_level'), 'logical');
    assert.equal(settings.number('max_worker_processes'), 9);
    assert.deepEqual(
      cluster.missing.map(({ what }) => what),
      ['the file gone.conf that it includes'],
    );
    assert.deepEqual(
      cluster.resources.map(({ kind, name }) => `${kind} ${name}`),
      ['role app'],
    );
  });

  it('do not claim what a template hides', () => {
    const cluster = one({
      'postgresql.conf.j2':
        "synchronous_standby_names = '{{ names }}'\nmax_connections = {{ n }}\n{% if x %}\nfsync = on\n{% endif %}\n",
    });
    const settings = cluster.settings.postgres!;
    assert.ok(settings.isHidden('synchronous_standby_names'));
    assert.equal(settings.number('max_connections'), undefined);
    // Whether it is written depends on something that nobody here knows.
    assert.ok(settings.isHidden('fsync'));
    assert.ok(cluster.open);
  });

  it('are not made of examples that have nothing to do with each other', () => {
    const { clusters } = land({
      'examples/a/postgresql.conf': 'max_connections = 10\n',
      'examples/b/postgresql.conf': 'max_connections = 20\n',
    });
    assert.equal(clusters.length, 2);
  });

  it('know cascades and delays', () => {
    const cluster = one({
      ...three(''),
      'db/n3/postgresql.conf': `${standby('s2', 'n2')}recovery_min_apply_delay = 5min\n`,
    });
    assert.deepEqual(shape(cluster).links, ['n1>s1 async', 's1>s2 async']);
    assert.equal(cluster.links[1]!.delay, 300_000);
  });

  it('are started by containers, with arguments before files', () => {
    const cluster = one({
      'docker-compose.yml': `services:
  primary:
    image: postgres:15.4
    command: ["postgres", "-c", "config_file=/etc/pg.conf", "-c", "max_connections=50", "--wal-level=logical"]
    volumes: ["./primary.conf:/etc/pg.conf"]
  replica:
    image: postgres:15.4
    command: bash -c "pg_basebackup -h primary -D /data -R && exec postgres -c hot_standby=on"
`,
      'primary.conf': "max_connections = 10\nsynchronous_standby_names = '*'\nmax_wal_senders = 5\n",
    });
    assert.deepEqual(shape(cluster).members, ['*primary', 'replica']);
    assert.equal(cluster.settings.postgres!.number('max_connections'), 50);
    assert.equal(cluster.settings.postgres!.text('wal_level'), 'logical');
    assert.equal(shape(cluster).commit, 'first 1 durable');
    assert.deepEqual(cluster.versions.postgres?.version, [15, 4]);
  });

  it('are managed by repmgr, which gives priorities, places and times', () => {
    const repmgr = (n: number, rest: string) =>
      `node_id=${n}\nnode_name='n${n}'\nconninfo='host=10.0.0.${n} connect_timeout=2'\nfailover='automatic'\npromote_command='p'\nfollow_command='f'\n${rest}`;
    const cluster = one({
      ...three(''),
      'db/n1/repmgr.conf': repmgr(1, "location='dc1'\nreconnect_attempts=3\nreconnect_interval=5\n"),
      'db/n2/repmgr.conf': repmgr(2, "location='dc2'\npriority=0\n"),
    });
    assert.equal(cluster.system, 'repmgr');
    assert.deepEqual(cluster.failover.detectMs?.[0], 15_000);
    assert.equal(cluster.members[0]!.site.zone, 'dc1');
    assert.equal(cluster.members[1]!.eligible, false);
  });

  it('are read from the variables of images', () => {
    const cluster = one({
      'compose.yml': `services:
  pg-0:
    image: bitnami/postgresql-repmgr:16
    environment:
      REPMGR_PRIMARY_HOST: pg-0
      REPMGR_NODE_NAME: pg-0
      REPMGR_NODE_PRIORITY: 50
  pg-1:
    image: bitnami/postgresql-repmgr:16
    environment: [REPMGR_PRIMARY_HOST=pg-0, REPMGR_NODE_NAME=pg-1]
  pgpool:
    image: bitnami/pgpool:4
    environment: ["PGPOOL_BACKEND_NODES=0:pg-0:5432,1:pg-1:5432"]
`,
    });
    assert.deepEqual(shape(cluster).members, ['*pg-0', 'pg-1']);
    assert.equal(cluster.failover.by, 'repmgr');
    assert.equal(cluster.members[0]!.priority, 50);
    assert.equal(cluster.routers[0]!.settings.pgpool!.number('health_check_period'), 30_000);
    assert.ok(cluster.systems.has('pgpool'));
  });

  it('are run by pg_auto_failover, which waits for one of two', () => {
    const node = (name: string) => `  ${name}:
    image: citusdata/pg_auto_failover
    command: pg_autoctl create postgres --name ${name} --monitor postgres://x@monitor/pg_auto_failover --run
`;
    const cluster = one({
      'compose.yml': `services:
  monitor:
    image: citusdata/pg_auto_failover
    command: pg_autoctl create monitor --run
${['a', 'b', 'c'].map(node).join('')}`,
    });
    assert.equal(cluster.system, 'pg_auto_failover');
    assert.equal(shape(cluster).commit, 'any 1 durable');
    assert.equal(cluster.commit.degrades, false);
    assert.deepEqual(
      cluster.members.map(({ role }) => role),
      ['data', 'data', 'data', 'witness'],
    );
  });

  it('are known from Pgpool-II alone', () => {
    const cluster = one({
      'pgpool.conf':
        "backend_hostname0 = 'h1'\nbackend_port0 = 5433\nbackend_hostname1 = 'h2'\nfailover_command = '/f.sh'\nhealth_check_period = 10\nhealth_check_timeout = 5\nhealth_check_max_retries = 2\nhealth_check_retry_delay = 3\n",
    });
    assert.equal(cluster.failover.by, 'pgpool');
    assert.deepEqual(cluster.failover.detectMs, [6000, 31_000]);
    assert.deepEqual(
      cluster.routers[0]!.targets.map(({ text }) => text),
      ['h1:5433', 'h2:5432'],
    );
  });

  it('are read from what scripts write, and not from clients', () => {
    const cluster = one({
      'setup-replica.sh':
        'cat > "$PGDATA/postgresql.conf" <<EOF\nprimary_conninfo = \'host=$HOST\'\nhot_standby = on\nmax_connections = 7\nEOF\npsql -U postgres -c "SELECT 1"\n',
    });
    assert.deepEqual(shape(cluster).members, ['*primary?', 'setup-replica']);
    const settings = cluster.members[1]!.settings.postgres!;
    assert.ok(settings.isHidden('primary_conninfo'));
    assert.equal(settings.number('max_connections'), 7);
  });

  it('are not the users that a script becomes', () => {
    const files = {
      'primary/postgresql.conf': 'wal_level = replica\n',
      'replica/start.sh':
        '#!/bin/sh\ngosu postgres pg_basebackup --host="primary" --slot="s1" -R\nexec gosu postgres postgres -D /data\n',
    };
    assert.deepEqual(
      land(files).clusters.flatMap(({ members }) => members.filter(({ id }) => id === 'gosu')),
      [],
    );
  });

  it('are known from connection strings and routers where nothing else tells of them', () => {
    const env = { '.env': 'URL=postgres://u@db1:5432,db2:5432/shop\n' };
    const implied = one(env);
    assert.deepEqual(shape(implied).members, ['db1?', 'db2?']);
    assert.equal(implied.clients.length, 1);
    const { clusters } = land({
      ...env,
      'haproxy.cfg':
        'listen pg\n  mode tcp\n  option pgsql-check user x\n  server a db1:5432 check\n  server b db2:5432 check\n',
      'db1/postgresql.conf': 'max_connections = 10\n',
      'db2/postgresql.conf': "primary_conninfo = 'host=db1 application_name=db2'\n",
    });
    assert.deepEqual(
      clusters.map(({ implied: only, routers, clients }) => [only, routers.length, clients.length]),
      [[undefined, 1, 1]],
    );
  });

  it('stand behind routers and are reached by clients', () => {
    const cluster = one({
      ...three(''),
      'haproxy.cfg': `defaults
  timeout check 2s
listen primary
  bind *:5000
  option httpchk OPTIONS /primary
  default-server inter 3s fall 3
  server a n1:5432 check port 8008
  server b n2:5432 check port 8008
backend reads
  option httpchk GET /replica?lag=1MB
  server b n2:5432 check
`,
      'pgbouncer.ini': '[databases]\nshop = host=n1 port=5432\n[pgbouncer]\npool_mode = transaction\n',
      '.env': 'DATABASE_URL="postgres://u:p@n1:5432,n2:5433/shop?target_session_attrs=read-write"\n',
    });
    assert.deepEqual(
      cluster.routers.map(({ id, purpose }) => `${id} ${purpose}`),
      ['primary write', 'reads read', 'pgbouncer shop any'],
    );
    const [haproxy] = cluster.routers;
    assert.equal(haproxy!.settings.haproxy!.number('inter'), 3000);
    assert.equal(haproxy!.settings.haproxy!.number('timeout check'), 2000);
    const [client] = cluster.clients;
    assert.deepEqual(
      client!.targets.map(({ text }) => text),
      ['n1:5432', 'n2:5433'],
    );
    assert.equal(client!.settings.postgres!.text('target_session_attrs'), 'read-write');
  });

  it('replicate logically from file to file', () => {
    const cluster = one({
      'sql/a.sql':
        "CREATE PUBLICATION pa FOR TABLE shop.orders (id, total) WHERE (total > 0), items WITH (publish = 'insert, update');",
      'sql/b.sql':
        "CREATE SUBSCRIPTION sb CONNECTION 'host=a dbname=x' PUBLICATION pa WITH (copy_data = false, origin = none, streaming = parallel);",
    });
    assert.deepEqual(
      cluster.links.map(({ from, to, kind }) => `${from}>${to} ${kind}`),
      ['a>b logical'],
    );
    const [publication, subscription] = cluster.resources;
    assert.deepEqual(publication!.settings.postgres!.list('tables'), ['shop.orders', 'items']);
    assert.equal(subscription!.settings.postgres!.flag('copy_data'), false);
    assert.equal(subscription!.settings.postgres!.text('streaming'), 'parallel');
  });

  it('replicate logically between scripts in folders side by side, by the name of the publication', () => {
    const script = (own: string, other: string) =>
      `CREATE PUBLICATION ${own} FOR TABLE orders;\nCREATE SUBSCRIPTION from_${other} CONNECTION 'host=${other}.example' PUBLICATION ${other};`;
    const cluster = one({ 'sites/a/setup.sql': script('pa', 'pb'), 'sites/b/setup.sql': script('pb', 'pa') });
    assert.deepEqual(
      cluster.links.map(({ from, to, kind }) => `${from}>${to} ${kind}`),
      ['b/setup>a/setup logical', 'a/setup>b/setup logical'],
    );
    assert.equal(cluster.members.length, 2);
  });

  it('do not replicate from a folder whose publication another one has as well', () => {
    const { clusters } = land({
      'a/pub.sql': 'CREATE PUBLICATION app FOR ALL TABLES;',
      'b/pub.sql': 'CREATE PUBLICATION app FOR ALL TABLES;',
      'c/sub.sql': "CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION app;",
    });
    assert.equal(clusters.length, 3);
  });

  it('say what commits and reads are worth', () => {
    const [sync, , read] = guarantees(one(three("synchronous_standby_names = 'ANY 1 (s1, s2)'\n")));
    assert.deepEqual([sync!.partition, sync!.copies, sync!.rpoMs, sync!.rtoMs], ['C', 2, 0, 'manual']);
    assert.equal(read!.consistency, 'eventual');
    const [async] = guarantees(one(three('')));
    assert.deepEqual(
      [async!.partition, async!.otherwise, async!.copies, async!.rpoMs],
      ['A', 'L', 1, 'unbounded'],
    );
    const all = one(
      three("synchronous_standby_names = 'FIRST 2 (s1, s2)'\nsynchronous_commit = remote_apply\n"),
    );
    assert.equal(guarantees(all)[2]!.consistency, 'session');
  });
});

describe('parameters of PostgreSQL', () => {
  const value = (name: string, version?: readonly number[]) => postgresSettings(version, []).get(name)?.value;

  it('have the defaults of their versions', () => {
    assert.deepEqual(
      [[9, 6], [12], [13], [15]].map(version => value('max_wal_senders', version)),
      [0, 10, 10, 10],
    );
    assert.equal(value('wal_level', [9, 6]), 'minimal');
    assert.equal(value('wal_level'), 'replica');
    assert.equal(value('checkpoint_completion_target', [13]), 0.5);
    assert.equal(value('checkpoint_completion_target', [14]), 0.9);
    assert.equal(value('recovery_target_timeline', [11]), 'current');
    assert.equal(value('password_encryption', [13]), 'md5');
    assert.equal(value('data_checksums', [18]), true);
  });

  it('are many, and each says what it does and where that is written', () => {
    assert.ok(POSTGRES_PARAMETERS.all.length >= 100, String(POSTGRES_PARAMETERS.all.length));
    for (const { name, meaning, source } of POSTGRES_PARAMETERS.all) {
      assert.match(source, /^https:\/\//, name);
      assert.ok(meaning.endsWith('.'), name);
    }
    const names = POSTGRES_PARAMETERS.all.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it('take units as the server does', () => {
    const origin = { unit: new Source('x', '').unit, span: { start: 0, end: 0 } };
    const settings = postgresSettings(
      [11],
      Object.entries({
        wal_sender_timeout: '90000',
        checkpoint_timeout: '15min',
        max_wal_size: '2GB',
        wal_keep_segments: '64',
        shared_buffers: '16384',
      }).map(([key, raw]) => ({ key, raw, keyOrigin: origin, origin })),
    );
    assert.equal(settings.number('wal_sender_timeout'), 90_000);
    assert.equal(settings.number('checkpoint_timeout'), 900_000);
    assert.equal(settings.number('max_wal_size'), 2 * 2 ** 30);
    assert.equal(settings.number('wal_keep_size'), 2 ** 30);
    assert.equal(settings.number('shared_buffers'), 128 * 2 ** 20);
  });
});

describe('synchronous_standby_names', () => {
  const names = (text: string) => {
    const read = readStandbyNames(text);
    if (read?.names === undefined) return read?.problem ?? 'nobody';
    const { method, count, explicit, any } = read.names;
    return `${method} ${count}${explicit ? '' : ' (plain)'}${any ? ' *' : ''}: ${read.names.names.map(({ name }) => name).join()}`;
  };

  it('is read as the server reads it', () => {
    assert.equal(names('s1, s2'), 'first 1 (plain): s1,s2');
    assert.equal(names('2 (s1, s2)'), 'first 2: s1,s2');
    assert.equal(names('first 2 ( s1 ,"s-2" )'), 'first 2: s1,s-2');
    assert.equal(names('ANY 1 (*)'), 'any 1 *: *');
    assert.equal(names('*'), 'first 1 (plain) *: *');
    assert.equal(names('any, first'), 'first 1 (plain): any,first');
    assert.equal(names('  '), 'nobody');
    assert.equal(names('"a""b"'), 'first 1 (plain): a"b');
  });

  it('is refused as the server refuses it', () => {
    assert.match(names('node-1'), /character/);
    assert.match(names('ANY 0 (a)'), /no standby/);
    assert.match(names('FIRST 1 (a'), /close/);
    assert.match(names('a,,b'), /list/);
    assert.match(names('"a'), /quote/);
  });
});

describe('connection strings', () => {
  it('give hosts with ports, and parameters', () => {
    const keyed = readConninfo("host=a,b port=5432,5433 password='x y\\'z' application_name = s1")!;
    assert.deepEqual(
      keyed.hosts.map(({ host, port }) => `${host}:${port}`),
      ['a:5432', 'b:5433'],
    );
    assert.equal(keyed.parts.get('password')?.value, "x y'z");
    assert.equal(keyed.parts.get('application_name')?.value, 's1');
    const uri = readConninfo(
      'postgresql://u:p%40@[::1]:5433,db2/app?connect_timeout=3&target_session_attrs=any',
    )!;
    assert.deepEqual(
      uri.hosts.map(({ host, port }) => `${host} ${port}`),
      ['::1 5433', 'db2 5432'],
    );
    assert.equal(uri.parts.get('password')?.value, 'p@');
    assert.equal(uri.parts.get('target_session_attrs')?.value, 'any');
    assert.equal(readConninfo('just some words'), undefined);
  });
});
