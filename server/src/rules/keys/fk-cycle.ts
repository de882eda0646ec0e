import type { ForeignKey, RelationKey, Table } from '../../schema/model.js';
import { ENFORCING } from '../lib/engines.js';
import { display, tuple } from '../lib/naming.js';
import { columnLike, isIgnored, isInnodb } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'fk-cycle',
  subject: 'keys',
  since: '0.1.0',
  on: 'catalog',
  severity: 'info',
  engines: ENFORCING,
  summary:
    'Tables require rows of each other in a circle, so none of them can get its first row by a plain INSERT.',
  gains: 'Each row is certain to have its counterpart.',
  costs:
    'Whichever row is inserted first lacks what it refers to. In PostgreSQL only a single statement that writes all of them (WITH ... INSERT) gets through; elsewhere checks have to be switched off. Loading, restoring and deleting meet the same circle.',
  fineWhen: 'Rows are only ever made by one routine that writes them in one statement.',
  advice:
    'Let one of the columns be NULL at first, or declare one of the keys DEFERRABLE where the engine knows that.',
  sources: [
    {
      title: 'PostgreSQL: deferrable constraints',
      url: 'https://www.postgresql.org/docs/current/sql-set-constraints.html',
    },
    {
      title: 'MySQL: foreign keys are checked row by row, never deferred',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/ansi-diff-foreign-keys.html',
    },
    { title: 'SQLite: deferred foreign keys', url: 'https://www.sqlite.org/foreignkeys.html#fk_deferred' },
    {
      title: 'SQL Server: foreign key constraints',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints',
    },
    { title: 'CockroachDB: foreign key', url: 'https://www.cockroachlabs.com/docs/stable/foreign-key' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint NOT NULL);\nCREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
      says: 'teams → users → teams',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, team_id int NOT NULL);\nCREATE TABLE teams (id int PRIMARY KEY, owner_id int NOT NULL, FOREIGN KEY (owner_id) REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INT NOT NULL REFERENCES teams (id));\nCREATE TABLE teams (id INTEGER PRIMARY KEY, owner_id INT NOT NULL REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, team_id int NOT NULL);\nCREATE TABLE teams (id int NOT NULL PRIMARY KEY, owner_id int NOT NULL REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY, team_id INT8 NOT NULL);\nCREATE TABLE teams (id INT8 PRIMARY KEY, owner_id INT8 NOT NULL REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint);\nCREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, team_id bigint NOT NULL, boss bigint NOT NULL REFERENCES users);\nCREATE TABLE teams (id bigint PRIMARY KEY, owner_id bigint NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INT NOT NULL REFERENCES teams (id) DEFERRABLE INITIALLY DEFERRED);\nCREATE TABLE teams (id INTEGER PRIMARY KEY, owner_id INT NOT NULL REFERENCES users (id));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, team_id int NULL);\nCREATE TABLE teams (id int NOT NULL PRIMARY KEY, owner_id int NOT NULL REFERENCES users (id));\nALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams (id);',
    },
  ],
  check(catalog, context) {
    const strict = new Map<RelationKey, Node>();
    for (const table of catalog.allTables()) {
      const keys = strictKeys(table, context);
      if (keys.length > 0) strict.set(table.key, { table, keys });
    }
    for (const circle of circlesOf(strict)) reportCircle(circle, context);
  },
});

/** A table with the keys that its rows cannot do without. */
interface Node {
  readonly table: Table;
  readonly keys: readonly ForeignKey[];
}

interface Step {
  readonly table: Table;
  readonly key: ForeignKey;
}

/** Depth first, without recursion, since chains may be long: the steps of each circle where it closes. */
function circlesOf(nodes: ReadonlyMap<RelationKey, Node>): Step[][] {
  const circles: Step[][] = [];
  const finished = new Set<Node>();
  for (const start of nodes.values()) {
    const path: { readonly node: Node; next: number }[] = [];
    const onPath = new Map<Node, number>();
    const enter = (node: Node) => {
      onPath.set(node, path.length);
      path.push({ node, next: 0 });
    };
    if (!finished.has(start)) enter(start);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const key = top.node.keys[top.next++];
      if (!key) {
        finished.add(top.node);
        onPath.delete(top.node);
        path.pop();
        continue;
      }
      const target = nodes.get(key.refTable);
      if (!target || finished.has(target)) continue;
      const at = onPath.get(target);
      if (at === undefined) enter(target);
      else
        circles.push(
          path.slice(at).map(({ node, next }) => ({ table: node.table, key: node.keys[next - 1]! })),
        );
    }
  }
  return circles;
}

function reportCircle(steps: readonly Step[], context: RuleContext): void {
  // Where the circle begins depends on nothing but names, so that the finding stays where it is.
  const first = [...steps].sort((a, b) => (a.table.key < b.table.key ? -1 : 1))[0]!;
  const at = steps.indexOf(first);
  const round = [...steps.slice(at), ...steps.slice(0, at)];
  const names = [...round, round[0]!].map(step => display(step.table, context.catalog));
  const last = round.at(-1)!;
  const origin = last.key.origins[0];
  if (!origin) return;
  const deferrable = !NEVER_DEFERRED.has(context.dialect);
  context.report({
    origin,
    message: `No plain INSERT can make the first rows of ${names.join(' → ')}: each table requires a row of the next. Let ${tuple(last.key.columns)} of ${display(last.table, context.catalog)} be NULL at first${deferrable ? ', or declare its key DEFERRABLE INITIALLY DEFERRED' : ''}.`,
    related: round.slice(0, -1).flatMap(step => {
      const place = step.key.origins[0];
      return place
        ? [{ origin: place, message: `${display(step.table, context.catalog)} requires this one.` }]
        : [];
    }),
  });
}

/** Keys of which each row must have a value that is checked at once; those to the table itself a row can meet alone. */
function strictKeys(table: Table, context: RuleContext): readonly ForeignKey[] {
  let own = STRICT.get(table);
  if (!own)
    STRICT.set(
      table,
      (own =
        isInnodb(table) && !table.partitionOf ? table.foreignKeys.filter(key => isStrict(table, key)) : []),
    );
  return own.filter(key => !isIgnored(table, key, context));
}

function isStrict(table: Table, key: ForeignKey): boolean {
  if (key.deferrable || !key.enforced || key.refTable === table.key || key.columns.length === 0) return false;
  return key.columns.every(name => {
    const column = columnLike(table, name);
    // A default may name a row that was put there before the key was made.
    return column?.nullable === false && !column.inherited;
  });
}

const STRICT = new WeakMap<Table, readonly ForeignKey[]>();
const NEVER_DEFERRED = new Set(['mysql', 'mariadb', 'tsql', 'cockroach']);
