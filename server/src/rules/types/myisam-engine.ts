import type { Table } from '../../schema/model.js';
import type { TableOption } from '../../sql/ast/index.js';
import { MYSQL_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { isOwnTable, storageEngine } from '../lib/tables.js';
import { defineRule, type Fix } from '../rule.js';

export default defineRule({
  id: 'myisam-engine',
  subject: 'types',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: MYSQL_LIKE,
  summary: 'A table is kept by MyISAM or Aria, which knows neither transactions nor foreign keys.',
  gains: 'Less space, quick counts of the whole table, and files that can be copied while nobody writes.',
  costs:
    'ROLLBACK does not take its changes back, a crash in the middle of a write can leave a MyISAM table to be repaired, each write locks the whole table, and FOREIGN KEY clauses are read and thrown away.',
  fineWhen: 'The table is written by one job and can be made again: lookup data, imports, temporary results.',
  advice: 'Use InnoDB.',
  sources: [
    {
      title: 'MySQL: the MyISAM storage engine',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/myisam-storage-engine.html',
    },
    {
      title: 'MySQL: foreign key constraints',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    },
    { title: 'MariaDB: MyISAM overview', url: 'https://mariadb.com/kb/en/myisam-overview/' },
    { title: 'MariaDB: foreign keys', url: 'https://mariadb.com/kb/en/foreign-keys/' },
  ],
  bad: [
    { dialect: 'mysql', sql: 'CREATE TABLE users (id int PRIMARY KEY) ENGINE=MyISAM;', says: 'ROLLBACK' },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY) ENGINE=InnoDB;\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=MyISAM;',
      says: 'foreign key',
    },
    { dialect: 'mariadb', sql: 'CREATE TABLE users (id int PRIMARY KEY) ENGINE=Aria;', says: 'Aria' },
  ],
  good: [{ dialect: 'mysql', sql: 'CREATE TABLE users (id int PRIMARY KEY) ENGINE=InnoDB;' }],
  check(table, context) {
    const engine = storageEngine(table);
    if (!isOwnTable(table) || (engine !== 'myisam' && engine !== 'aria')) return;
    const option = table.options.find(each => each.name === 'engine')!;
    const unit = unitOf(table, option);
    if (!unit) return;
    const keys = table.foreignKeys.length;
    const name = display(table, context.catalog);
    context.report({
      origin: { unit, span: option.span },
      ...(keys > 0 ? { severity: 'warning' as const } : {}),
      message:
        keys > 0
          ? `${option.value} reads the foreign key${keys > 1 ? 's' : ''} of ${name} and does nothing with ${keys > 1 ? 'them' : 'it'}: rows may refer to nothing. Use InnoDB.`
          : `${name} is kept by ${option.value}: ROLLBACK does not take back what is written to it, and each write locks the whole table. Use InnoDB.`,
      fixes: () => fixes(unit, option),
    });
  },
});

function unitOf(table: Table, option: TableOption) {
  return table.origins.find(({ unit }) =>
    unit.piece.text
      .slice(option.span.start, option.span.end)
      .toLowerCase()
      .includes(option.value.toLowerCase()),
  )?.unit;
}

/** Not safe: keys that were thrown away until now are checked from then on. */
function fixes(unit: Table['origins'][number]['unit'], option: TableOption): readonly Fix[] {
  const text = unit.piece.text.slice(option.span.start, option.span.end);
  const at = option.span.start + text.toLowerCase().lastIndexOf(option.value.toLowerCase());
  const span = { start: at, end: at + option.value.length };
  return [{ title: 'Use InnoDB', edits: [{ origin: { unit, span }, newText: 'InnoDB' }], safe: false }];
}
