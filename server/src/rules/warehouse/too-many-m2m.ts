import { classifySchemas } from '../../classify/index.js';
import { DIALECTS } from '../../sql/dialect.js';
import { STAR_SCHEMA } from '../lib/warehouse/roles.js';
import { defineRule } from '../rule.js';

const SHARE = 0.3;
const FEWEST = 10;

export default defineRule({
  id: 'too-many-m2m',
  subject: 'warehouse',
  since: '0.1.0',
  on: 'catalog',
  severity: 'hint',
  engines: DIALECTS,
  summary: 'Many of the relations of a star go through bridges.',
  gains: 'Any number of values per fact, without repeating facts.',
  costs:
    'Each bridge repeats facts where it is joined: sums are right only with a weight or DISTINCT, and tools need settings for each.',
  fineWhen:
    'The subject is so (diagnoses of visits, authors of papers) and reports go through views that weigh.',
  advice:
    'Look for a finer grain at which the fact has one value, or a main value to point at beside the bridge.',
  sources: [
    STAR_SCHEMA,
    {
      title: 'Microsoft: many-to-many relationships',
      url: 'https://learn.microsoft.com/en-us/power-bi/guidance/relationships-many-to-many',
    },
  ],
  options: {
    share: {
      description: 'Share of relations that may go through bridges, 0 to 1.',
      default: SHARE,
      type: 'number',
    },
  },
  bad: [
    {
      dialect: 'postgres',
      sql:
        [1, 2, 3, 4]
          .map(i => `CREATE TABLE dim_d${i}x (d${i}x_key int PRIMARY KEY, d${i}x_code text, name text);\n`)
          .join('') +
        'CREATE TABLE fact_a (a_no text PRIMARY KEY, d1x_key int REFERENCES dim_d1x, d2x_key int REFERENCES dim_d2x, d3x_key int REFERENCES dim_d3x, d4x_key int REFERENCES dim_d4x, amount numeric(12,2));\n' +
        [1, 2, 3]
          .map(
            i =>
              `CREATE TABLE bridge_a_d${i}x (a_no text REFERENCES fact_a, d${i}x_key int REFERENCES dim_d${i}x, PRIMARY KEY (a_no, d${i}x_key));`,
          )
          .join('\n'),
      says: '3 bridges',
    },
  ],
  good: [
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE dim_a (a_key int PRIMARY KEY, a_code text, name text);\nCREATE TABLE fact_f (f_no text PRIMARY KEY, a_key int REFERENCES dim_a, amount numeric(12,2));\nCREATE TABLE bridge_f_a (f_no text REFERENCES fact_f, a_key int REFERENCES dim_a, PRIMARY KEY (f_no, a_key));',
    },
  ],
  check(catalog, context) {
    const { schemas, tables } = classifySchemas(catalog, context);
    if (!schemas.some(schema => schema.kind === 'OLAP' || schema.kind === 'mixed')) return;
    let relations = 0;
    let through = 0;
    const bridges = [];
    for (const [table, found] of tables) {
      if (found.role !== 'fact' && found.role !== 'dimension' && found.role !== 'bridge') continue;
      const toStar = found.edges.filter(edge => edge.toRole === 'dimension' || edge.toRole === 'fact');
      relations += toStar.length;
      if (found.role !== 'bridge' || toStar.length < 2) continue;
      through += toStar.length;
      bridges.push(table);
    }
    const first = bridges[0];
    if (!first || relations < FEWEST || through / relations <= Number(context.options.share)) return;
    context.report({
      origin: first.nameOrigin,
      message: `${through} of ${relations} relations of this star go through ${bridges.length} bridges: each repeats facts where it is joined, and sums need weights. Look for a finer grain, or for one main value to point at.`,
    });
  },
});
