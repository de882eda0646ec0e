import type { QueryBlock } from '../../sql/ast/shape.js';
import { defineRule } from '../rule.js';

/** Defaults of `join_collapse_limit` and `from_collapse_limit`. */
const COLLAPSE_LIMIT = 8;

export default defineRule({
  id: 'many-joins',
  subject: 'queries',
  since: '0.2.0',
  on: 'query',
  severity: 'hint',
  engines: ['postgres'],
  summary: 'A query joins more relations than PostgreSQL puts into the best order.',
  gains: 'One query answers it all, from tables that each say one thing once.',
  costs:
    'With explicit joins of more than 8 relations (`join_collapse_limit`) PostgreSQL keeps to the order in which they are written, so a bad one is not put right; and planning takes longer with each relation.',
  fineWhen:
    'The joins are written in a good order, the most selective first, or the limit was raised for it.',
  advice:
    'Join the most selective relations first, raise `join_collapse_limit` for this query, or keep the part that is always asked for in a materialized view.',
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
    limit: {
      description: 'Relations that a query may join before it is reported.',
      type: 'number',
      default: COLLAPSE_LIMIT,
    },
  },
  bad: [{ dialect: 'postgres', sql: joins(9), says: '9 relations' }],
  good: [{ dialect: 'postgres', sql: joins(8) }],
  check({ shape, origin }, context) {
    const limit = Number(context.options.limit);
    const block = shape.blocks.find(each => joined(each) > limit);
    if (!block) return;
    context.report({
      origin: { unit: origin.unit, span: block.sources[0]?.span ?? origin.span },
      message: `This joins ${joined(block)} relations. Beyond ${COLLAPSE_LIMIT} PostgreSQL keeps to the order in which they are written (join_collapse_limit): put the most selective first, or keep a part of it in a materialized view.`,
    });
  },
});

/** Relations of one level that are joined by JOIN: a list of commas has a limit of its own. */
function joined({ sources }: QueryBlock): number {
  const explicit = sources.filter(source => source.join !== 'first' && source.join !== 'cross');
  return explicit.length === 0 ? 0 : explicit.length + 1;
}

function joins(count: number): string {
  const names = Array.from({ length: count }, (_, n) => `t${n}`);
  const tables = names.map(name => `CREATE TABLE ${name} (id bigint PRIMARY KEY);`).join('\n');
  const rest = names.slice(1).map(name => ` JOIN ${name} ON ${name}.id = t0.id`);
  return `${tables}\nSELECT t0.id FROM t0${rest.join('')};`;
}
