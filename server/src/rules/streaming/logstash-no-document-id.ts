import type { LogstashDesign } from '../../documents/logstash/model.js';
import { LOGSTASH_PAGES, logstashOf, pipelineExample, placeIn } from '../lib/documents/logstash.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'logstash-no-document-id',
  subject: 'streaming',
  since: '0.8.0',
  on: 'document',
  severity: 'info',
  engines: ['logstash'],
  summary: 'What is read more than once is indexed more than once, as no document_id is set.',
  gains: 'Elasticsearch makes ids itself, which is the fastest way to index.',
  costs:
    'A row of a database that changes comes again and is added as another document, beside the old one. A message of a queue comes again after a restart before its position was committed, and is counted twice.',
  fineWhen: 'Each run fills a new index, or a few lines twice do not matter.',
  advice:
    'Set `document_id` to the key of the row, or to the topic, partition and offset of a message (`decorate_events`), or to a fingerprint.',
  sources: [LOGSTASH_PAGES.output, LOGSTASH_PAGES.jdbc, LOGSTASH_PAGES.sync],
  bad: [
    pipelineExample(
      'jdbc { schedule => "* * * * *" statement => "SELECT * FROM orders WHERE updated_at > :sql_last_value AND updated_at < now()" }',
      'elasticsearch { hosts => ["https://es1:9200"] index => "orders" }',
      'another document',
    ),
    pipelineExample(
      'kafka { topics => ["payments"] codec => json { charset => "UTF-8" } }',
      'if [type] == "x" { stdout {} } else { elasticsearch { hosts => ["https://es1:9200"] index => "payments" } }',
      'twice',
    ),
  ],
  good: [
    pipelineExample(
      'jdbc { schedule => "* * * * *" statement => "SELECT * FROM orders" }',
      'elasticsearch { index => "orders" document_id => "%{id}" }',
    ),
    pipelineExample(
      'jdbc { statement => "SELECT * FROM countries" }',
      'elasticsearch { index => "countries" }',
    ),
    // By a key each row is read once.
    pipelineExample(
      'jdbc { schedule => "* * * * *" use_column_value => true tracking_column => "id" statement => "SELECT * FROM orders WHERE id > :sql_last_value" }',
      'elasticsearch { index => "orders" }',
    ),
    pipelineExample('kafka { topics => ["access"] }', 'elasticsearch { index => "nginx" }'),
    pipelineExample('beats { port => 5044 }', 'elasticsearch { index => "logs" }'),
    pipelineExample('kafka { topics => ["logs"] }', 'elasticsearch { data_stream => true }'),
  ],
  check(document, context) {
    for (const design of logstashOf(document)) {
      const source = repeats(design);
      if (source === undefined) continue;
      for (const { section, name, settings, span } of design.plugins) {
        if (section !== 'output' || (name !== 'elasticsearch' && name !== 'opensearch')) continue;
        if (settings.has('document_id') || settings.get('data_stream')?.text === 'true') continue;
        context.report({
          origin: placeIn(document, span),
          ...(source === 'jdbc' ? {} : { severity: 'hint' as const }),
          message:
            source === 'jdbc'
              ? 'Each time that a row changes the jdbc input reads it again, and without document_id it becomes another document beside the old one. Set document_id to the key of the row.'
              : `After a restart ${source} gives out again what was not confirmed yet, and without document_id that is indexed twice. Set document_id to something that tells messages apart, where they are counted.`,
        });
      }
    }
  },
});

/** The input that reads something more than once; undefined where none does, as far as this file tells. */
function repeats({ plugins }: LogstashDesign): string | undefined {
  const inputs = plugins.filter(({ section }) => section === 'input');
  if (
    inputs.some(({ name, settings }) => name === 'jdbc' && settings.has('schedule') && readsAgain(settings))
  )
    return 'jdbc';
  const queue = inputs.find(({ name }) => name === 'kafka' || name === 'rabbitmq' || name === 'sqs');
  if (queue === undefined) return undefined;
  // Lines of logs that come twice matter to nobody; what a name says is counted does.
  const names = [queue, ...plugins.filter(({ section }) => section === 'output')].flatMap(({ settings }) =>
    ['topics', 'topics_pattern', 'queue', 'index'].map(name => settings.get(name)?.text ?? ''),
  );
  return names.some(name => COUNTED.test(name)) ? queue.name : undefined;
}

/** A row is read again where its time of change is looked at; by a key, or the time when it was made, it is read once. */
function readsAgain(settings: ReadonlyMap<string, { readonly text?: string | undefined }>): boolean {
  return CHANGED.test(settings.get('statement')?.text ?? '');
}

const CHANGED = /\b\w*(?:updat|modif|chang)\w*["'`\])]*\s*>=?\s*\(?\s*:sql_last_value\b/i;
const COUNTED =
  /(?:^|[^a-z])(?:orders?|payments?|transactions?|invoices?|customers?|users?|products?|accounts?|bookings?|sales?|purchases?)(?:[^a-z]|$)/i;
