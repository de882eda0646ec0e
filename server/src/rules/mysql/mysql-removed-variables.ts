import type { ParameterTable } from '../../cluster/parameter.js';
import type { Written } from '../../cluster/settings.js';
import { GROUP_REPLICATION_TABLE } from '../../cluster/systems/group-replication/parameters.js';
import { MARIADB_TABLE, MYSQL_TABLE } from '../../cluster/systems/mysql/parameters/index.js';
import { isAtLeast, isOlder, printVersion, type Version } from '../../cluster/version.js';
import { type Copy, reportCopies } from '../lib/cluster/copies.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isOptionFile, mysqlNodes, renamedTo, textOf, withoutLine } from '../lib/cluster/mysql.js';
import type { Report } from '../rule.js';
import { defineRule } from '../rule.js';

const file = (head: string, ...lines: readonly string[]) => ({
  'db/my.cnf': [`# ${head}`, '[mysqld]', 'server_id=1', ...lines, ''].join('\n'),
});

export default defineRule({
  id: 'mysql-removed-variables',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['mysql', 'mariadb'],
  summary: 'Variables that this version of the server does not know: it does not start.',
  gains: 'None.',
  costs:
    'An unknown variable in an option file stops the start. One with another name now is still taken, with a warning. MariaDB passes over a few of MySQL’s and refuses the others.',
  fineWhen: 'With `loose_` in front, in files that several versions share.',
  advice: 'Write the name of today, or take the line out.',
  sources: [
    {
      title: 'MySQL: option and variable changes for 8.4',
      url: 'https://dev.mysql.com/doc/mysqld-version-reference/en/optvar-changes-8-4.html',
    },
    {
      title: 'MySQL: option and variable changes for 8.3',
      url: 'https://dev.mysql.com/doc/mysqld-version-reference/en/optvar-changes-8-3.html',
    },
    {
      title: 'MySQL: option and variable changes for 8.2',
      url: 'https://dev.mysql.com/doc/mysqld-version-reference/en/optvar-changes-8-2.html',
    },
    {
      title: 'MariaDB: system variable differences to MySQL',
      url: 'https://mariadb.com/kb/en/system-variable-differences-between-mariadb-and-mysql/',
    },
  ],
  bad: [
    clusterExample('mysql', file('MySQL 8.4.2', 'master_info_repository=TABLE'), 'removed'),
    clusterExample('mysql', file('MySQL 8.4.2', 'expire_logs_days=7'), 'binlog_expire_logs_seconds'),
    clusterExample('mysql', file('MySQL 8.0.36', 'log_slave_updates=ON'), 'log_replica_updates'),
    clusterExample('mariadb', file('MariaDB 10.11.6', 'gtid_mode=ON'), 'MariaDB knows no'),
    clusterExample('mariadb', file('MariaDB 10.11.6', 'log_replica_updates=ON'), 'log_slave_updates'),
  ],
  good: [
    clusterExample('mysql', file('MySQL 8.4.2', 'loose_master_info_repository=TABLE')),
    clusterExample('mysql', file('MySQL 5.7.44', 'master_info_repository=TABLE', 'log_slave_updates=ON')),
    clusterExample('mariadb', file('MariaDB 10.11.6', 'log_slave_updates=ON')),
  ],
  check(cluster, context) {
    const copies: Copy[] = [];
    for (const { mysqld, flavour, version } of mysqlNodes(cluster)) {
      const deprecated: Written[] = [];
      for (const written of mysqld.written) {
        const spelling = textOf(written.keyOrigin);
        // Others have rules of their own: semi-synchronous replication, and what statements set.
        if (/^(?:loose|change\.)/i.test(spelling) || /^(?:rpl_semi_sync_|change\.|wsrep_)/.test(written.key))
          continue;
        if (!isOptionFile(written.keyOrigin)) continue;
        if (flavour === 'mariadb') {
          const report = ofMysql(written);
          if (report !== undefined) context.report(report);
          continue;
        }
        if (version === undefined) continue;
        const table: ParameterTable = written.key.startsWith('group_replication')
          ? GROUP_REPLICATION_TABLE
          : MYSQL_TABLE;
        const parameter = table.find(written.key);
        if (parameter?.removed !== undefined && surely(version, parameter.removed)) {
          context.report(removed(written, parameter.removed, parameter.renamedTo, version));
        } else if (
          parameter?.renamedTo !== undefined &&
          parameter.deprecated !== undefined &&
          surely(version, parameter.deprecated)
        ) {
          deprecated.push(written);
        }
      }
      const [first] = deprecated;
      if (first === undefined) continue;
      // All of them are one cause: a file of an older server.
      const names = deprecated.map(
        ({ key }) =>
          [
            key,
            MYSQL_TABLE.find(key)?.renamedTo ?? GROUP_REPLICATION_TABLE.find(key)?.renamedTo ?? key,
          ] as const,
      );
      copies.push({
        kind: names.join(),
        report: {
          origin: first.keyOrigin,
          severity: 'info',
          tag: 'deprecated',
          message: `${names[0]![0]} is the old name of ${names[0]![1]}${deprecated.length > 1 ? `, and ${deprecated.length - 1} more here have new names as well` : ''}: MySQL ${printVersion(version!)} takes it with a warning, and means to drop it.`,
          related: deprecated
            .slice(1, 6)
            .map(({ keyOrigin }, i) => ({ origin: keyOrigin, message: `Now ${names[i + 1]![1]}.` })),
          fixes: [
            {
              title: deprecated.length === 1 ? `Rename to ${names[0]![1]}` : 'Write the names of today',
              edits: deprecated.flatMap(
                (written, i) => renamedTo(written, spelled(written, names[i]![1])).edits,
              ),
              safe: true,
            },
          ],
        },
      });
    }
    reportCopies(context, copies);
  },
});

