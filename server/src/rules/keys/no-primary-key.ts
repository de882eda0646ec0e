import type { Catalog, Column, Table } from '../../schema/model.js';
import { type AccessPath, accessPaths, plainColumns } from '../lib/access.js';
import { insertAt } from '../lib/edits.js';
import { isMysqlLike } from '../lib/engines.js';
import { candidateKeys } from '../lib/keys.js';
import { display, listed, tuple, wordsOf } from '../lib/naming.js';
import { isTestFile } from '../lib/places.js';
import { isMadeInVain } from '../lib/refused-reference.js';
import { isHypertable } from '../lib/spread.js';
import { isInnodb, isOwnTable } from '../lib/tables.js';
import { optionOf } from '../lib/warehouse/columns.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'no-primary-key',
  subject: 'keys',
  since: '0.1.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres', 'yugabyte', 'cockroach', 'mysql', 'mariadb', 'tsql'],
  summary: 'A table has no primary key and nothing that could serve as one.',
  gains: 'Loading is a little cheaper: no key has to be found and no index kept.',
  costs:
    'Equal rows cannot be told apart by their values, and no foreign key can refer to a row. Once the table is published, logical replication refuses UPDATE and DELETE on it (PostgreSQL); row-based replication has to search for each changed row, through the whole table where no index helps, and Group Replication refuses writes to it (MySQL); transactional replication cannot publish it (SQL Server).',
  fineWhen:
    'It is a staging table that is truncated after every load, or a log that nobody corrects or replicates.',
  advice: 'Declare the columns that identify a row as PRIMARY KEY, or add an identity column.',
  sources: [
    {
      title: 'PostgreSQL: replica identity of published tables',
      url: 'https://www.postgresql.org/docs/current/logical-replication-publication.html',
    },
    {
      title: 'MySQL: Group Replication requires primary keys',
      url: 'https://dev.mysql.com/doc/refman/8.4/en/group-replication-requirements.html',
    },
    {
      title: 'SQL Server: published tables need a primary key',
      url: 'https://learn.microsoft.com/en-us/sql/relational-databases/replication/publish/publish-data-and-database-objects',
    },
    { title: 'CockroachDB: primary key', url: 'https://www.cockroachlabs.com/docs/stable/primary-key' },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE visits (page text NOT NULL, seen_at timestamptz NOT NULL);',
      says: 'visits',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE visits (page varchar(200) NOT NULL, seen_at datetime NOT NULL);' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.visits (page nvarchar(200) NOT NULL, seen_at datetime2 NOT NULL);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE visits (visit bigint GENERATED ALWAYS AS IDENTITY, page text);',
      says: 'Declare visit as PRIMARY KEY',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE samples (at timestamptz UNIQUE, value float8);',
      says: 'Make at NOT NULL',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE visits (page STRING NOT NULL, seen_at TIMESTAMPTZ NOT NULL);',
      says: 'or add a uuid column',
    },
    { dialect: 'mariadb', sql: 'CREATE TABLE visits (id int, page varchar(200));' },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: '-- Append-only, no primary key on purpose.\nCREATE TABLE visits (page text NOT NULL, seen_at timestamptz NOT NULL);\nCREATE TABLE visits_no_pk (page text);',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, page text);',
    },
    { dialect: 'postgres', sql: 'CREATE TEMP TABLE scratch (page text);' },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE m (at date NOT NULL, id int NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');",
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE t (id int NOT NULL);\nALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (id);',
    },
    { dialect: 'postgres', sql: 'CREATE TABLE codes (code text NOT NULL UNIQUE);' },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE visits (id bigint unsigned NOT NULL AUTO_INCREMENT, PRIMARY KEY (id)) ENGINE=InnoDB;',
    },
    { dialect: 'mysql', sql: 'CREATE TABLE codes (code char(3) NOT NULL, UNIQUE KEY (code));' },
    { dialect: 'tsql', sql: 'CREATE TABLE #scratch (page nvarchar(200));' },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.FactVisits (DateKey int NOT NULL, PageKey int NOT NULL) WITH (DISTRIBUTION = HASH(PageKey), CLUSTERED COLUMNSTORE INDEX);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.Visits (DateKey int NOT NULL, PageKey int NOT NULL) WITH (DISTRIBUTION = ROUND_ROBIN, HEAP);',
    },
  ],
  check(table, context) {
    if (!lacksKey(table)) return;
    const parents = table.inherits.flatMap(key => context.catalog.table(key) ?? []);
    const handed = parents.some(({ primaryKey }) => primaryKey);
    // One cause, one finding: the parent's.
    if (!handed && parents.some(lacksKey)) return;
    if (isOnPurpose(table) || isMadeInVain(table, context.catalog)) return;
    const none = tablesWithoutAnyKey(context.catalog);
    if (none) {
      // One cause, one finding: the script with the keys is not here.
      if (none[0]?.key === table.key) reportAll(table, none.length, context);
      return;
    }
    const nullable = nullableKey(table, context);
    context.report({
      origin: table.nameOrigin,
      message: nullable
        ? `Table ${display(table, context.catalog)} has no primary key, and its unique ${tuple(nullable)} accepts NULL, so it does not identify every row. Make ${listed(nullable)} NOT NULL and the primary key.`
        : `Table ${display(table, context.catalog)} has no primary key: ${handed ? 'a parent table hands down its columns, but never its primary key.' : consequence(table)} ${advice(table)}`,
      ...(isScratch(table) || isVersion(table) || isSettings(table)
        ? { severity: 'hint' as const }
        : nullable || isMild(table, context)
          ? { severity: 'info' as const }
          : {}),
      fixes: fixes(table, context),
    });
  },
});

