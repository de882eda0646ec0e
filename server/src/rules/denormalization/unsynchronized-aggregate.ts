import { aggregateTriggers } from '../lib/denorm/aggregate-triggers.js';
import { aggregateTradeOff } from '../lib/denorm/aggregate-weight.js';
import { type Aggregate, aggregatesOf, aggregateText } from '../lib/denorm/aggregates.js';
import { documentFix } from '../lib/denorm/document-fix.js';
import { isDocumented } from '../lib/denorm/documented.js';
import { onEveryEngine } from '../lib/denorm/examples.js';
import { keepingOf } from '../lib/denorm/keepers.js';
import { lastUnit } from '../lib/denorm/place.js';
import { statementAfter } from '../lib/edits.js';
import { ENFORCING } from '../lib/engines.js';
import { display } from '../lib/naming.js';
import { defineRule, type Fix, type RuleContext } from '../rule.js';

export default defineRule({
  id: 'unsynchronized-aggregate',
  subject: 'denormalization',
  since: '0.2.0',
  on: 'table',
  severity: 'hint',
  engines: ENFORCING,
  summary:
    'A column seems to hold a count, sum, average or last time of a child table, and nothing keeps it true.',
  gains:
    'Lists show the figure without reading the child rows: one row instead of as many as there are children.',
  costs:
    'Every insert, delete and move of a child has to change the parent as well; whoever forgets leaves a wrong figure, and nothing tells. Children of one parent wait for each other at its row.',
  fineWhen:
    'A framework keeps it (counter caches), or the figure is an estimate that a job works out anew: note it beside the column.',
  advice:
    'Keep it by a trigger on the child table that adds and takes away; or count when asked, with an index on the reference; or keep it in a materialized view, if it may be a little old.',
  sources: [
    {
      title: 'PostgreSQL: a trigger that maintains a summary table',
      url: 'https://www.postgresql.org/docs/current/plpgsql-trigger.html#PLPGSQL-TRIGGER-SUMMARY-EXAMPLE',
    },
    {
      title: 'Sybase: a total that a trigger on the details maintains',
      url: 'https://infocenter-archive.sybase.com/help/topic/com.sybase.dc33621_33620_33619_1250/html/ptallbk/ptallbk197.htm',
    },
    {
      title: 'Rails: counter caches',
      url: 'https://guides.rubyonrails.org/association_basics.html#counter-cache',
    },
  ],
  bad: [
    ...onEveryEngine(
      'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY, comments_count integer NOT NULL);\nCREATE TABLE comments (id integer NOT NULL PRIMARY KEY, post_id integer NOT NULL, FOREIGN KEY (post_id) REFERENCES posts (id));',
      'count(*) of comments',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE accounts (id bigint PRIMARY KEY, total_amount numeric);\nCREATE TABLE transfers (id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES accounts, amount numeric NOT NULL);',
      says: 'sum(amount) of transfers',
    },
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE topics (id bigint PRIMARY KEY, last_post_at timestamptz);\nCREATE TABLE posts (id bigint PRIMARY KEY, topic_id bigint NOT NULL REFERENCES topics, created_at timestamptz NOT NULL);',
      says: 'max(created_at) of posts',
    },
  ],
  good: [
    ...onEveryEngine(
      'CREATE TABLE posts (id integer NOT NULL PRIMARY KEY, page_count integer NOT NULL);\nCREATE TABLE comments (id integer NOT NULL PRIMARY KEY, post_id integer NOT NULL, FOREIGN KEY (post_id) REFERENCES posts (id));',
    ),
    {
      dialect: 'postgres',
      sql: 'CREATE TABLE posts (\n  id bigint PRIMARY KEY,\n  comments_count integer NOT NULL DEFAULT 0 -- DENORMALIZED: counted every night\n);\nCREATE TABLE comments (id bigint PRIMARY KEY, post_id bigint NOT NULL REFERENCES posts);',
    },
  ],
  check(table, context) {
    for (const aggregate of aggregatesOf(table, context.catalog)) {
      const { column, child } = aggregate;
      if (isDocumented(table, column)) continue;
      const keeping = keepingOf(table, column.name, [child], context.workload);
      if (keeping.unknown || keeping.fills.length + keeping.pushes.length > 0) continue;
      if (keeping.writers.some(({ from, shape }) => shape.verb === 'update' && from !== 'statement'))
        continue;
      const name = display(child, context.catalog);
      context.report({
        origin: column.nameOrigin,
        message: `${column.name} of ${display(table, context.catalog)} seems to hold ${aggregateText(aggregate)} of ${name}, and nothing here keeps it true when rows of ${name} come and go. Keep it by a trigger there, work it out when asked, or note who does.`,
        related: [{ origin: child.nameOrigin, message: 'The rows that it seems to be worked out from.' }],
        fixes: () => fixes(aggregate, context),
        tradeOff: () => aggregateTradeOff(aggregate, context),
      });
    }
  },
});

function fixes(aggregate: Aggregate, context: RuleContext): Fix[] {
  const { table, child, column } = aggregate;
  const place = lastUnit(child.origins[0], table.origins[0], column.origins[0]);
  const sql = aggregateTriggers(aggregate, context.catalog);
  const edit = place && sql && statementAfter(place, sql);
  return [
    ...(edit
      ? [
          {
            title: `Keep ${column.name} true with triggers, and work it out once`,
            edits: [edit],
            safe: false,
          },
        ]
      : []),
    documentFix(
      'Note who keeps it',
      column.nameOrigin,
      `${aggregateText(aggregate)} of ${display(child, context.catalog)}, kept by the application`,
    ),
  ];
}
