import type { Catalog, ForeignKey, Table } from '../../schema/model.js';
import { display } from '../lib/naming.js';
import { isOwnTable } from '../lib/tables.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'multiple-cascade-paths',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'error',
  // The others follow each path.
  engines: ['tsql'],
  summary: 'Deleting a row reaches the same table on two ways, or in a circle, which SQL Server refuses.',
  gains: 'Nothing: the statement fails.',
  costs:
    'Adding the second foreign key fails with error 1785. All actions that one DELETE sets off must form a tree, in which no table comes twice.',
  fineWhen: 'Never in SQL Server.',
  advice:
    'Keep the action on one of the ways and use NO ACTION on the others; a trigger or the program deletes there.',
  sources: [
    {
      title: 'SQL Server: multiple cascading actions',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints#cascading-referential-integrity',
    },
    {
      title: 'SQL Server: error 1785',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/mssqlserver-1785-database-engine-error',
    },
  ],
  bad: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE mails (id int NOT NULL PRIMARY KEY, sender int NOT NULL REFERENCES users (id) ON DELETE CASCADE, receiver int NULL REFERENCES users (id) ON DELETE SET NULL);',
      says: 'users',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int NOT NULL REFERENCES users (id) ON DELETE CASCADE);\nCREATE TABLE likes (id int NOT NULL PRIMARY KEY, post int NOT NULL REFERENCES posts (id) ON DELETE CASCADE, fan int NOT NULL REFERENCES users (id) ON DELETE CASCADE);',
      says: 'likes',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE parts (id int NOT NULL PRIMARY KEY, whole int NULL REFERENCES parts (id) ON DELETE CASCADE);',
      says: 'circle',
    },
  ],
  good: [
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY);\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, author int NOT NULL REFERENCES users (id) ON DELETE CASCADE);\nCREATE TABLE likes (id int NOT NULL PRIMARY KEY, post int NOT NULL REFERENCES posts (id) ON DELETE CASCADE, fan int NOT NULL REFERENCES users (id));\nCREATE TABLE parts (id int NOT NULL PRIMARY KEY, whole int NULL REFERENCES parts (id));',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    const acting = table.foreignKeys.filter(
      key => key.onDelete !== 'no action' && key.onDelete !== 'restrict',
    );
    const name = display(table, context.catalog);
    const reached = new Set<string>();
    for (const key of acting) {
      const origin = key.origins[0];
      if (!origin) continue;
      const above = ancestors(key, context.catalog);
      const again = [...above].find(ancestor => reached.has(ancestor));
      const circle = above.has(table.key);
      for (const ancestor of above) reached.add(ancestor);
      if (!circle && again === undefined) continue;
      const source = again === undefined ? undefined : context.catalog.table(again);
      context.report({
        origin,
        message: circle
          ? `Deleting a row of ${name} would come back to ${name} in a circle, so SQL Server refuses this foreign key (error 1785). Use ON DELETE NO ACTION.`
          : `Deleting a row of ${source ? display(source, context.catalog) : key.refName} would reach ${name} on two ways, so SQL Server refuses this foreign key (error 1785). Use ON DELETE NO ACTION on one of them.`,
      });
      return;
    }
  },
});

/** Tables whose deletions reach rows by this key: its target, and what deletes rows of that one. */
function ancestors(key: ForeignKey, catalog: Catalog): Set<string> {
  const result = new Set<string>([key.refTable]);
  for (const each of result) {
    for (const cascade of cascades(catalog.table(each))) result.add(cascade.refTable);
  }
  return result;
}

function cascades(table: Table | undefined): readonly ForeignKey[] {
  return table?.foreignKeys.filter(key => key.onDelete === 'cascade') ?? [];
}