function isMild(table: Table, context: RuleContext): boolean {
  return (
    table.replicaIdentity?.mode === 'full' ||
    isPassing(table.name) ||
    table.unlogged ||
    table.inherits.length > 0 ||
    table.dialect === 'cockroach' ||
    isLog(table, context)
  );
}

/** Tables without a key where no table of many has any; asked by such tables alone, and worked out once for all. */
function tablesWithoutAnyKey(catalog: Catalog): readonly Table[] | undefined {
  if (catalog.hasKeys()) return undefined;
  const all = catalog.allTables();
  let found = KEYLESS.get(all);
  if (!found) {
    const own = [...all].filter(isOwnTable);
    KEYLESS.set(all, (found = { tables: own.length < MANY ? undefined : own.filter(lacksKey) }));
  }
  return found.tables;
}

const KEYLESS = new WeakMap<Iterable<Table>, { readonly tables: readonly Table[] | undefined }>();
const MANY = 10;

function reportAll(table: Table, count: number, context: RuleContext): void {
  context.report({
    origin: table.nameOrigin,
    message: `None of the ${count} tables has a primary or unique key: they seem to be declared in a script that is not here. Add it to the project, or declare the columns that identify a row as PRIMARY KEY.`,
    severity: 'info',
    fixes: fixes(table, context),
  });
}

/** Columns of a unique key that only NULLs keep from being the primary key. */
function nullableKey(table: Table, context: RuleContext): readonly string[] | undefined {
  for (const path of accessPaths(table)) {
    if (!path.unique || path.where || path.only) continue;
    const columns = plainColumns(path);
    if (columns?.length && !isTried(table, path, context)) return columns;
  }
  return undefined;
}

/** A test makes keys that are to fail, over rows that are there already. */
function isTried(table: Table, { origin }: AccessPath, { workload }: RuleContext): boolean {
  if (!origin || origin.unit === table.nameOrigin.unit || !isTestFile(origin.unit.uri)) return false;
  const { uri, piece } = origin.unit;
  return workload
    .usesOf(table)
    .some(
      ({ access, query: { origin: place } }) =>
        access === 'insert' && place.unit.uri === uri && place.unit.piece.start < piece.start,
    );
}

function advice(table: Table): string {
  const counter = counterOf(table);
  if (counter) return `Declare ${counter.name} as PRIMARY KEY.`;
  const added =
    table.dialect === 'cockroach' ? 'a uuid column that gen_random_uuid() fills' : 'an identity column';
  return `Declare the columns that identify a row as PRIMARY KEY, or add ${added}.`;
}

function counterOf(table: Table): Column | undefined {
  return table.columns.find(column => column.identity !== undefined || column.serial);
}

/** A name or a comment at the definition says that there is to be none, or one row. */
function isOnPurpose(table: Table): boolean {
  if (/(?:^|_)(?:no|without)_?(?:pk|pkey|primary_?key)(?:_|$)/i.test(table.name)) return true;
  const unit = table.origins[0]?.unit;
  if (!unit) return false;
  const { comments, text } = unit.piece;
  return comments.some(({ start, end }) => ON_PURPOSE.test(text.slice(start, end)));
}

const ON_PURPOSE =
  /\b(?:no|without(?:\s+an?)?|lacks\s+an?|omit(?:s|ted)?(?:\s+the)?)\s+(?:primary\s+key|PK)\b|\bprimary\s+key\b[^.]{0,60}\b(?:on\s+purpose|intentional|deliberate|by\s+design)|\b(?:single[- ]row|only\s+one\s+row|one\s+row\s+only|singleton)\b/i;

