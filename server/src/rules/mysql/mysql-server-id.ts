import { folderOfUri } from '../../cluster/folders.js';
import type { Cluster } from '../../cluster/model.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isBinlogReplication, isOptionFile, knowsDefaults, mysqlNodes, setTo } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

const pair = (first: string, second: string) => ({
  'db/source.cnf': `[mysqld]\nreport_host=source\n${first}\nlog_bin=binlog\n`,
  'db/replica.cnf': `[mysqld]\nreport_host=replica\n${second}\nread_only=1\n`,
});

export default defineRule({
  id: 'mysql-server-id',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['mysql', 'mariadb'],
  summary: 'Servers that replicate share a number, or have none.',
  gains: 'None.',
  costs:
    'A replica with its source’s number refuses to begin. Two replicas with one number take the connection from each other in turn. With 0 a server neither sends nor receives.',
  fineWhen: 'Never within one topology.',
  advice: 'Give every server a number of its own.',
  sources: [
    {
      title: 'MySQL: server_id',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options.html#sysvar_server_id',
    },
    {
      title: 'MariaDB: server_id',
      url: 'https://mariadb.com/kb/en/replication-and-binary-log-system-variables/#server_id',
    },
  ],
  bad: [
    clusterExample('mysql', pair('server_id=1', 'server_id=1'), 'same server_id'),
    clusterExample(
      'mysql',
      {
        'source/my.cnf': '# MySQL 8.0.36\n[mysqld]\nreport_host=source\nsync_binlog=1\n',
        'replica/my.cnf': '# MySQL 8.0.36\n[mysqld]\nreport_host=replica\nread_only=1\n',
        'replica/replica.sql':
          "-- dialect: mysql\nCHANGE REPLICATION SOURCE TO SOURCE_HOST='source', SOURCE_SSL=1;\n",
      },
      'Neither',
    ),
    clusterExample('mariadb', pair('server-id=0', 'server-id=2'), 'server_id=0'),
  ],
  good: [
    clusterExample('mysql', pair('server_id=1', 'server_id=2')),
    replicated([], ['read_only=1']),
    // Two servers that have nothing to do with each other.
    clusterExample('mysql', {
      'mysql5.7/my.cnf': '# MySQL 5.7.40\n[mysqld]\nlog_bin=binlog\nbinlog_format=ROW\nserver_id=1\n',
      'mysql8/my.cnf': '# MySQL 8.0.36\n[mysqld]\nlog_bin=binlog\nbinlog_format=ROW\nserver_id=1\n',
    }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster) || cluster.members.length < 2) return;
    if (cluster.links.length === 0 && (liesBesideGalera(cluster, context.clusters) || !mayReplicate(cluster)))
      return;
    const nodes = mysqlNodes(cluster).flatMap(node => {
      const id = node.mysqld.given('server_id');
      return typeof id?.value === 'number' ? [{ ...node, id: id.value, written: id.written }] : [];
    });
    for (const [i, node] of nodes.entries()) {
      if (node.id === 0) {
        context.report({
          origin: node.written.origin,
          message: `server_id=0: ${node.name} takes part in no replication, as it refuses replicas and cannot be one. Give it a number of its own.`,
        });
        continue;
      }
      // One file that all servers share is a template of theirs.
      const twin = nodes.slice(0, i).find(
        ({ id, written, member }) =>
          id === node.id &&
          // The file of one server, kept twice.
          !(
            baseOf(member.id) === baseOf(node.member.id) &&
            written.origin.unit.piece.text === node.written.origin.unit.piece.text
          ) &&
          !(
            written.origin.unit === node.written.origin.unit &&
            written.origin.span.start === node.written.origin.span.start
          ),
      );
      if (twin === undefined) continue;
      const free = Math.max(...nodes.map(({ id }) => id)) + 1;
      const linked = cluster.links.some(
        ({ from, to }) =>
          (from === twin.member.id && to === node.member.id) ||
          (to === twin.member.id && from === node.member.id),
      );
      context.report({
        origin: node.written.origin,
        ...(linked ? {} : { severity: 'warning' as const }),
        message: `${node.member.id} has the same server_id as ${twin.member.id}, ${node.id}: ${linked ? 'as source and replica they refuse to replicate' : cluster.links.length === 0 ? 'they can neither follow each other nor one source' : 'each takes the connection to the source from the other in turn'}. Give it another, such as ${free}.`,
        related: [{ origin: twin.written.origin, message: `server_id of ${twin.member.id}.` }],
        fixes: [setTo(node.written, String(free))],
      });
    }
    // Two servers that write none have the same one: 1 since MySQL 8.0.3 and MariaDB 10.2.2.
    const silent = mysqlNodes(cluster).filter(
      node =>
        node.mysqld.get('server_id')?.written === undefined &&
        knowsDefaults(node) &&
        isOptionFile(node.member.origin),
    );
    const link = cluster.links.find(
      ({ from, to }) =>
        silent.some(({ member }) => member.id === from) && silent.some(({ member }) => member.id === to),
    );
    if (link === undefined) return;
    const replica = silent.find(({ member }) => member.id === link.to)!;
    context.report({
      origin: replica.member.origin,
      message: `Neither ${link.from} nor ${link.to} sets server_id: both have the default ${String(replica.mysqld.get('server_id')?.value ?? 1)}, and with the same number they refuse to replicate. Give each its own.`,
    });
  },
});

/** True for files beside those of Galera nodes: they are parts of those nodes, which shall have one number in MariaDB. */
function liesBesideGalera(cluster: Cluster, clusters: readonly Cluster[]): boolean {
  const folders = new Set(cluster.members.map(({ origin }) => folderOfUri(origin.unit.uri)));
  return clusters.some(
    ({ systems, members }) =>
      systems.has('galera') && members.some(({ origin }) => folders.has(folderOfUri(origin.unit.uri))),
  );
}

/** True where servers that no file links look as if they followed each other, by their names or by what is set. */
function mayReplicate(cluster: Cluster): boolean {
  return mysqlNodes(cluster).some(
    ({ name, mysqld }) =>
      ROLE.test(name) ||
      mysqld.written.some(
        ({ key }) => REPLICATION.test(key) || (key === 'read_only' && mysqld.flag(key) === true),
      ),
  );
}

/** `mysql8` beside `mysql5` are versions and no nodes. */
const ROLE =
  /(?:^|[^a-z])(?:(?:master|source|primary|slave|replica|secondary|standby|node)[-_]?\d*|(?:db|mysql|mariadb|server)[-_]?0?[1-4])$/i;
const REPLICATION =
  /^(?:relay[-_]log|log[-_](?:slave|replica)[-_]updates|report[-_]host|gtid[-_]|replicate[-_]|slave[-_]|replica[-_]|rpl[-_]semi|auto[-_]increment[-_]offset|super[-_]read[-_]only)/i;

/** What a server is called, without the number that tells it from others of that name. */
function baseOf(id: string): string {
  return id.replace(/#\d+$/, '');
}
