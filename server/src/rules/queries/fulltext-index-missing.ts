import type { Table } from '../../schema/model.js';
import { accessPaths, partText } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { sameColumns } from '../lib/keys.js';
import { display, newName, sqlName, sqlNames, sqlTable, tuple } from '../lib/naming.js';
import { isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'fulltext-index-missing',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'error',
  engines: MYSQL_LIKE,
  summary: 'MATCH names columns that no FULLTEXT index holds together.',
  gains: 'One index less to keep.',
  costs: 'InnoDB refuses the query with error 1191: MATCH needs a FULLTEXT index on exactly its columns.',
  fineWhen: 'The index is made by something that this project does not show.',
  advice: 'Create a FULLTEXT index on these columns.',
  sources: [
    {
      title: 'MySQL: full-text restrictions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/fulltext-restrictions.html',
    },
    {
      title: 'MariaDB: full-text index overview',
      url: 'https://mariadb.com/kb/en/full-text-index-overview/',
    },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: "CREATE TABLE posts (id int PRIMARY KEY, title varchar(80), body text, FULLTEXT KEY t (title));\nSELECT id FROM posts WHERE MATCH (title, body) AGAINST ('x');",
      says: '(title, body)',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: "CREATE TABLE posts (id int PRIMARY KEY, title varchar(80), body text, FULLTEXT KEY t (body, title));\nSELECT id FROM posts WHERE MATCH (title, body) AGAINST ('x');",
    },
  ],
  check(query, context) {
    for (const block of query.shape.blocks) {
      for (const condition of block.where) {
        if (condition.kind !== 'truth' || condition.value.kind !== 'call' || condition.value.name !== 'match')
          continue;
        const args = condition.value.args ?? [];
        const found = args.map(arg => arg.column && context.workload.columnOf(query, block, arg.column));
        const table: Table | undefined = found[0]?.table;
        if (!table || !isOwnTable(table) || !isInnodb(table)) continue;
        if (found.some(item => item?.table.key !== table.key)) continue;
        const columns = found.map(item => item!.column);
        const has = accessPaths(table).some(
          path => path.method === 'fulltext' && sameColumns(path.parts.map(partText), columns),
        );
        if (has) continue;
        context.report({
          origin: { unit: query.unit, span: condition.span },
          message: `${display(table, context.catalog)} has no FULLTEXT index on exactly ${tuple(columns)}, so the engine refuses this MATCH (error 1191). Create one.`,
          fixes: () => {
            const name = sqlName(newName(table.name, ...columns, 'ft'), table.dialect);
            const sql = `CREATE FULLTEXT INDEX ${name} ON ${sqlTable(table, context.catalog)} (${sqlNames(columns, table.dialect)})`;
            const edit = statementAfter(table.nameOrigin.unit, sql);
            return edit
              ? [{ title: `Create a FULLTEXT index on ${tuple(columns)}`, edits: [edit], safe: false }]
              : [];
          },
        });
      }
    }
  },
});