/** True where the version is told exactly enough to be that new: `8.0` alone may be older than 8.0.26. */
function surely(version: Version, least: string): boolean {
  return (
    isAtLeast(version, least) &&
    !(version.length < least.split('.').length && isOlder([...version, 0], least))
  );
}

function removed(written: Written, since: string, renamed: string | undefined, version: Version): Report {
  const days = written.key === 'expire_logs_days' ? Number(written.raw) : Number.NaN;
  const instead = renamed ?? (written.key === 'expire_logs_days' ? 'binlog_expire_logs_seconds' : undefined);
  const seconds = Number.isFinite(days) && days >= 0 && days <= 99 ? Math.round(days * 86_400) : undefined;
  return {
    origin: written.keyOrigin,
    message: `${written.key} was removed in MySQL ${since}, and this is ${printVersion(version)}: the server does not start with it. ${instead === undefined ? 'Take the line out' : `It is ${instead} now${seconds === undefined ? '' : `: ${seconds} s`}`}.`,
    fixes:
      written.key === 'expire_logs_days'
        ? seconds === undefined
          ? []
          : [
              {
                title: `Write binlog_expire_logs_seconds=${seconds}`,
                edits: [
                  { origin: written.keyOrigin, newText: spelled(written, 'binlog_expire_logs_seconds') },
                  { origin: written.origin, newText: String(seconds) },
                ],
                safe: true,
              },
            ]
        : renamed === undefined
          ? [withoutLine(written, true)]
          : [renamedTo(written, spelled(written, renamed))],
  };
}

/** What MySQL has and MariaDB does not. */
function ofMysql(written: Written): Report | undefined {
  if (MARIADB_TABLE.find(written.key) !== undefined) return undefined;
  const parameter = MYSQL_TABLE.find(written.key);
  if (parameter === undefined) return undefined;
  const kept = MYSQL_TABLE.all.find(
    ({ renamedTo: name, name: old }) => name === parameter.name && MARIADB_TABLE.find(old) !== undefined,
  )?.name;
  return {
    origin: written.keyOrigin,
    severity: 'warning',
    message: `MariaDB knows no ${written.key}: it refuses to start with it, or passes over it with a warning where it takes MySQL’s options. ${kept === undefined ? (/gtid/.test(written.key) ? 'Its GTIDs are always there' : 'Take the line out') : `There it is ${kept}`}.`,
    fixes: [kept === undefined ? withoutLine(written) : renamedTo(written, spelled(written, kept))],
  };
}

/** A name as the file writes names: with `-` or `_`. */
function spelled({ keyOrigin }: Written, name: string): string {
  return textOf(keyOrigin).includes('-') ? name.replace(/_/g, '-') : name;
}
