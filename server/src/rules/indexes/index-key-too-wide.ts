import type { Column, Table } from '../../schema/model.js';
import { formatCount } from '../../workload/capacity.js';
import { type AccessPath, accessPaths, isOrdered, pathName } from '../lib/access.js';
import { ENFORCING, isMysqlLike } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { columnLike, isInnodb, isOwnTable } from '../lib/tables.js';
import { defineRule, type RuleContext, type Severity } from '../rule.js';

export default defineRule({
  id: 'index-key-too-wide',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'The key of an index has many columns, or more bytes than the engine lets it have.',
  gains: 'One special query finds all it needs in the index.',
  costs:
    'Few entries fit on a page, so the index is deep, large in memory and slow to write; and columns behind the third or fourth rarely narrow a search further. Past the limit of the engine the index, or later a row, is refused.',
  fineWhen: 'Uniqueness needs all the columns; those indexes are left alone.',
  advice:
    'Keep in the key what is compared and sorted by; let columns that are only read go to INCLUDE, or leave them out.',
  sources: [
    {
      title: 'PostgreSQL: multicolumn indexes are rarely useful with more than three columns',
      url: 'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
    },
    {
      title: 'MySQL: InnoDB limits, 3072 bytes for a key',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html',
    },
    {
      title: 'SQL Server: maximum capacity, 900 and 1,700 bytes for a key',
      url: 'https://learn.microsoft.com/en-us/sql/sql-server/maximum-capacity-specifications-for-sql-server',
    },
    {
      title: 'MariaDB: InnoDB limitations',
      url: 'https://mariadb.com/kb/en/innodb-limitations/',
    },
    { title: 'SQLite: the query optimizer', url: 'https://www.sqlite.org/optoverview.html' },
    {
      title: 'CockroachDB: secondary indexes',
      url: 'https://www.cockroachlabs.com/docs/stable/schema-design-indexes',
    },
  ],
  options: {
    maxColumns: {
      type: 'number',
      default: 6,
      description: 'How many columns a key may have, INCLUDE not counted.',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE t (id bigint PRIMARY KEY, a int, b int, c int, d int, e int, f int, g int);\nCREATE INDEX i ON t (a, b, c, d, e, f, g);',
      says: '7 columns',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE t (\n  id int PRIMARY KEY,\n  url varchar(1024) NOT NULL,\n  UNIQUE KEY i (url)\n) DEFAULT CHARSET=utf8mb4;',
      says: '4,096 bytes',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE t (id int NOT NULL PRIMARY KEY, url nvarchar(1000) NOT NULL);\nCREATE INDEX i ON t (url);',
      says: '1,700',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT, c INT, d INT, e INT, f INT, g INT);\nCREATE INDEX i ON t (a, b, c, d, e, f, g);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE t (id INT8 PRIMARY KEY, a INT8, b INT8, c INT8, d INT8, e INT8, f INT8, g INT8);\nCREATE INDEX i ON t (a, b, c, d, e, f, g);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE t (id bigint PRIMARY KEY, a int, b int, c int, d int, e int, f int, g int);\nCREATE INDEX i ON t (a, b, c, d, e);\nCREATE UNIQUE INDEX j ON t (a, b, c, d, e, f, g);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE t (id int PRIMARY KEY, url varchar(760), name varchar(1000), KEY i (url), KEY j (name(50))) DEFAULT CHARSET=utf8mb4;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE t (id int NOT NULL PRIMARY KEY, url nvarchar(850) NOT NULL);\nCREATE INDEX i ON t (url);',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b INT);\nCREATE INDEX i ON t (a, b);',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE t (id INT8 PRIMARY KEY, a INT8, b INT8);\nCREATE INDEX i ON t (a, b);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const path of accessPaths(table)) {
      if (path.inherited || !path.origin || !isOrdered(path)) continue;
      const said = tooManyBytes(table, path) ?? tooManyColumns(path, Number(context.options.maxColumns));
      if (said) report(table, path, said, context);
    }
  },
});

