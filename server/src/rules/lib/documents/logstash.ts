import type { LogstashDesign, LogstashPlugin } from '../../../documents/logstash/model.js';
import type { DesignDocument } from '../../../documents/model.js';
import type { Origin } from '../../../sql/reading.js';
import type { Span } from '../../../text/span.js';
import type { Example } from '../../rule.js';
import { documentExample } from './example.js';

/** What a document says of Logstash. */
export function logstashOf(document: DesignDocument): readonly LogstashDesign[] {
  return document.designs.flatMap(design => (design.engine === 'logstash' ? design : []));
}

/** Plugins of one name in a section of a pipeline. */
export function pluginsOf(
  { plugins }: LogstashDesign,
  section: LogstashPlugin['section'],
  name: string,
): readonly LogstashPlugin[] {
  return plugins.filter(each => each.section === section && each.name === name);
}

export function placeIn({ unit }: DesignDocument, span: Span): Origin {
  return { unit, span };
}

/** A pipeline of one input and one output. */
export function pipelineExample(input: string, output: string, says?: string): Example {
  const text = `input {\n  ${input}\n}\noutput {\n  ${output}\n}\n`;
  return documentExample('logstash', 'pipeline.conf', text, says);
}

export const LOGSTASH_PAGES = {
  queues: {
    title: 'Logstash: persistent queues',
    url: 'https://www.elastic.co/docs/reference/logstash/persistent-queues',
  },
  jdbc: {
    title: 'Logstash: jdbc input',
    url: 'https://www.elastic.co/docs/reference/logstash/plugins/plugins-inputs-jdbc',
  },
  kafka: {
    title: 'Logstash: kafka input',
    url: 'https://www.elastic.co/docs/reference/logstash/plugins/plugins-inputs-kafka',
  },
  output: {
    title: 'Logstash: elasticsearch output',
    url: 'https://www.elastic.co/docs/reference/logstash/plugins/plugins-outputs-elasticsearch',
  },
  sync: {
    title: 'Elastic: keeping Elasticsearch in step with a relational database',
    url: 'https://www.elastic.co/blog/how-to-keep-elasticsearch-synced-with-a-relational-database-using-logstash',
  },
} as const;
