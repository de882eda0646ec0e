import type { SourceUnit } from '../sql/reading.js';
import type { DynamoTable } from './dynamodb/model.js';
import type { SearchIndex } from './elasticsearch/model.js';
import type { LogstashDesign } from './logstash/model.js';

/** What a document says of a system. One member per engine. */
export type Design =
  | { readonly engine: 'dynamodb'; readonly tables: readonly DynamoTable[] }
  | { readonly engine: 'elasticsearch'; readonly indexes: readonly SearchIndex[] }
  | ({ readonly engine: 'logstash' } & LogstashDesign);

/** A file that is not SQL and of which at least one system's design was recognised. */
export interface DesignDocument {
  readonly uri: string;
  /**
   * The whole text as one piece, for findings to point into: offsets of the design are offsets in it. It holds no
   * statements, and its dialect means nothing.
   */
  readonly unit: SourceUnit;
  readonly designs: readonly Design[];
}