/** `SchemaVersion`, `build_info`: one row that says which version the rest is of. */
function isVersion({ name, columns }: Table): boolean {
  const words = wordsOf(name);
  const said = columns.some(column => wordsOf(column.name).includes('version'));
  return columns.length <= 6 && said && words.some(word => VERSIONS.has(word));
}

const VERSIONS = new Set(['version', 'build', 'buildversion', 'dbversion', 'schemaversion']);

/** `config_profile`: a row or a few, set up by hand. */
function isSettings({ name }: Table): boolean {
  return wordsOf(name).some(word => SETTINGS.has(word));
}

const SETTINGS = new Set(['config', 'configuration', 'setting', 'settings', 'parameters']);

/** What tests make, and what a query fills: nobody keeps or replicates it. */
function isScratch(table: Table): boolean {
  const unit = table.origins[0]?.unit;
  if (!unit) return false;
  if (isTestFile(unit.uri)) return true;
  return unit.readings.some(
    ({ statement }) => statement.kind === 'create table' && statement.asQuery !== undefined,
  );
}

function lacksKey(table: Table): boolean {
  if (table.primaryKey || table.columnsIncomplete || !isOwnTable(table) || isHypertable(table)) return false;
  if (table.columns.length === 0 || candidateKeys(table).length > 0) return false;
  if (isMysqlLike(table.dialect) && !isInnodb(table)) return false;
  // Dedicated pools of Synapse enforce no key, and have no replication that asks for one.
  if (table.dialect === 'tsql' && optionOf(table, 'distribution') !== undefined) return false;
  return !table.indexes.some(index => index.method.includes('columnstore'));
}

/** A history or log to which rows are only added, as far as queries are here: nobody has to find one of them again. */
function isLog(table: Table, { workload }: RuleContext): boolean {
  if (!wordsOf(table.name).some(word => LOGS.has(word))) return false;
  return workload.usesOf(table).every(({ access }) => access === 'insert' || access === 'read');
}

const LOGS = new Set(['history', 'log', 'logs', 'audit', 'audits', 'trail']);

/** Names of tables that data only passes through. */
function isPassing(name: string): boolean {
  return wordsOf(name).some(word =>
    /^(staging|stage|stg|tmp|temp|import|imports|raw|backup|bak)$/.test(word),
  );
}

function consequence(table: Table): string {
  switch (table.dialect) {
    case 'mysql':
    case 'mariadb':
      return 'equal rows cannot be told apart, and a replica searches the whole table for each changed row unless some index helps.';
    case 'tsql':
      return 'equal rows cannot be told apart, and transactional replication cannot publish it.';
    case 'cockroach':
      return 'rows are kept in the order of a hidden rowid, by which no query over its own columns can search.';
    case 'yugabyte':
      return 'equal rows cannot be told apart, and rows are kept by a hidden id.';
    default:
      return 'equal rows cannot be told apart, and once it is published, logical replication refuses UPDATE and DELETE.';
  }
}

function fixes(table: Table, context: RuleContext): Fix[] {
  const first = table.columns.find(column => !column.inherited);
  const place = first?.origins[0];
  if (!first || !place || place.unit !== table.origins[0]?.unit) return [];
  const [made] = place.unit.readings.map(reading => reading.statement);
  if (made?.kind !== 'create table' || made.asQuery || place.unit.readings.length > 1) return [];
  // One that a later statement drops again would stand beside the new one.
  if (/\bprimary\s+key\b/i.test(place.unit.piece.text)) return [];
  const id = counterOf(table) ?? table.columns.find(column => column.name.toLowerCase() === 'id');
  if (id) {
    const written = id.origins[0];
    if (id.inherited || written?.unit !== place.unit || context.dialect === 'cockroach') return [];
    return [
      {
        title: `Make ${id.name} the primary key`,
        edits: [insertAt(place.unit, written.span.end, ' PRIMARY KEY')],
        safe: false,
      },
    ];
  }
  const kind = context.dialect === 'cockroach' ? 'a uuid' : 'an identity';
  return [
    {
      title: `Add ${kind} column id as primary key`,
      edits: [insertAt(place.unit, place.span.start, `${identityColumn(context)}, `)],
      safe: false,
    },
  ];
}

function identityColumn(context: RuleContext): string {
  switch (context.dialect) {
    case 'mysql':
    case 'mariadb':
      return 'id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY';
    case 'tsql':
      return 'id bigint IDENTITY(1,1) NOT NULL PRIMARY KEY';
    case 'cockroach':
      return 'id UUID NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY';
    default:
      return 'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY';
  }
}
