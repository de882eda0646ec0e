import { isAtLeast, printVersion } from '../../cluster/version.js';
import { mysqlNodes, textOf } from '../lib/cluster/mysql.js';
import { replicated } from '../lib/cluster/mysql-example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-change-source',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['mysql'],
  summary: 'CHANGE MASTER TO is the old statement; MySQL 8.4 does not know it.',
  gains: 'Works on servers before 8.0.23 too.',
  costs: 'MySQL 8.4 refuses it with a syntax error, and MASTER_… options with it.',
  fineWhen: 'MariaDB, and MySQL before 8.0.23.',
  advice: 'Write `CHANGE REPLICATION SOURCE TO` with `SOURCE_…` options.',
  sources: [
    {
      title: 'MySQL 8.4 release notes: statements removed',
      url: 'https://dev.mysql.com/doc/relnotes/mysql/8.4/en/news-8-4-0.html',
    },
    {
      title: 'MySQL: CHANGE REPLICATION SOURCE TO',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/change-replication-source-to.html',
    },
  ],
  bad: [
    replicated(['log_bin=binlog'], ['super_read_only=1'], 'refuses', {
      version: '8.4.2',
      change: "CHANGE MASTER TO MASTER_HOST='source', MASTER_SSL=1;",
    }),
    replicated(['log_bin=binlog'], ['super_read_only=1'], 'deprecated', {
      version: '8.0.36',
      change: "CHANGE MASTER TO MASTER_HOST='source', MASTER_SSL=1;",
    }),
  ],
  good: [
    replicated(['log_bin=binlog'], ['super_read_only=1'], undefined, { version: '8.4.2' }),
    replicated(['log_bin=binlog'], ['super_read_only=1'], undefined, {
      version: '5.7.44',
      change: "CHANGE MASTER TO MASTER_HOST='source', MASTER_SSL=1;",
    }),
  ],
  check(cluster, context) {
    for (const { mysqld, flavour, version } of mysqlNodes(cluster)) {
      if (flavour !== 'mysql' || version === undefined || !isAtLeast(version, '8.0.23')) continue;
      const gone = isAtLeast(version, '8.4.0');
      for (const written of mysqld.written) {
        if (written.key !== 'change.statement' || written.raw !== 'CHANGE MASTER TO') continue;
        if (written.origin.unit.dialect === 'mariadb') continue;
        const { unit, span } = written.origin;
        const options = mysqld.written.filter(
          ({ key, keyOrigin }) =>
            key.startsWith('change.source_') &&
            keyOrigin.unit === unit &&
            keyOrigin.span.start > span.start &&
            keyOrigin.span.end <= span.end &&
            /^MASTER_/i.test(textOf(keyOrigin)),
        );
        context.report({
          origin: written.keyOrigin,
          ...(gone ? { severity: 'error' as const } : { tag: 'deprecated' as const }),
          message: gone
            ? `${version.length === 1 ? `The newest MySQL ${printVersion(version)} refuses CHANGE MASTER TO: ` : `MySQL ${printVersion(version)} refuses CHANGE MASTER TO: `}8.4 removed it. Write CHANGE REPLICATION SOURCE TO with SOURCE_ options.`
            : `CHANGE MASTER TO is deprecated since MySQL 8.0.23, and 8.4 refuses it. Write CHANGE REPLICATION SOURCE TO with SOURCE_ options.`,
          fixes: [
            {
              title: 'Write CHANGE REPLICATION SOURCE TO',
              edits: [
                { origin: written.keyOrigin, newText: 'CHANGE REPLICATION SOURCE' },
                ...options.map(({ keyOrigin }) => ({
                  origin: keyOrigin,
                  newText: textOf(keyOrigin).replace(/^MASTER_/i, 'SOURCE_'),
                })),
              ],
              // Before 8.0.23 the new words are no statement.
              safe: version !== undefined,
            },
          ],
        });
      }
    }
  },
});
