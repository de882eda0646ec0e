import type { Catalog, ForeignKey, Table } from '../../schema/model.js';
import { lastName } from '../../sql/ast/index.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Origin } from '../../sql/reading.js';
import { type AccessPath, accessPaths, partText, plainColumns } from '../lib/access.js';
import { textOf } from '../lib/edits.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { sameColumns } from '../lib/keys.js';
import { display, listed, tuple } from '../lib/naming.js';
import { isDistributed } from '../lib/spread.js';
import { columnLike, isIgnored, isInnodb } from '../lib/tables.js';
import { defineRule, type RuleContext, type Severity } from '../rule.js';

export default defineRule({
  id: 'dangling-fk-target',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'error',
  engines: ENFORCING,
  summary: 'A foreign key points at a table, column or key that does not exist.',
  gains: 'Nothing.',
  costs:
    'The statement fails when it runs. SQLite accepts it and, where foreign keys are switched on, fails the writes that have to check it.',
  fineWhen:
    'The target is made outside of the files that Faultline reads (an extension, a platform): then the finding is a hint.',
  advice: 'Correct the name, or reference the primary key or a unique key of the target.',
  sources: [
    {
      title: 'PostgreSQL: REFERENCES needs a unique or primary key',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
    {
      title: 'MySQL: foreign keys need an index on the referenced columns',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
    },
    {
      title: 'MySQL: restrict_fk_on_non_standard_key',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_restrict_fk_on_non_standard_key',
    },
    {
      title: 'SQL Server: foreign keys reference a primary key or a unique one',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/tables/primary-and-foreign-key-constraints',
    },
    { title: 'CockroachDB: foreign key', url: 'https://www.cockroachlabs.com/docs/stable/foreign-key' },
    { title: 'SQLite: foreign key mismatch errors', url: 'https://www.sqlite.org/foreignkeys.html' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (user_id));',
      says: 'no column user_id',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);\nCREATE TABLE posts (id bigint PRIMARY KEY, mail text REFERENCES users (mail));',
      says: 'unique',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES post_users (id));\nCREATE TABLE post_user (id bigint PRIMARY KEY);',
      says: 'Did you mean post_user?',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (uid));',
      says: 'no column uid',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, mail TEXT REFERENCES users (mail));',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE users (id int NOT NULL PRIMARY KEY, mail nvarchar(80));\nCREATE TABLE posts (id int NOT NULL PRIMARY KEY, mail nvarchar(80) REFERENCES users (mail));',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE users (id INT8 PRIMARY KEY);\nCREATE TABLE posts (id INT8 PRIMARY KEY, user_id INT8 REFERENCES users (uid));',
      says: 'no column uid',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE users (id bigint PRIMARY KEY, mail text);\nCREATE UNIQUE INDEX ON users (mail);\nCREATE TABLE posts (id bigint PRIMARY KEY, mail text REFERENCES users (mail), user_id bigint REFERENCES users);',
    },
    {
      dialect: 'mariadb',
      sql: 'CREATE TABLE users (id int PRIMARY KEY, team int, KEY (team));\nCREATE TABLE posts (id int PRIMARY KEY, team int, FOREIGN KEY (team) REFERENCES users (team));',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE Users (Id INTEGER PRIMARY KEY);\nCREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));',
    },
  ],
  check(table, context) {
    if (!isInnodb(table)) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      if (!origin || key.inherited) continue;
      const target = context.catalog.table(key.refTable);
      if (isIgnored(table, key, context)) continue;
      if (isTemplate(origin)) continue;
      if (!target) {
        reportMissing(table, key, origin, context);
        continue;
      }
      const fault = faultOf(key, target, context);
      if (!fault) continue;
      if (sameScript(origin, target, context)) context.report({ origin, ...fault });
      else if (!meansNamesake(key, origin, target, context)) {
        const message = `As another file makes ${display(target, context.catalog)}: ${fault.message}`;
        context.report({ origin, severity: 'hint', message });
      }
    }
  },
});

/** Schema files of one folder may belong to different databases, so a table of another one may be a namesake. */
function sameScript(origin: Origin, target: Table, context: RuleContext): boolean {
  const made = target.origins[0];
  if (!made || made.unit.uri === origin.unit.uri) return true;
  return context.roleOf(made) === 'migration' && context.roleOf(origin) === 'migration';
}