interface Said {
  readonly text: string;
  readonly severity: Severity;
}

function report(table: Table, path: AccessPath, said: Said, context: RuleContext): void {
  const name = pathName(path);
  context.report({
    origin: path.origin!,
    severity: said.severity,
    message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} ${said.text}`,
  });
}

function tooManyColumns(path: AccessPath, most: number): Said | undefined {
  if (path.unique || path.parts.length <= most) return undefined;
  return {
    text: `has ${path.parts.length} columns in its key: those behind the first few rarely narrow a search and make every entry wider. Keep what is compared and sorted by.`,
    severity: 'info',
  };
}

function tooManyBytes(table: Table, path: AccessPath): Said | undefined {
  if (isMysqlLike(table.dialect) && isInnodb(table)) {
    const bytes = sum(table, path, mysqlBytes);
    if (bytes === undefined || bytes <= 3072) return undefined;
    return {
      text: `can take ${formatCount(bytes)} bytes, and InnoDB refuses keys of more than 3,072. Index a prefix, or shorten a column.`,
      severity: 'error',
    };
  }
  if (table.dialect !== 'tsql') return undefined;
  const bytes = sum(table, path, tsqlBytes);
  const clustered = path.clustered ?? (path.kind === 'primary key' && !table.indexes.some(i => i.clustered));
  const limit = clustered ? 900 : 1700;
  if (bytes === undefined || bytes <= limit) return undefined;
  return {
    text: `can take ${formatCount(bytes)} bytes, and SQL Server refuses rows whose ${clustered ? 'clustered ' : ''}key takes more than ${formatCount(limit)}. Shorten a column${path.kind === 'index' ? ', or move it to INCLUDE' : ''}.`,
    severity: 'info',
  };
}

/** The most that a key takes; undefined where a part's size is not known. Bounds from below count as known. */
function sum(
  table: Table,
  path: AccessPath,
  size: (column: Column, length: number | undefined, table: Table) => number | undefined,
): number | undefined {
  let total = 0;
  for (const part of path.parts) {
    const column = part.column && columnLike(table, part.column.value);
    const bytes = column && size(column, part.length, table);
    if (bytes === undefined) return undefined;
    total += bytes;
  }
  return total;
}

/** Characters times the widest character of the set; a set that is not written counts one byte. */
function mysqlBytes(column: Column, length: number | undefined, table: Table): number | undefined {
  const type = column.type;
  if (!type) return undefined;
  const declared = Number(type.args[0]);
  if (/^(var)?char$/.test(type.base)) {
    const characters = length ?? (Number.isFinite(declared) ? declared : 1);
    return characters * characterBytes(column, table);
  }
  if (/text$/.test(type.base))
    return length === undefined ? undefined : length * characterBytes(column, table);
  if (/^(var)?binary$/.test(type.base)) return length ?? (Number.isFinite(declared) ? declared : 1);
  // Numbers and times take 8 bytes at most, which decides nothing.
  return 0;
}

function characterBytes(column: Column, table: Table): number {
  const option = (list: Table['options']) =>
    list.find(({ name }) => /^(default )?(character set|charset)$/.test(name))?.value;
  const set = option(column.options) ?? column.collation ?? option(table.options) ?? '';
  if (/^utf8mb4/i.test(set)) return 4;
  if (/^utf8/i.test(set)) return 3;
  return 1;
}

function tsqlBytes(column: Column): number | undefined {
  const type = column.type;
  if (!type) return undefined;
  const declared = Number(type.args[0]);
  // (max) cannot be a key at all, which is another thing.
  if (/^(n?varchar|n?char|varbinary|binary)$/.test(type.base) && !Number.isFinite(declared)) return undefined;
  if (/^n(var)?char$/.test(type.base)) return declared * 2;
  if (/^((var)?char|(var)?binary)$/.test(type.base)) return declared;
  return 0;
}
