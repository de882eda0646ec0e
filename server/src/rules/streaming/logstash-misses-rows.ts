import {
  LOGSTASH_PAGES,
  logstashOf,
  pipelineExample,
  placeIn,
  pluginsOf,
} from '../lib/documents/logstash.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logstash-misses-rows',
  subject: 'streaming',
  since: '0.8.0',
  on: 'document',
  severity: 'info',
  engines: ['logstash'],
  summary: 'A copy of a table goes by a time that rows may be committed behind.',
  gains: 'Each run reads what is new alone.',
  costs:
    'A row gets its time when its statement runs and becomes visible when its transaction ends. One that is committed after a run, with a time before the last row of that run, is never read: the copy lacks it for good, and nothing says so. Rows that are deleted are never read either.',
  fineWhen: 'Rows are written by one short transaction at a time, or the whole table is read now and then.',
  advice:
    'Bound the query above too, by a time that all transactions have passed (`AND updated_at < now() - interval ...`), or read a little behind the last value and let `document_id` take what comes twice. Mark rows as deleted instead of deleting them. Logical decoding misses none of either.',
  sources: [LOGSTASH_PAGES.sync, LOGSTASH_PAGES.jdbc],
  bad: [
    pipelineExample(
      'jdbc { schedule => "* * * * *" use_column_value => true tracking_column => "updated_at" tracking_column_type => "timestamp" statement => "SELECT * FROM orders WHERE updated_at > :sql_last_value ORDER BY updated_at" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
      'updated_at',
    ),
  ],
  good: [
    pipelineExample(
      'jdbc { schedule => "* * * * *" clean_run => true statement => "SELECT * FROM orders WHERE updated_at > :sql_last_value" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
    ),
    pipelineExample(
      'jdbc { schedule => "* * * * *" statement => "SELECT * FROM orders WHERE updated_at > :sql_last_value AND updated_at < now() - interval \'1 minute\'" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
    ),
    pipelineExample(
      'jdbc { schedule => "* * * * *" statement => "SELECT * FROM orders WHERE updated_at > :sql_last_value - interval \'5 minutes\'" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
    ),
    pipelineExample(
      'jdbc { schedule => "* * * * *" statement => "SELECT * FROM orders WHERE id > :sql_last_value" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
    ),
  ],
  check(document, context) {
    for (const design of logstashOf(document)) {
      for (const { settings } of pluginsOf(design, 'input', 'jdbc')) {
        const statement = settings.get('statement');
        const found = BOUND.exec(statement?.text ?? '');
        if (statement?.text === undefined || found === null || !settings.has('schedule')) continue;
        // Bounded above, or reading behind the last value.
        if (
          /<|\bbetween\b/i.test(statement.text) ||
          /^\s*[-+]/.test(statement.text.slice(found.index + found[0].length))
        )
          continue;
        // Each start reads all again, or what is kept from run to run is another column.
        const tracked =
          settings.get('use_column_value')?.text === 'true'
            ? settings.get('tracking_column')?.text
            : undefined;
        if (
          settings.get('clean_run')?.text === 'true' ||
          (tracked !== undefined && !isSame(tracked, found[1]!))
        )
          continue;
        // The quote before the text.
        const start = statement.span.start + 1 + found.index;
        context.report({
          origin: placeIn(document, { start, end: start + found[0].length }),
          message: `A row whose transaction ends after a run, with a ${found[1]} before ${tracked === undefined ? 'the time of that run' : 'the last that the run saw'}, is never read, and deletions are not either: the copy drifts from the table. Read a little behind, with a document_id, or bound ${found[1]} above too.`,
        });
      }
    }
  },
});

/** True for one column, however its name is written. */
function isSame(a: string, b: string): boolean {
  const plain = (name: string) =>
    name
      .slice(name.lastIndexOf('.') + 1)
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase();
  return plain(a) === plain(b);
}

/** A comparison of a time, by its name, with what the last run saw. */
const BOUND =
  /\b((?:\w*_)?(?:updated|modified|changed|created|last_?update\w*|update_?time|modification_?time|timestamp|ts)(?:_?(?:at|on|date|time|ts))?)\s*>=?\s*:sql_last_value\b/i;