/** Where several files make a table of one name, the catalog keeps the last: the key may mean another of them. */
function meansNamesake(key: ForeignKey, origin: Origin, target: Table, { catalog }: RuleContext): boolean {
  return catalog.statementsOn(key.refName).some(({ unit, statement }) => {
    if (statement.kind !== 'create table' || unit === target.origins[0]?.unit) return false;
    if (lastName(statement.name).value.toLowerCase() !== key.refName.toLowerCase()) return false;
    if (unit.uri === origin.unit.uri) return true;
    const columns = new Set(statement.columns.map(({ name }) => name.value.toLowerCase()));
    return key.refColumns.every(column => columns.has(column.toLowerCase()));
  });
}

/** One cause, one finding: at the first of the foreign keys that reference the missing table. */
function reportMissing(table: Table, key: ForeignKey, origin: Origin, context: RuleContext): void {
  const { catalog } = context;
  if (isSlice(key, origin, context)) return;
  const all = catalog.referencing(key.refTable).filter(({ table: other, foreignKey }) => {
    const place = foreignKey.origins[0];
    const counts = place && !foreignKey.inherited && isInnodb(other) && !isTemplate(place);
    return counts && !isIgnored(other, foreignKey, context);
  });
  if (all[0] && all[0].foreignKey !== key) return;
  const related = all.slice(1).map(({ table: other, foreignKey }) => ({
    origin: foreignKey.origins[0]!,
    message: `${display(other, catalog)} references it as well.`,
  }));
  context.report({ origin, ...missing(table, key, catalog), ...(related.length > 0 ? { related } : {}) });
}

/** Migrations that change a table which none of them makes are a part of a history: the rest made it. */
function isSlice(key: ForeignKey, origin: Origin, context: RuleContext): boolean {
  if (context.roleOf(origin) !== 'migration') return false;
  if (isGenerated(origin)) return true;
  const statements = context.catalog
    .statementsOn(key.refName)
    .filter(({ unit }) => context.roleOf({ unit, span: unit.piece.body }) === 'migration');
  return statements.length > 0 && statements.every(({ statement }) => CHANGES.has(statement.kind));
}

/** Prisma writes such a statement from a whole schema: what makes the target stands in an earlier migration. */
function isGenerated({ unit: { piece } }: Origin): boolean {
  return piece.comments.some(
    ({ start, end }) => end <= piece.body.start && /^-- AddForeignKey\s*$/.test(piece.text.slice(start, end)),
  );
}

const CHANGES: ReadonlySet<string> = new Set([
  'alter table',
  'drop',
  'comment',
  'create index',
  'create trigger',
]);

