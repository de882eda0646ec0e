import { eachIndexSetting, pair } from '../lib/cluster/search.js';
import { durationText } from '../lib/durations.js';
import { replaceIn } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const index = (settings: string): Record<string, string> => ({
  'index-template.json': `{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_replicas": 1, ${settings} } } }\n`,
});

export default defineRule({
  id: 'search-translog-async',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'Writes to an index are acknowledged before they are on disk.',
  gains: 'Single writes and small bulks are much faster: no sync for each request.',
  costs:
    'What was acknowledged since the last sync is lost on a copy whose machine fails. When the machines of all copies fail together (one rack, one host, one power line), acknowledged documents are gone; with one copy it takes one machine.',
  fineWhen: 'The documents can be loaded again: logs, metrics, an index of what a database holds.',
  advice: 'Use `request`, which is the default, and larger bulks.',
  sources: [
    {
      title: 'Elasticsearch: translog settings',
      url: 'https://www.elastic.co/docs/reference/elasticsearch/index-settings/translog',
    },
  ],
  bad: [
    ...pair(index('"translog.durability": "async"'), '5 seconds'),
    ...pair(index('"index": { "translog": { "durability": "async", "sync_interval": "60s" } }'), 'minute'),
  ],
  good: pair(index('"translog.durability": "request"')),
  check(cluster, context) {
    eachIndexSetting(cluster, 'translog.durability', ({ value, written }, name, settings) => {
      // Of lines of logs a few may be missing, and most who set it say so by the name.
      if (value !== 'async' || /log|metric|trace|beat|apm|event|monitor/i.test(name)) return;
      const interval = settings.number('translog.sync_interval') ?? 5000;
      const edit = replaceIn(written.origin, /async/i, 'request');
      context.report({
        origin: written.origin,
        message: `${name} acknowledges writes up to ${durationText(interval / 1000)} before they are on disk: when the machines of its copies fail together, those documents are lost. Use request, and larger bulks.`,
        fixes: edit ? [{ title: 'Use request', edits: [edit], safe: false }] : [],
      });
    });
  },
});
