import type { SearchIndex } from '../../documents/elasticsearch/model.js';
import { formatBytes } from '../../workload/figures.js';
import { at } from '../lib/documents/dynamo.js';
import { documentExample } from '../lib/documents/example.js';
import { indexesOf, indexName } from '../lib/documents/search.js';
import { type DocumentContext, defineRule, type Report } from '../rule.js';

export default defineRule({
  id: 'es-shard-count',
  subject: 'nosql',
  ofKeeping: true,
  since: '0.2.0',
  on: 'document',
  severity: 'hint',
  engines: ['elasticsearch'],
  summary: 'An index has so many primary shards that it has to be huge to fill them.',
  gains: 'More nodes share the writing, and each search of one large index runs on more threads.',
  costs:
    'Each shard costs memory on its node and in the state of the cluster, whether or not it is full, and each search asks all of them. A shard should hold 10 to 50 GB: with less per shard, fewer are faster.',
  fineWhen: 'Each index does reach as many times 10 GB.',
  advice:
    'Divide the expected size of one index by 30 GB, and let a rollover at 50 GB per shard begin the next one. `bytes` of the index pattern in `faultline.yaml` says the size.',
  sources: [
    {
      title: 'Elasticsearch: size your shards, 10 to 50 GB',
      url: 'https://www.elastic.co/docs/deploy-manage/production-guidance/optimize-performance/size-shards',
    },
    {
      title: 'OpenSearch: choosing the number of shards',
      url: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/bp-sharding.html',
    },
  ],
  options: {
    maximum: { type: 'number', default: 10, description: 'Primary shards of an index that are not many.' },
  },
  bad: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": 40, "number_of_replicas": 1 } } }\n',
      '400 GB',
    ),
  ],
  good: [
    documentExample(
      'elasticsearch',
      'index-template.json',
      '{ "index_patterns": ["orders-*"], "template": { "settings": { "number_of_shards": "2", "number_of_replicas": 1 } } }\n',
    ),
  ],
  check(document, context) {
    const maximum = context.options.maximum as number;
    for (const index of indexesOf(document)) {
      const shards = index.settings.get('number_of_shards');
      if (shards?.number === undefined) continue;
      const size = sizeOf(index, context);
      if (size !== undefined) {
        judgeSize(index, shards.number, size, report =>
          context.report({ ...report, origin: at(document, shards.at) }),
        );
        continue;
      }
      if (shards.number <= maximum) continue;
      const replicas = index.settings.get('number_of_replicas')?.number ?? 1;
      const all = shards.number * (1 + replicas);
      context.report({
        origin: at(document, shards.at),
        message: `${indexName(index)} has ${shards.number} primary shards, ${all} with replicas: each index needs at least ${(shards.number * 10).toLocaleString('en-US')} GB to fill them with the 10 to 50 GB that suit a shard. Use fewer, or roll over by size.`,
      });
    }
  },
});

const GB = 1e9;

/** Bytes of one index without replicas, as `faultline.yaml` says. */
function sizeOf(index: SearchIndex, context: DocumentContext) {
  for (const { value } of index.patterns) {
    const bytes = value === undefined ? undefined : context.factsOf(value).bytes;
    if (bytes) return bytes;
  }
  return undefined;
}

function judgeSize(
  index: SearchIndex,
  shards: number,
  size: { readonly value: number; readonly source: string },
  report: (report: Omit<Report, 'origin'>) => void,
): void {
  const each = size.value / shards;
  const wanted = Math.max(1, Math.round(size.value / (30 * GB)));
  if (wanted === shards || (each <= 50 * GB && (shards === 1 || each >= 10 * GB))) return;
  const large = each > 50 * GB;
  report({
    severity: large ? 'warning' : 'info',
    message: `${indexName(index)} keeps ${formatBytes(size.value)} in ${shards} ${shards === 1 ? 'shard' : 'shards'} of ${formatBytes(each)}: ${large ? 'above 50 GB a shard takes long to move and to recover' : 'below 10 GB each costs memory and a part of every search for little'}. ${wanted} would hold some 30 GB each.`,
    tradeOff: () => ({
      gains: ['Small shards move and recover fast; many of them use many nodes at once.'],
      costs: [`Each of the ${shards} is in memory and is asked by each search.`],
      breakEven: `${wanted} shards hold some 30 GB each, between the 10 and 50 GB that suit a shard.`,
      advice: ['Change number_of_shards in the template: it holds from the next index on.'],
      numbers: [
        { label: 'size of one index', value: formatBytes(size.value), from: size.source },
        { label: 'per shard', value: formatBytes(each), from: 'size / shards' },
      ],
    }),
  });
}
