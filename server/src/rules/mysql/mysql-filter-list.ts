import { clusterExample } from '../lib/cluster/example.js';
import { mysqlNodes, textOf } from '../lib/cluster/mysql.js';
import { defineRule } from '../rule.js';

const file = (...lines: readonly string[]) => ({
  'db/my.cnf': ['[mysqld]', 'server_id=2', ...lines, ''].join('\n'),
});

const FILTERS =
  /^(?:replicate_(?:do|ignore)_(?:db|table)|replicate_wild_(?:do|ignore)_table|binlog_(?:do|ignore)_db)$/;

export default defineRule({
  id: 'mysql-filter-list',
  subject: 'mysql',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['mysql', 'mariadb'],
  summary: 'A filter lists several names in one line, and means one name with commas in it.',
  gains: 'None.',
  costs:
    'An option file takes one name per line, as a name may hold a comma. With `do` nothing matches and nothing is replicated; with `ignore` nothing is left out. There is no error.',
  fineWhen: 'A name that has a comma.',
  advice: 'Write the option once for each name.',
  sources: [
    {
      title: 'MySQL: replicate-do-db',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/replication-options-replica.html#option_mysqld_replicate-do-db',
    },
    { title: 'MariaDB: replication filters', url: 'https://mariadb.com/kb/en/replication-filters/' },
  ],
  bad: [
    clusterExample('mysql', file('replicate-do-db = shop,billing'), 'one name'),
    clusterExample('mariadb', file('binlog_ignore_db=mysql,test'), 'nothing is left out'),
  ],
  good: [clusterExample('mysql', file('replicate-do-db = shop', 'replicate-do-db = billing'))],
  check(cluster, context) {
    for (const { mysqld } of mysqlNodes(cluster)) {
      for (const { key, raw, keyOrigin, origin } of mysqld.written) {
        if (typeof raw !== 'string' || !FILTERS.test(key) || !raw.includes(',')) continue;
        // SET of MariaDB takes a list; files and arguments do not.
        if (/\.sql$/i.test(keyOrigin.unit.uri)) continue;
        const names = raw.split(',').map(name => name.trim());
        const does = key.includes('_do_');
        const { unit } = keyOrigin;
        const line = unit.piece.text;
        const start = line.lastIndexOf('\n', keyOrigin.span.start - 1) + 1;
        const alone =
          line.slice(start, keyOrigin.span.start).trim() === '' && names.every(name => name !== '');
        const between = line.slice(keyOrigin.span.end, origin.span.start);
        context.report({
          origin,
          message: `${key} takes one name a line: this is one name with ${names.length === 2 ? 'a comma' : 'commas'} in it, so ${does ? 'nothing matches and no change of any database passes' : 'nothing is left out'}. Write the line once for each of the ${names.length} names.`,
          fixes:
            alone && between.length < 20
              ? [
                  {
                    title: 'One line for each name',
                    edits: [
                      {
                        origin: { unit, span: { start: keyOrigin.span.start, end: origin.span.end } },
                        newText: names
                          .map(name => `${textOf(keyOrigin)}${between}${name}`)
                          .join(`\n${line.slice(start, keyOrigin.span.start)}`),
                      },
                    ],
                    safe: false,
                  },
                ]
              : [],
        });
      }
    }
  },
});
