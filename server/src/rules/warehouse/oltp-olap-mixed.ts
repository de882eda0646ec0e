import { classifySchemas, isMixed, type SchemaClassification } from '../../classify/index.js';
import type { Table } from '../../schema/model.js';
import { ENFORCING } from '../lib/engines.js';
import { DIMENSION_TABLES, STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule, type RuleContext } from '../rule.js';

const OPERATIONAL =
  'CREATE TABLE customers (id int PRIMARY KEY, name varchar(80));\nCREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers (id));\nCREATE TABLE order_items (order_id int NOT NULL REFERENCES orders (id), line_no int NOT NULL, sku varchar(20), PRIMARY KEY (order_id, line_no));\nCREATE TABLE payments (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders (id), paid_at date);\nCREATE TABLE shipments (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders (id), sent_at date);\n';
const STAR =
  'CREATE TABLE dim_customer (customer_key int PRIMARY KEY, customer_id int, name varchar(80));\nCREATE TABLE fact_sales (sale_no int PRIMARY KEY, customer_key int NOT NULL REFERENCES dim_customer (customer_key), amount decimal(12,2));';
/** MySQL before 9 ignores REFERENCES on a column. */
const OPERATIONAL_MYSQL = OPERATIONAL.replace(
  /(\w+) int NOT NULL REFERENCES (\w+) \(id\)(.*?)\);\n/g,
  '$1 int NOT NULL$3, FOREIGN KEY ($1) REFERENCES $2 (id));\n',
);

export default defineRule({
  id: 'oltp-olap-mixed',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'catalog',
  severity: 'hint',
  engines: ENFORCING,
  summary: 'Facts and dimensions stand in one schema with the tables of the application.',
  gains: 'One database to run, and reports that see rows the moment they are written.',
  costs:
    'Long scans of facts push the working set of the application out of memory and hold back cleaning up; rights, backups and changes of schema of both go together; names such as customers and dim_customer are mistaken for each other.',
  fineWhen: 'Both are small, or the reports run on a replica.',
  advice:
    'Keep facts and dimensions in a schema of their own, so that they can move to a replica or a warehouse later.',
  sources: [
    DIMENSION_TABLES,
    STAR_SCHEMA,
    {
      title: 'PostgreSQL: hot standby and long queries',
      url: 'https://www.postgresql.org/docs/current/hot-standby.html',
    },
  ],
  bad: [
    { dialect: 'postgres', sql: OPERATIONAL + STAR, says: '1 fact' },
    { dialect: 'cockroach', sql: OPERATIONAL + STAR },
    { dialect: 'mysql', sql: OPERATIONAL_MYSQL + STAR },
    { dialect: 'sqlite', sql: OPERATIONAL + STAR },
    { dialect: 'tsql', sql: OPERATIONAL + STAR },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: `${OPERATIONAL}CREATE SCHEMA mart;\n${STAR.replace(/(CREATE TABLE|REFERENCES) /g, '$1 mart.')}`,
    },
    { dialect: 'postgres', sql: OPERATIONAL },
    // Two benchmarks in one folder.
    { dialect: 'postgres', sql: '', files: { 'sales.sql': STAR, 'shop.sql': OPERATIONAL } },
    { dialect: 'mysql', sql: STAR },
  ],
  check(catalog, context) {
    const { schemas, tables } = classifySchemas(catalog, context);
    if (!schemas.some(schema => schema.kind === 'mixed')) return;
    const byKey = new Map([...tables.keys()].map(table => [table.key, table]));
    for (const schema of schemas) {
      if (schema.kind !== 'mixed') continue;
      for (const { facts, dimensions, entities } of mixedScripts(schema, byKey, context)) {
        context.report({
          origin: facts[0]!.nameOrigin,
          message: `${schema.schema === '' ? 'This schema' : `Schema ${schema.schema}`} seems to mix ${count(facts, 'fact', 'facts')} and ${count(dimensions, 'dimension', 'dimensions')} with ${count(entities, 'table', 'tables')} of an application: scans of the one slow down the other. Consider a schema of their own.`,
        });
      }
    }
  },
});

interface Script {
  readonly facts: Table[];
  readonly dimensions: Table[];
  readonly entities: Table[];
}

/**
 * What one file, or the migrations together, makes of a schema, where that alone is mixed: schema files in one folder
 * may be meant for different databases.
 */
function mixedScripts(
  schema: SchemaClassification,
  tables: ReadonlyMap<string, Table>,
  context: RuleContext,
): Script[] {
  const scripts = new Map<string, Script>();
  for (const part of ['facts', 'dimensions', 'entities'] as const) {
    for (const key of schema[part]) {
      const table = tables.get(key);
      const made = table?.origins[0];
      if (!table || !made) continue;
      const name = context.roleOf(made) === 'migration' ? '' : made.unit.uri;
      let script = scripts.get(name);
      if (!script) scripts.set(name, (script = { facts: [], dimensions: [], entities: [] }));
      script[part].push(table);
    }
  }
  return [...scripts.values()].filter(({ facts, dimensions, entities }) =>
    isMixed(facts.length, dimensions.length, entities.length),
  );
}

function count(list: readonly unknown[], one: string, more: string): string {
  return `${list.length} ${list.length === 1 ? one : more}`;
}
