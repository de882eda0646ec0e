import type { Cluster } from '../../cluster/model.js';
import { isAtLeast } from '../../cluster/version.js';
import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  isBinlogReplication,
  isOptionFile,
  isReplica,
  mysqlNodes,
  setTo,
  withLine,
} from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { sentence } from '../lib/cluster/names.js';
import { isNotStarted } from '../lib/cluster/one-machine.js';
import { maxscale } from '../lib/cluster/routers.js';
import { isTrialFile } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-replica-writable',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary:
    'A replica takes writes: what is written there is on no other server, and replication breaks on it.',
  gains: 'Tables for reports can be made on the replica.',
  costs:
    'A client that takes it for the source writes to it without an error. Such rows are lost at the next rebuild, and the same key from the source stops replication. With GTIDs it gets transactions that no other server has, and cannot come back after a failover.',
  fineWhen: 'Tables of its own, in databases that are not replicated.',
  advice:
    'Set `read_only`, and `super_read_only` on MySQL, on every server; failover tools switch it off at the new source.',
  sources: [
    {
      title: 'MySQL: super_read_only',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_super_read_only',
    },
    {
      title: 'MariaDB: read_only',
      url: 'https://mariadb.com/kb/en/server-system-variables/#read_only',
    },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['read_only=0'], 'takes writes'),
    replicated(['log_bin=binlog'], ['relay_log=relay'], 'takes writes', { system: 'mariadb' }),
    replicated(['log_bin=binlog'], ['read_only=1'], 'super_read_only'),
  ],
  good: [
    replicated(['log_bin=binlog'], ['auto_increment_increment=2', 'auto_increment_offset=2']),
    replicated(['log_bin=binlog'], ['super_read_only=1']),
    replicated(['log_bin=binlog'], ['read_only=1'], undefined, { system: 'mariadb' }),
    replicated(
      ['log_bin=binlog'],
      ['# super_read_only would stop the first start of the image', 'read_only=1'],
    ),
    // A router before names of a stack, which no config shows.
    clusterExample('mariadb', {
      'replica/my.cnf': '# MariaDB 10.6.16\n[mysqld]\nserver_id=2\nreport_host=replica\nlog_bin=binlog\n',
      'replica/build.sh':
        "mysql -e \"CHANGE MASTER TO MASTER_HOST='source', MASTER_USER='repl', MASTER_SSL=1\"\n",
      'router/maxscale.cnf': maxscale(['enforce_read_only_slaves=1'], ['router=readwritesplit']).replace(
        /address=/g,
        'address=shop_',
      ),
    }),
    // Addresses that no server is told to have: the two may well follow each other.
    clusterExample('mysql', {
      'db1-my.cnf': '# MySQL 8.0.36\n[mysqld]\nserver_id=1\nreport_host=db1\n',
      'db1-build.sh':
        "mysql -e \"CHANGE REPLICATION SOURCE TO SOURCE_HOST='10.0.5.2', SOURCE_USER='repl', SOURCE_SSL=1\"\n",
      'db2-my.cnf': '# MySQL 8.0.36\n[mysqld]\nserver_id=2\nreport_host=db2\n',
      'db2-build.sh':
        "mysql -e \"CHANGE REPLICATION SOURCE TO SOURCE_HOST='10.0.5.1', SOURCE_USER='repl', SOURCE_SSL=1\"\n",
    }),
  ],
  check(cluster, context) {
    if (!isBinlogReplication(cluster) || cluster.system === 'mha') return;
    // A router that makes replicas read only itself.
    if (isEnforced(cluster)) return;
    // One before servers by names that no config shows (of a stack, of a balancer) may stand before these.
    if (context.clusters.some(each => !each.members.some(({ configured }) => configured) && isEnforced(each)))
      return;
    if (isNotStarted(cluster, context.clusters)) return;
    const copies: Copy[] = [];
    for (const node of mysqlNodes(cluster)) {
      const { mysqld, member, flavour, version } = node;
      // Of two that follow each other nobody can tell which one is to be written to.
      if (!isReplica(cluster, node) || member.leader !== false) continue;
      if (mysqld.isHidden('read_only') || mysqld.isHidden('super_read_only')) continue;
      if (mayBeSource(cluster, member.id)) continue;
      // Numbers in steps are for servers that all take writes.
      if ((mysqld.number('auto_increment_increment') ?? 1) > 1) continue;
      if (isTrialFile(member.origin, context.clusters)) continue;
      const read = mysqld.given('read_only');
      const all = mysqld.given('super_read_only');
      if (all?.value === true || /NO_LOCK/i.test(String(read?.written.raw ?? ''))) continue;
      const at = read?.written ?? mysqld.given('server_id')?.written;
      // Of a server that only a script speaks of, nobody knows the file.
      if (read === undefined && all === undefined && at === undefined) continue;
      // Told where it can be set: not in the statements that make it a replica.
      const place = [read?.written.origin, member.origin, at?.keyOrigin].find(
        each => each !== undefined && !/\.(?:sql|sh|bash|md)$/i.test(each.unit.uri),
      );
      if (place === undefined) continue;
      if (read?.value !== true) {
        // An image makes accounts at its first start, as an administrator: read_only lets it.
        const line =
          flavour === 'mysql' &&
          version !== undefined &&
          isAtLeast(version, '5.7.8') &&
          !isInContainer(cluster)
            ? 'super_read_only=ON'
            : 'read_only=ON';
        copies.push({
          kind: `${flavour} ${read === undefined}`,
          report: {
            origin: place,
            ...(read === undefined ? { severity: 'info' as const } : {}),
            message: `${sentence(node.name)} is a replica and takes writes: what a client writes there by mistake is on no other server, and the same key from the source stops replication. Set ${line}.`,
            fixes:
              read !== undefined
                ? line === 'read_only=ON'
                  ? [setTo(read.written, 'ON')]
                  : []
                : at !== undefined && isOptionFile(at.keyOrigin)
                  ? [withLine(at, line)]
                  : [],
          },
        });
      } else if (
        flavour === 'mysql' &&
        version !== undefined &&
        isAtLeast(version, '5.7.8') &&
        all === undefined &&
        // There it could not be set before the first start was over.
        !isInContainer(cluster) &&
        // A comment that names it has weighed it.
        !/super_read_only/i.test(read.written.origin.unit.piece.text)
      ) {
        copies.push({
          kind: 'super',
          report: {
            origin: read.written.origin,
            severity: 'info',
            message: `read_only lets administrators write to ${node.name} all the same (${isAtLeast(version, '8.0') ? 'CONNECTION_ADMIN' : 'SUPER'}): a script that runs as root diverges it. super_read_only refuses everybody.`,
            fixes: isOptionFile(read.written.keyOrigin) ? [withLine(read.written, 'super_read_only=ON')] : [],
          },
        });
      }
    }
    reportCopies(context, copies);
  },
});

function isInContainer({ sources, versions: { mysql } }: Cluster): boolean {
  // The version may be told by the image that a Dockerfile starts from.
  const told = mysql?.origin?.unit;
  return (
    [...sources, ...(told === undefined ? [] : [told.uri])].some(uri =>
      /\.ya?ml$|\/[^/]*(?:docker|container)file[^/]*$/i.test(uri),
    ) || /\b(?:docker|podman) run\b/.test(told?.piece.text ?? '')
  );
}

function isEnforced({ routers }: Cluster): boolean {
  return routers.some(({ settings: { maxscale } }) =>
    ['enforce_read_only_slaves', 'enforce_read_only_servers'].some(name => maxscale?.flag(name) === true),
  );
}

/**
 * True where a server follows an address that no server shown has, and another one that is shown follows another such
 * address: they may be each other's.
 */
function mayBeSource({ links, members }: Cluster, id: string): boolean {
  const shown = new Set(members.filter(({ configured }) => configured).map(member => member.id));
  const unknown = links.filter(({ from, to }) => shown.has(to) && !shown.has(from));
  const own = unknown.filter(({ to }) => to === id);
  return own.some(({ from }) => unknown.some(other => other.to !== id && other.from !== from));
}
