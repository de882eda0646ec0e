import type { Member } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { postgresExample, primaryOf, standbysOf } from '../lib/cluster/postgres.js';
import { serverName } from '../lib/cluster/server-names.js';
import { isTestFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'pg-no-automatic-failover',
  subject: 'postgresql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['postgres'],
  summary: 'Nobody promotes a standby when the primary is lost.',
  gains: 'No failover by mistake, and no two primaries through a wrong decision of a program.',
  costs:
    'PostgreSQL itself detects no failure: writes stop until a person promotes a standby and sends the clients there.',
  fineWhen: 'Somebody is on call, and minutes without writes are bearable.',
  advice:
    'Let Patroni, repmgr, pg_auto_failover or an operator decide, or write the steps down and practise them.',
  sources: [
    { title: 'High availability', url: 'https://www.postgresql.org/docs/current/high-availability.html' },
    { title: 'Failover', url: 'https://www.postgresql.org/docs/current/warm-standby-failover.html' },
  ],
  bad: [postgresExample('wal_level = replica', ['', ''], 'by hand')],
  good: [
    // One that only its name calls a replica.
    clusterExample('postgres', {
      'compose.yml':
        'services:\n  db-primary:\n    image: postgres:15\n    volumes:\n      - ./primary/postgresql.conf:/etc/pg/postgresql.conf\n    command: postgres -c config_file=/etc/pg/postgresql.conf\n  db-replica:\n    image: postgres:15\n',
      'primary/postgresql.conf': 'wal_level = replica\nmax_wal_senders = 4\n',
    }),
    clusterExample('postgres', { 'postgresql.conf': 'wal_level = replica\n' }),
    clusterExample('postgres', {
      'n1/postgresql.conf': 'wal_level = replica\n',
      'n1/repmgr.conf': "node_id = 1\nnode_name = 'n1'\nconninfo = 'host=n1'\nfailover = automatic\n",
      'n2/postgresql.conf': "primary_conninfo = 'host=n1'\n",
      'n2/standby.signal': '',
    }),
    postgresExample('wal_level = replica', [''], undefined, {
      'scripts/promote.sh': '#!/bin/sh\npg_ctl -D /var/lib/postgresql/data promote\n',
    }),
    postgresExample('wal_level = replica', [''], undefined, {
      Dockerfile: 'FROM postgres:15\nRUN apt-get install -y postgresql-15-repmgr\n',
    }),
    postgresExample('wal_level = replica', [''], undefined, {
      'docs/failover.md': 'When the primary is gone:\n\n    pg_ctl promote -D /data\n',
    }),
    clusterExample('postgres', {
      'primary/postgresql.conf': 'wal_level = replica\n',
      'replica/postgresql.conf': 'max_connections = 50\n',
      'setup.sh':
        "#!/bin/bash\ndocker exec -i replica psql -U postgres <<SQL\nCREATE SUBSCRIPTION s CONNECTION 'host=primary' PUBLICATION p;\nSQL\n",
    }),
  ],
  check(cluster, context) {
    if (cluster.system !== 'postgres' || cluster.failover.kind !== 'manual') return;
    const standbys = standbysOf(cluster).filter(({ configured }) => configured);
    if (standbys.length === 0 || primaryOf(cluster)?.configured !== true || isTestFile(cluster.origin))
      return;
    // Others speak of it: scripts that promote, a manager of which nothing but the name is here, and Pgpool's own rule.
    if (cluster.failover.steps === true || cluster.routers.some(({ system }) => system === 'pgpool')) return;
    // A script that tries replication out.
    if (isTestFile(standbys[0]!.origin)) return;
    // Containers of one machine are lost together, whoever promotes what.
    if (cluster.sources.some(uri => /compose[^/]*\.ya?ml$/i.test(uri))) return;
    // A pod is started again elsewhere with its volume, and an operator is what one would take.
    if (cluster.members.some(({ origin }) => WORKLOAD.test(origin.unit.piece.text))) return;
    // Who names the file that promotes by hand knows; what an image does is for those who run it.
    const known = (each: Member) =>
      ['promote_trigger_file', 'trigger_file'].some(name => each.settings.postgres?.given(name));
    if (cluster.members.some(known) || standbys.some(each => /\.(?:sh|bash)$/.test(each.origin.unit.uri)))
      return;
    if (!cluster.links.some(({ kind }) => kind === 'physical')) return;
    context.report({
      // What makes a standby of it; the first line of a file says nothing.
      origin:
        ['primary_conninfo', 'hot_standby', 'primary_slot_name']
          .map(name => standbys[0]!.settings.postgres?.given(name))
          .find(each => each !== undefined)?.written.keyOrigin ?? standbys[0]!.origin,
      message: `Nothing in these files promotes ${nameOf(standbys)} when the primary is lost: writes stop until a person does it by hand. Patroni, repmgr or pg_auto_failover would.`,
    });
  },
});

const WORKLOAD = /^kind:[ \t]*(?:StatefulSet|Deployment|ConfigMap)\b/m;

/** What a script writes goes by the script's name, which is no server's, as is the path that a template was taken from. */
function nameOf(standbys: readonly Member[]): string {
  if (standbys.length > 1) return 'one of the standbys';
  const [standby] = standbys as readonly [Member];
  return /\.(?:sh|bash)$/.test(standby.origin.unit.uri) ? 'the standby' : serverName(standby, 'the standby');
}
