import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName, isTimeSeries } from '../lib/documents/search.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'es-refresh-interval',
  subject: 'nosql',
  since: '0.2.0',
  on: 'document',
  severity: 'info',
  engines: ['elasticsearch'],
  summary: 'New documents are made visible every second, or never.',
  gains: 'A short interval shows documents soon; none at all loads fastest.',
  costs:
    'Each refresh writes a small segment, which has to be merged: with heavy writing every second costs much. Named in the settings, even one second switches off the rest that shards take while nobody searches. With -1 no search ever finds what was written since.',
  fineWhen: 'Somebody looks at the newest lines all the time; -1 while an index is being filled.',
  advice: 'Use 5 to 30 seconds for logs and metrics, or leave it out.',
  sources: [
    {
      title: 'Elasticsearch: index.refresh_interval and search idle shards',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/index-modules',
    },
    {
      title: 'Elasticsearch: tune for indexing speed',
      url: 'https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/indexing-speed',
    },
  ],
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders"], "template": { "settings": { "refresh_interval": "-1", "number_of_shards": 1 } } }\n',
      'never',
    ),
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "template": { "settings": { "index.lifecycle.name": "logs", "refresh_interval": "1s" }, "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
      'every second',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["logs-shop-*"], "template": { "settings": { "index.lifecycle.name": "logs", "refresh_interval": "10s" }, "mappings": { "properties": { "@timestamp": { "type": "date" } } } } }\n',
    ),
  ],
  check(document, context) {
    for (const index of indexesOf(document)) {
      const interval = index.settings.get('refresh_interval');
      if (interval?.text === undefined) continue;
      const seconds = secondsOf(interval.text);
      if (seconds === undefined || (seconds >= 0 && (seconds > 1 || !isTimeSeries(index)))) continue;
      context.report({
        origin: at(document, interval.at),
        severity: seconds < 0 ? 'info' : 'hint',
        message:
          seconds < 0
            ? `${indexName(index)} never refreshes: no search finds what is written. Set refresh_interval once the index is filled.`
            : `${indexName(index)} makes what comes visible every second, also while nobody searches: with much writing the many small segments cost merging. Use 5 to 30 seconds.`,
      });
    }
  },
});

function secondsOf(text: string): number | undefined {
  if (text === '-1') return -1;
  const found = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text);
  const unit = found && { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[found[2]!];
  return unit ? Number(found[1]) * unit : undefined;
}
