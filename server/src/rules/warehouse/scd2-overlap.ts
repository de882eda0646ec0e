import type { Table } from '../../schema/model.js';
import { accessPaths } from '../lib/access.js';
import { statementAfter } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display, newName, sqlName, sqlNames, sqlTable } from '../lib/naming.js';
import { asDimension, DIMENSION_TABLES, placeOf } from '../lib/warehouse/roles.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'scd2-overlap',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'table',
  severity: 'info',
  engines: ENFORCING,
  summary: 'Nothing keeps two versions of one row of a dimension from being valid at once.',
  gains: 'Loads may write versions in any order, and one index less is kept.',
  costs:
    'A load that runs twice leaves two current versions; each fact that joins by date is then counted twice, and no error tells.',
  fineWhen: 'One pipeline alone writes the table and tests for it after each load.',
  advice:
    'In PostgreSQL, an exclusion constraint over the key of the source and the period (or WITHOUT OVERLAPS, from 18) keeps out every overlap. Elsewhere make the key unique together with the beginning of validity: that refuses two versions with the same start, such as those of a load that runs twice, but no other overlap.',
  sources: [
    DIMENSION_TABLES,
    {
      title: 'PostgreSQL: constraints on ranges',
      url: 'https://www.postgresql.org/docs/current/rangetypes.html#RANGETYPES-CONSTRAINT',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL, valid_to date);\nCREATE INDEX dim_customer_versions ON dim_customer (customer_id, valid_from);',
      says: 'Add an EXCLUDE constraint over customer_id and the period from valid_from to valid_to',
    },
    {
      dialect: 'cockroach',
      sql: 'CREATE TABLE dim_customer (customer_key INT8 PRIMARY KEY, customer_id STRING NOT NULL, city STRING, valid_from DATE NOT NULL, valid_to DATE);',
    },
    {
      dialect: 'mysql',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id varchar(20) NOT NULL, city varchar(50), valid_from date NOT NULL, valid_to date);',
      says: 'refuses equal starts',
    },
    {
      dialect: 'sqlite',
      sql: 'CREATE TABLE dim_customer (customer_key INTEGER PRIMARY KEY, customer_id TEXT NOT NULL, city TEXT, valid_from TEXT NOT NULL, valid_to TEXT);',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimCustomer (CustomerKey int NOT NULL PRIMARY KEY, CustomerID int NOT NULL, City nvarchar(50), ValidFrom date NOT NULL, ValidTo date NULL);',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL, valid_to date, UNIQUE (customer_id, valid_from));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE EXTENSION IF NOT EXISTS btree_gist;\nCREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL, valid_to date, EXCLUDE USING gist (customer_id WITH =, daterange(valid_from, valid_to) WITH &&));',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id text NOT NULL, city text, valid_from date NOT NULL, valid_to date, is_current boolean NOT NULL);\nCREATE UNIQUE INDEX one_current ON dim_customer (customer_id) WHERE is_current;',
    },
    {
      dialect: 'tsql',
      sql: 'CREATE TABLE dbo.DimCustomer (CustomerKey int NOT NULL PRIMARY KEY, CustomerID int NOT NULL, City nvarchar(50), ValidFrom date NOT NULL, ValidTo date NULL, CONSTRAINT uq UNIQUE (CustomerID, ValidFrom));',
    },
  ],
  check(table, context) {
    const judged = asDimension(table, context);
    const versions = judged?.found.versioning;
    const natural = versions?.natural[0];
    const from = versions?.from;
    if (!versions || natural === undefined || from === undefined) return;
    if (isGuarded(table, natural)) return;
    context.report({
      origin: placeOf(table, from),
      // A code or a number may be one only together with something else.
      severity: /(id|key|identifier)$/i.test(natural) ? 'info' : 'hint',
      message: `Nothing keeps two versions of one ${natural} in ${display(table, context.catalog)} from being valid at once: a look-up by date finds both. ${remedy(natural, from, versions.to, context)}`,
      fixes: () => fixes(table, natural, from, context),
    });
  },
});

/** A unique key refuses only versions that begin at once; an exclusion constraint refuses each overlap. */
function remedy(natural: string, from: string, to: string | undefined, { dialect }: RuleContext): string {
  const unique = `(${natural}, ${from})`;
  return dialect === 'postgres'
    ? `Add an EXCLUDE constraint over ${natural} and the period from ${from}${to === undefined ? '' : ` to ${to}`} (or WITHOUT OVERLAPS, from 18); UNIQUE ${unique} refuses only equal starts.`
    : `Make ${unique} unique, which refuses equal starts, and let the load test for other overlaps.`;
}

/** Any unique key or exclusion over the source's key: it is about versions, since the key alone repeats. */
function isGuarded(table: Table, natural: string): boolean {
  const same = (name: string | undefined) => name?.toLowerCase() === natural.toLowerCase();
  return (
    accessPaths(table).some(path => path.unique && path.parts.some(part => same(part.column?.value))) ||
    table.exclusions.some(item => item.parts.some(part => same(part.column?.value)))
  );
}

function fixes(table: Table, natural: string, from: string, context: RuleContext): readonly Fix[] {
  const unit = table.origins[0]?.unit;
  const name = sqlName(newName(table.name, natural, from, 'key'), table.dialect);
  const sql = `CREATE UNIQUE INDEX ${name} ON ${sqlTable(table, context.catalog)} (${sqlNames([natural, from], table.dialect)})`;
  const edit = unit && statementAfter(unit, sql);
  return edit ? [{ title: `Make (${natural}, ${from}) unique`, edits: [edit], safe: false }] : [];
}