function isTemplate(origin: Origin): boolean {
  return /\{\{|\$\{|<%|\{%/.test(textOf(origin));
}

type Fault = { readonly message: string; readonly severity?: Severity };

function faultOf(key: ForeignKey, target: Table, context: RuleContext): Fault | undefined {
  if (target.columnsIncomplete || target.kind === 'foreign table' || target.columns.length === 0)
    return undefined;
  const name = display(target, context.catalog);
  if (!key.refColumnsWritten) {
    if (target.primaryKey || isMysqlLike(context.dialect)) return undefined;
    return {
      message: `${name} has no primary key for ${tuple(key.columns)} to reference. Name a unique key of it, or declare its primary key.`,
    };
  }
  const absent = key.refColumns.filter(column => !columnLike(target, column));
  if (absent.length > 0) {
    return {
      message: `${name} has no column ${listed(absent)}, so ${failure(context.dialect)}. Correct the column's name.`,
    };
  }
  if (key.refColumns.length !== key.columns.length) {
    return {
      message: `${tuple(key.columns)} and ${tuple(key.refColumns)} of ${name} differ in number. Name as many columns on both sides.`,
    };
  }
  if (isReferable(key, target, context)) return nonStandard(key, target, context);
  if (
    !isMysqlLike(context.dialect) &&
    accessPaths(target).some(path => isKeyOf(path, key) && path.deferrable)
  ) {
    return {
      message: `${tuple(key.refColumns)} of ${name} is kept unique by a deferrable constraint, which no foreign key can reference. Make that one NOT DEFERRABLE.`,
    };
  }
  return isMysqlLike(context.dialect)
    ? {
        message: `No index of ${name} begins with ${tuple(key.refColumns)}${key.refColumns.length > 1 ? ' in this order' : ''}, so this foreign key is refused. Reference its primary key, or index those columns.`,
      }
    : {
        message: `${tuple(key.refColumns)} of ${name} is neither its primary key nor unique, so it cannot be referenced. Reference a key, or declare those columns UNIQUE.`,
      };
}

/** MySQL took any index that begins with the columns, until 8.4 began to ask for a unique one of just these. */
function nonStandard(key: ForeignKey, target: Table, context: RuleContext): Fault | undefined {
  if (context.dialect !== 'mysql' || (context.engineVersion ?? 8) < 8) return undefined;
  if (accessPaths(target).some(path => isKeyOf(path, key))) return undefined;
  return {
    message: `${tuple(key.refColumns)} of ${display(target, context.catalog)} is no unique key: MySQL 8.4 and newer refuse to reference it, unless restrict_fk_on_non_standard_key is off. Reference a unique key.`,
    severity: (context.engineVersion ?? 8) > 8 ? 'warning' : 'info',
  };
}

function isReferable(key: ForeignKey, target: Table, context: RuleContext): boolean {
  const paths = accessPaths(target);
  if (isMysqlLike(context.dialect)) return paths.some(path => begins(path, key.refColumns, target));
  // Citus and others complete keys by function calls that are not read here.
  if (isDistributed(target)) return true;
  return paths.some(path => isKeyOf(path, key) && !path.deferrable);
}

function isKeyOf(path: AccessPath, key: ForeignKey): boolean {
  const columns = path.unique && !path.where && plainColumns(path);
  return columns ? sameColumns(columns, key.refColumns) : false;
}

/** The columns come first and in the same order; InnoDB ends each index with the primary key. */
function begins(path: AccessPath, columns: readonly string[], target: Table): boolean {
  const own = path.parts.map(part => (part.length === undefined ? partText(part).toLowerCase() : ''));
  const more = target.primaryKey?.columns.map(column => column.toLowerCase()) ?? [];
  const whole = [...own, ...more.filter(column => !own.includes(column))];
  return columns.every((column, i) => whole[i] === column.toLowerCase());
}

/** SQLite looks at the parent only when it has to check a row. */
function failure(dialect: Dialect): string {
  return dialect === 'sqlite'
    ? 'writes that have to check this foreign key fail'
    : 'this foreign key fails when it is created';
}

/** The files may not hold everything: certain only where a name so like it exists that a slip is likely. */
function missing(table: Table, key: ForeignKey, catalog: Catalog): Fault {
  const name = display({ schema: key.refSchema, name: key.refName }, catalog);
  if (catalog.view(key.refTable)) {
    return { message: `${name} is a view, and a foreign key can only reference a table.` };
  }
  const elsewhere = catalog.tablesNamed(key.refName)[0];
  if (elsewhere) {
    return {
      message: `Table ${name} is not made by these files, but ${display(elsewhere, catalog)} is. If that one is meant, qualify the name.`,
      severity: 'hint',
    };
  }
  const similar = variants(key.refName)
    .flatMap(variant => catalog.tablesNamed(variant))
    .find(candidate => candidate.schema === key.refSchema);
  if (similar && key.refSchema === table.schema) {
    return {
      message: `No table ${name} exists here. Did you mean ${display(similar, catalog)}?`,
      severity: 'warning',
    };
  }
  return {
    message: `Table ${name} is not made by these files. If nothing else makes it, ${failure(catalog.family)}.`,
    severity: 'hint',
  };
}

/** Singular and plural. */
function variants(name: string): string[] {
  const result = [`${name}s`, `${name}es`];
  if (name.endsWith('s')) result.push(name.slice(0, -1));
  if (name.endsWith('es')) result.push(name.slice(0, -2));
  if (name.endsWith('ies')) result.push(`${name.slice(0, -3)}y`);
  if (name.endsWith('y')) result.push(`${name.slice(0, -1)}ies`);
  return result;
}
