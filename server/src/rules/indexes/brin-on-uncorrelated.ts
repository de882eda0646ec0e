import type { Column, Table } from '../../schema/model.js';
import { accessPaths, pathName } from '../lib/access.js';
import { display } from '../lib/naming.js';
import { columnOf, isOwnTable } from '../lib/tables.js';
import { typeClass } from '../lib/types.js';
import { defineRule, type RuleContext, type Severity } from '../rule.js';

export default defineRule({
  id: 'brin-on-uncorrelated',
  subject: 'indexes',
  since: '0.2.0',
  on: 'table',
  severity: 'warning',
  engines: ['postgres'],
  summary: 'A BRIN index on a column whose values do not follow the order of the rows.',
  gains: 'A BRIN index is tiny and costs next to nothing to keep.',
  costs:
    'It keeps the least and the greatest value of each range of pages. Where rows do not lie in the order of the column, every range spans nearly all values, so every search reads nearly all of the table.',
  fineWhen:
    'The table is rewritten in that order from time to time (CLUSTER), or a bloom or multi-minmax operator class is used.',
  advice: 'Use a B-tree, or `minmax_multi` and `bloom` operator classes (PostgreSQL 14 and later).',
  sources: [
    { title: 'PostgreSQL: BRIN indexes', url: 'https://www.postgresql.org/docs/current/brin.html' },
    {
      title: 'PostgreSQL: correlation in pg_stats',
      url: 'https://www.postgresql.org/docs/current/view-pg-stats.html',
    },
  ],
  bad: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), at timestamptz);\nCREATE INDEX events_id ON events USING brin (id);',
      says: 'id',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz, x float8 DEFAULT random());\nCREATE INDEX events_x ON events USING brin (at, x);',
      says: 'random',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE events (id bigint PRIMARY KEY, at timestamptz, kind uuid);\nCREATE INDEX a ON events USING brin (at);\nCREATE INDEX b ON events USING brin (kind uuid_bloom_ops);',
    },
  ],
  check(table, context) {
    if (!isOwnTable(table)) return;
    for (const path of accessPaths(table)) {
      if (path.method !== 'brin' || path.inherited || !path.origin) continue;
      for (const part of path.parts) {
        const column = part.column && !part.opclass ? columnOf(table, part.column.value) : undefined;
        const said = column && uncorrelated(table, column, context);
        if (!column || !said) continue;
        const name = pathName(path);
        context.report({
          origin: path.origin,
          severity: said.severity,
          message: `${name.charAt(0).toUpperCase()}${name.slice(1)} of ${display(table, context.catalog)} is a BRIN and cannot narrow a search by ${column.name}: ${said.why}, so nearly every range of pages holds nearly every value. Use a B-tree or a bloom operator class.`,
        });
        break;
      }
    }
  },
});

function uncorrelated(
  table: Table,
  column: Column,
  context: RuleContext,
): { why: string; severity: Severity } | undefined {
  const known = context.workload.factsOf(table).columns.get(column.name)?.correlation;
  if (known) {
    return Math.abs(known.value) < 0.5
      ? {
          why: `its order and that of the rows have a correlation of ${known.value.toFixed(2)} (${known.source})`,
          severity: 'warning',
        }
      : undefined;
  }
  if (!column.type) return undefined;
  const { kind } = typeClass(column.type, table.dialect, context.catalog);
  const random = column.default?.functions.some(name => RANDOM.has(name)) === true;
  if ((kind === 'uuid' || kind === 'float') && random)
    return { why: 'its values are random', severity: 'warning' };
  return undefined;
}

const RANDOM = new Set(['gen_random_uuid', 'uuid_generate_v4', 'random']);
