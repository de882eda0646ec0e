import type { TypeName } from '../../sql/ast/index.js';
import { gravity, lateActions, rowsText, typeBefore } from '../lib/migration.js';
import { display } from '../lib/naming.js';
import { columnLike } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'mysql-table-copy',
  subject: 'migrations',
  since: '0.2.0',
  on: 'statement',
  role: 'migration',
  severity: 'info',
  engines: ['mysql'],
  summary: 'A migration changes a column in a way for which MySQL copies the whole table.',
  gains: 'The column has its new type at once.',
  costs:
    'ALGORITHM=COPY writes the table anew row by row, needs as much space again, and keeps every write out until it is done.',
  fineWhen: 'The table is small, or the application is stopped while migrations run.',
  advice:
    'Use gh-ost or pt-online-schema-change, or a new column that is filled in batches. New values at the end of an ENUM and a longer VARCHAR on the same side of 255 bytes need no copy.',
  sources: [
    {
      title: 'MySQL 8.4: online DDL operations, column operations',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
    },
  ],
  bad: [
    {
      dialect: 'mysql',
      sql: '',
      files: {
        'migrations/001_users.sql':
          "CREATE TABLE users (id int PRIMARY KEY, state enum('new','old') NOT NULL);",
        'migrations/002_state.sql': "ALTER TABLE users MODIFY state enum('fresh','new','old') NOT NULL;",
      },
      says: 'state',
    },
    {
      dialect: 'mysql',
      sql: '',
      files: {
        'migrations/001_users.sql': 'CREATE TABLE users (id int PRIMARY KEY, visits int);',
        'migrations/002_visits.sql': 'ALTER TABLE users MODIFY visits bigint;',
      },
      says: 'int to bigint',
    },
  ],
  good: [
    {
      dialect: 'mysql',
      sql: '',
      files: {
        'migrations/001_users.sql':
          "CREATE TABLE users (id int PRIMARY KEY, name varchar(20), state enum('new','old') NOT NULL);",
        'migrations/002_more.sql':
          "ALTER TABLE users MODIFY name varchar(60);\nALTER TABLE users MODIFY state enum('new','old','gone') NOT NULL;\nALTER TABLE users ADD COLUMN mail varchar(200);",
      },
    },
  ],
  check(subject, context) {
    for (const { action, table, name, origin } of lateActions(subject, context)) {
      if (action.kind !== 'redefine column') continue;
      const column = table && columnLike(table, action.column.name.value);
      const before = table && column && typeBefore(table, column, { unit: subject.unit, span: action.span });
      const after = action.column.type;
      if (!before || !after || !needsCopy(before, after)) continue;
      const shown = table ? display(table, context.catalog) : name;
      context.report({
        origin,
        severity: gravity(table, context, 'info'),
        message: `Changing ${action.column.name.value} from ${shortened(before)} to ${shortened(after)} makes MySQL copy ${shown}${rowsText(table, context)}, and writes wait until it is done. Use gh-ost or pt-online-schema-change, or fill a new column in batches.`,
      });
    }
  },
});

function shortened(type: TypeName): string {
  return type.text.length > 40 ? `${type.base}(…)` : type.text;
}

/** True where MySQL's documentation allows no way but COPY. */
function needsCopy(from: TypeName, to: TypeName): boolean {
  if (from.base === 'enum' || from.base === 'set') {
    if (to.base !== from.base) return true;
    return !from.args.every((value, i) => to.args[i] === value) || to.args.length < from.args.length;
  }
  if (from.base !== to.base) return true;
  if ((from.modifiers ?? []).join() !== (to.modifiers ?? []).join()) return true;
  if (from.base !== 'varchar')
    return /^(char|decimal|numeric|binary)$/.test(from.base) && from.args.join() !== to.args.join();
  const [a, b] = [Number(from.args[0]), Number(to.args[0])];
  // Up to 255 bytes a length takes one byte: with four bytes a character that is 63 characters at least.
  return b < a || (a <= 63 && b > 255);
}
