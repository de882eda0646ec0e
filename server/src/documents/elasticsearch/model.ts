import type { Span } from '../../text/span.js';
import type { Node, Setting } from '../tree.js';

/** An index, or the template of indexes, of Elasticsearch or OpenSearch. */
export interface SearchIndex {
  /** Of a template: the patterns of the indexes that it makes. */
  readonly patterns: readonly Setting<string>[];
  readonly kind: 'index' | 'template' | 'component';
  /** Where a finding on the whole stands: the first key. */
  readonly at: Span;
  /** Makes a data stream instead of an index. */
  readonly dataStream: boolean;
  /** Data streams can keep themselves by `lifecycle`. */
  readonly ownLifecycle: boolean;
  /** Settings by their full name without `index.` before it: `number_of_shards`, `mapping.total_fields.limit`. */
  readonly settings: ReadonlyMap<string, SearchSetting>;
  /** Mapping types of versions before 7, where one stands between `mappings` and `properties`. */
  readonly types: readonly { readonly name: string; readonly at: Span }[];
  /** `dynamic` at the top of the mapping. */
  readonly dynamic: Setting<string> | undefined;
  readonly fields: readonly SearchField[];
  readonly hasMappings: boolean;
  readonly composed: boolean;
  /** In a form that exists since 7.8: composable and component templates, data streams. */
  readonly composable: boolean;
  /** `_meta.version` of the mapping: the version of what made it. */
  readonly madeBy: string | undefined;
}

export interface SearchSetting {
  readonly text: string | undefined;
  readonly number: number | undefined;
  readonly at: Span;
}

/** A field of a mapping; its sub-objects' fields are fields of their own. */
export interface SearchField {
  /** `user.address.city`. */
  readonly path: string;
  readonly name: string;
  readonly at: Span;
  /** Undefined: an object with properties and no type. */
  readonly type: string | undefined;
  readonly node: Node;
  /** Types of `fields`: `{ keyword: 'keyword' }`. */
  readonly multi: ReadonlyMap<string, string | undefined>;
  /** How many `nested` fields it stands in. */
  readonly nestedIn: number;
}
