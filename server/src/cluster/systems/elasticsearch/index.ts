import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import type { SearchData } from './data.js';
import { guarantees } from './guarantees.js';
import { HELM } from './helm.js';
import { ELASTICSEARCH_PARAMETERS, INDEX_PARAMETERS, OPENSEARCH_PARAMETERS } from './parameters.js';
import { INDEX_JSON, RESOURCES, YAML } from './read.js';
import { SERVICES } from './services.js';

/** Elasticsearch and OpenSearch: a master elected by the nodes that may become it, and copies of shards. */
export const ELASTICSEARCH = defineSystem<SearchData>({
  system: 'elasticsearch',
  also: ['opensearch'],
  parameters: [ELASTICSEARCH_PARAMETERS, OPENSEARCH_PARAMETERS, INDEX_PARAMETERS],
  formats: [YAML, INDEX_JSON, RESOURCES, HELM],
  services: [SERVICES],
  images: {
    repository: /(?:^|\/)(?:elasticsearch(?:-oss)?|opensearch)$/,
    packages:
      /(?:\bpackages\.elastic(?:search)?\.co\/elasticsearch\/|\bartifacts\.elastic\.co\/packages\/(?:oss-)?|\belasticsearch_version(?:["']?[ \t]*[:=][ \t]*|[ \t]+)["']?v?)(\d{1,2}\.(?:\d{1,2}(?:\.\d{1,3})?|x))(?![\w{])/gi,
    withVersion: (data, version) =>
      data.kind === 'node' && data.from !== 'operator' && data.version === undefined
        ? { ...data, version }
        : data,
  },
  assemble,
  guarantees,
});
