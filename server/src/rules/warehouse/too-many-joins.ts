import { POSTGRES_LIKE } from '../lib/engines.js';
import { defineRule } from '../rule.js';

const TABLES = Array.from({ length: 13 }, (_, i) => `CREATE TABLE t${i} (id int PRIMARY KEY);\n`).join('');
const join = (count: number) =>
  `SELECT count(*) FROM t0${Array.from({ length: count - 1 }, (_, i) => ` JOIN t${i + 1} ON t${i + 1}.id = t${i}.id`).join('')};`;

export default defineRule({
  id: 'too-many-joins',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'query',
  severity: 'hint',
  engines: POSTGRES_LIKE,
  summary: 'A query joins more relations than the planner tries in every order.',
  gains: 'Everything comes in one answer, and no step has to be stored.',
  costs:
    'Beyond join_collapse_limit (8) PostgreSQL keeps parts of the order as written; a bad order there can cost orders of magnitude, and planning takes longer with each join.',
  fineWhen: 'Most are small dimensions joined by their keys, and the written order is a good one.',
  advice:
    'Aggregate the fact before joining what only names it, put what belongs together into a view or a dimension, or raise join_collapse_limit for this query.',
  sources: [
    {
      title: 'PostgreSQL: controlling the planner with explicit JOIN clauses',
      url: 'https://www.postgresql.org/docs/current/explicit-joins.html',
    },
    {
      title: 'PostgreSQL: join_collapse_limit',
      url: 'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-JOIN-COLLAPSE-LIMIT',
    },
  ],
  options: {
    max: { description: 'Relations in one FROM that are still fine.', default: 12, type: 'number' },
  },
  bad: [{ dialect: 'postgres', sql: TABLES + join(13), says: '13 relations' }],
  good: [{ dialect: 'postgres', sql: TABLES + join(8) }],
  check(query, context) {
    for (const block of query.shape.blocks) {
      const count = block.sources.length;
      if (count <= Number(context.options.max)) continue;
      context.report({
        origin: { unit: query.unit, span: block.sources[0]!.span },
        message: `This query joins ${count} relations: beyond 8 (join_collapse_limit) the planner keeps parts of the written order. Aggregate before joining what only names things, or check the plan.`,
      });
    }
  },
});
