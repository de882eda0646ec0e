import type { ForeignKey, Table } from '../../schema/model.js';
import { citusKind } from '../lib/citus.js';
import { display } from '../lib/naming.js';
import { columnOf } from '../lib/tables.js';
import { defineRule, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'fk-not-colocated',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: ['postgres'],
  summary: 'A foreign key between Citus tables whose rows need not lie on the same node.',
  gains: 'Nothing: Citus refuses it.',
  costs: 'Distributing the table, or adding the key, fails.',
  fineWhen: 'Never on Citus.',
  advice:
    'Distribute both tables by the same value and put it into the foreign key, or make the referenced one a reference table (`create_reference_table`) where it is small.',
  sources: [
    {
      title: 'Citus: creating and modifying distributed tables, foreign keys',
      url: 'https://docs.citusdata.com/en/stable/develop/reference_ddl.html',
    },
    {
      title: 'Citus: checks of foreign keys',
      url: 'https://github.com/citusdata/citus/blob/main/src/backend/distributed/commands/foreign_constraint.c',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE stores (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint, store_id bigint REFERENCES stores (id), customer_id bigint, PRIMARY KEY (id, customer_id));\nSELECT create_distributed_table('stores', 'id');\nSELECT create_distributed_table('orders', 'customer_id');",
      says: 'customer_id',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE orders (id bigint, store_id bigint, PRIMARY KEY (store_id, id));\nCREATE TABLE notes (id bigint PRIMARY KEY, store_id bigint, order_id bigint, FOREIGN KEY (store_id, order_id) REFERENCES orders (store_id, id));\nSELECT create_distributed_table('orders', 'store_id');\nSELECT create_reference_table('notes');",
      says: 'reference table',
    },
    {
      dialect: 'postgres',
      sql: "CREATE TABLE kinds (id int PRIMARY KEY);\nCREATE TABLE orders (id bigint, store_id bigint, kind_id int REFERENCES kinds (id), PRIMARY KEY (store_id, id));\nSELECT create_distributed_table('orders', 'store_id');",
      says: 'create_reference_table',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: "CREATE TABLE stores (id bigint PRIMARY KEY);\nCREATE TABLE kinds (id int PRIMARY KEY);\nCREATE TABLE orders (id bigint, store_id bigint REFERENCES stores (id), kind_id int REFERENCES kinds (id), PRIMARY KEY (store_id, id));\nSELECT create_distributed_table('stores', 'id');\nSELECT create_reference_table('kinds');\nSELECT create_distributed_table('orders', 'store_id', colocate_with => 'stores');",
    },
  ],
  check(table, context) {
    if (table.foreignKeys.length === 0 || table.extensionCalls.length === 0) return;
    for (const key of table.foreignKeys) {
      const origin = key.origins[0];
      const target = context.catalog.table(key.refTable);
      const wrong = origin && target && !key.inherited && refusal(table, target, key, context);
      if (!wrong) continue;
      context.report({
        origin,
        message: wrong,
        related: [{ origin: target.nameOrigin, message: 'The referenced table.' }],
      });
    }
  },
});

function refusal(table: Table, target: Table, key: ForeignKey, context: RuleContext): string | undefined {
  const [own, other] = [citusKind(table), citusKind(target)];
  const name = display(table, context.catalog);
  const refName = display(target, context.catalog);
  if (own.kind === 'reference' && other.kind === 'distributed')
    return `${name} is a reference table and ${refName} is distributed: Citus refuses a foreign key from every node to rows that lie on one. Distribute both alike, or drop the key.`;
  if (own.kind !== 'distributed') return undefined;
  if (other.kind === 'local' && !target.columnsIncomplete)
    return `${name} is distributed and ${refName} is a local table: Citus refuses the foreign key. Make ${refName} a reference table (create_reference_table), or distribute it alike.`;
  if (other.kind !== 'distributed') return undefined;
  const at = key.columns.indexOf(own.column);
  if (at < 0 || key.refColumns[at] !== other.column)
    return `${name} is distributed by ${own.column} and ${refName} by ${other.column}, and the foreign key does not pair the two: rows may lie on different nodes, and Citus refuses it. Add the distribution column to it, or make ${refName} a reference table.`;
  const types = [columnOf(table, own.column), columnOf(target, other.column)].map(
    column => column?.type?.base,
  );
  if (types[0] !== types[1] && types[0] !== undefined && types[1] !== undefined)
    return `${name} is distributed by a ${types[0]} and ${refName} by a ${types[1]}: different types are not colocated, and Citus refuses the foreign key. Give both columns one type.`;
  return own.colocateWith === 'none' || other.colocateWith === 'none'
    ? `${name} and ${refName} are not colocated (colocate_with => 'none'), so Citus refuses the foreign key between them. Colocate them.`
    : undefined;
}
