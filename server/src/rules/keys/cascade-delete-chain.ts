import type { Catalog, ForeignKey, Table } from '../../schema/model.js';
import { ENFORCING } from '../lib/engines.js';
import { display, listed } from '../lib/naming.js';
import { isIgnored, isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'cascade-delete-chain',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'Deleting one row deletes others over several levels of ON DELETE CASCADE.',
  gains: 'One statement removes a thing with all that belongs to it, and nothing is left behind.',
  costs:
    'One DELETE locks and removes rows in many tables: how many nobody sees beforehand, and a mistake takes all of them. A big parent makes a long transaction.',
  fineWhen: 'Rows of the top are deleted seldom and on purpose, and the levels below stay small.',
  advice:
    'Know the chain; delete in steps where the levels are large, or stop it with RESTRICT where rows have a worth of their own.',
  sources: [
    {
      title: 'PostgreSQL: ON DELETE CASCADE',
      url: 'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
    },
    {
      title: 'MySQL: referential actions',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html#foreign-key-referential-actions',
    },
    { title: 'SQLite: foreign key actions', url: 'https://www.sqlite.org/foreignkeys.html#fk_actions' },
    {
      title: 'SQL Server: cascading referential integrity',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints#cascading-referential-integrity',
    },
    {
      title: 'CockroachDB: foreign key actions',
      url: 'https://www.cockroachlabs.com/docs/stable/foreign-key',
    },
  ],
  options: {
    levels: {
      description: 'Levels below a table that its deletions must reach before it is reported.',
      default: 3,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orgs (id bigint PRIMARY KEY);\nCREATE TABLE teams (id bigint PRIMARY KEY, org bigint REFERENCES orgs ON DELETE CASCADE);\nCREATE TABLE boards (id bigint PRIMARY KEY, team bigint REFERENCES teams ON DELETE CASCADE);\nCREATE TABLE cards (id bigint PRIMARY KEY, board bigint REFERENCES boards ON DELETE CASCADE);',
      says: 'teams, boards and cards',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE orgs (id int PRIMARY KEY);\nCREATE TABLE teams (id int PRIMARY KEY, org int, FOREIGN KEY (org) REFERENCES orgs (id) ON DELETE CASCADE);\nCREATE TABLE boards (id int PRIMARY KEY, team int, FOREIGN KEY (team) REFERENCES teams (id) ON DELETE CASCADE);\nCREATE TABLE cards (id int PRIMARY KEY, board int, FOREIGN KEY (board) REFERENCES boards (id) ON DELETE CASCADE);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE orgs (id INTEGER PRIMARY KEY);\nCREATE TABLE teams (id INTEGER PRIMARY KEY, org INT REFERENCES orgs (id) ON DELETE CASCADE);\nCREATE TABLE boards (id INTEGER PRIMARY KEY, team INT REFERENCES teams (id) ON DELETE CASCADE);\nCREATE TABLE cards (id INTEGER PRIMARY KEY, board INT REFERENCES boards (id) ON DELETE CASCADE);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE orgs (id int NOT NULL PRIMARY KEY);\nCREATE TABLE teams (id int NOT NULL PRIMARY KEY, org int REFERENCES orgs (id) ON DELETE CASCADE);\nCREATE TABLE boards (id int NOT NULL PRIMARY KEY, team int REFERENCES teams (id) ON DELETE CASCADE);\nCREATE TABLE cards (id int NOT NULL PRIMARY KEY, board int REFERENCES boards (id) ON DELETE CASCADE);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE orgs (id INT8 PRIMARY KEY);\nCREATE TABLE teams (id INT8 PRIMARY KEY, org INT8 REFERENCES orgs ON DELETE CASCADE);\nCREATE TABLE boards (id INT8 PRIMARY KEY, team INT8 REFERENCES teams ON DELETE CASCADE);\nCREATE TABLE cards (id INT8 PRIMARY KEY, board INT8 REFERENCES boards ON DELETE CASCADE);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE orgs (id bigint PRIMARY KEY);\nCREATE TABLE teams (id bigint PRIMARY KEY, org bigint REFERENCES orgs ON DELETE RESTRICT);\nCREATE TABLE boards (id bigint PRIMARY KEY, team bigint REFERENCES teams ON DELETE CASCADE);\nCREATE TABLE cards (id bigint PRIMARY KEY, board bigint REFERENCES boards ON DELETE CASCADE);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table) || !isInnodb(table)) return;
    // Reported at the top of the chain alone.
    if (table.foreignKeys.some(key => key.onDelete === 'cascade' && key.refTable !== table.key)) return;
    const wanted = Number(context.options.levels);
    const levels = below(table, wanted, context);
    if (levels.length < wanted) return;
    const all = levels.flat().map(each => display(each, context.catalog));
    const shown = all.length > 4 ? [...all.slice(0, 3), `at least ${all.length - 3} more tables`] : all;
    context.report({
      origin: table.nameOrigin,
      message: `One DELETE in ${display(table, context.catalog)} also deletes from ${listed(shown)}, over at least ${levels.length} levels of ON DELETE CASCADE. Delete in steps where they are large, or use RESTRICT where rows have a worth of their own.`,
    });
  },
});

/**
 * Tables that a deletion reaches, level by level, no further than is asked for: every table that is looked at is one
 * more whose change checks this one again.
 */
function below(table: Table, wanted: number, context: RuleContext): readonly (readonly Table[])[] {
  const seen = new Set([table.key]);
  const levels: Table[][] = [];
  for (let level: readonly Table[] = [table]; level.length > 0 && levels.length < wanted; ) {
    const next: Table[] = [];
    for (const parent of level) {
      if (seen.size > MANY) break;
      for (const child of cascading(parent, context.catalog, context)) {
        if (seen.has(child.key)) continue;
        seen.add(child.key);
        next.push(child);
      }
    }
    if (next.length > 0) levels.push(next);
    level = next;
  }
  return levels;
}

/** Tables beyond which the message would name no more anyway. */
const MANY = 30;

function cascading(parent: Table, catalog: Catalog, context: RuleContext): readonly Table[] {
  const isActive = (table: Table, key: ForeignKey) =>
    key.onDelete === 'cascade' && key.enforced && !table.partitionOf && !isIgnored(table, key, context);
  return catalog
    .referencing(parent.key)
    .flatMap(({ table, foreignKey }) => (isActive(table, foreignKey) ? [table] : []));
}
