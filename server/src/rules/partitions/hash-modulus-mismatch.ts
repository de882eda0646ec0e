import { POSTGRES_LIKE } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { type Partition, partitionsOf } from '../lib/partitions.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'hash-modulus-mismatch',
  subject: 'partitions',
  since: '0.2.0',
  on: 'table',
  severity: 'error',
  engines: POSTGRES_LIKE,
  summary: 'Moduli of hash partitions do not divide one another, or a remainder is not below its modulus.',
  gains: 'Nothing: the engine refuses it.',
  costs: 'The partition is not created, and the rows that hash to it are refused.',
  fineWhen: 'Never on these engines.',
  advice: 'Let each modulus be a factor of the next larger one: 4 and 8, not 4 and 6. Remainders begin at 0.',
  sources: [
    {
      title: 'PostgreSQL: MODULUS and REMAINDER',
      url: 'https://www.postgresql.org/docs/current/sql-createtable.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 0);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES WITH (MODULUS 6, REMAINDER 1);',
      says: '4',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_2 PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER 2);',
      says: '0 to 1',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE m (id bigint) PARTITION BY HASH (id);\nCREATE TABLE m_0 PARTITION OF m FOR VALUES WITH (MODULUS 2, REMAINDER 0);\nCREATE TABLE m_1 PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 1);\nCREATE TABLE m_3 PARTITION OF m FOR VALUES WITH (MODULUS 4, REMAINDER 3);',
    },
  ],
  check(table, context) {
    if (table.partitioning?.strategy !== 'hash') return;
    const made: { readonly partition: Partition; readonly modulus: number }[] = [];
    for (const partition of partitionsOf(table, context.catalog)) {
      if (partition.bound.kind !== 'hash') continue;
      const { modulus, remainder } = partition.bound;
      if (!(modulus > 0)) continue;
      if (remainder < 0 || remainder >= modulus) {
        context.report({
          origin: partition.origin,
          message: `${partition.name} of ${display(table, context.catalog)} has remainder ${remainder} of modulus ${modulus}: only 0 to ${modulus - 1} exist, and the engine refuses it.`,
        });
        continue;
      }
      const clash = made.find(other => other.modulus % modulus !== 0 && modulus % other.modulus !== 0);
      if (!clash) {
        made.push({ partition, modulus });
        continue;
      }
      context.report({
        origin: partition.origin,
        message: `${partition.name} of ${display(table, context.catalog)} has modulus ${modulus}, and ${clash.partition.name} has ${clash.modulus}: neither divides the other, so the engine refuses it.`,
        related: [{ origin: clash.partition.origin, message: 'The other modulus.' }],
      });
    }
  },
});
