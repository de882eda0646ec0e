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
  const polled = inputs.some(({ name, settings }) => name === 'jdbc' && settings.has('schedule'));
  if (polled) return 'jdbc';
  return inputs.find(({ name }) => name === 'kafka' || name === 'rabbitmq' || name === 'sqs')?.name;
}
