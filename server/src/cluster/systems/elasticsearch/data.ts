import type { Origin } from '../../../sql/reading.js';
import type { Named } from '../../model.js';
import type { Written } from '../../settings.js';
import type { Version } from '../../version.js';

export type SearchSystem = 'elasticsearch' | 'opensearch';

/** Nodes with the same config: a file, a service, a node set of an operator. */
export interface SearchNode {
  readonly kind: 'node';
  readonly from: 'file' | 'service' | 'operator';
  readonly uri: string;
  readonly name: string;
  readonly clusterName?: Named;
  readonly scope: string;
  readonly folder: string;
  readonly written: readonly Written[];
  readonly addresses: readonly string[];
  readonly count: number | undefined;
  readonly version?: { readonly version: Version; readonly origin: Origin };
  readonly mounts: readonly string[];
  readonly origin: Origin;
}

/** Settings of an index or of a template that makes indexes. */
export interface SearchIndexDraft {
  readonly kind: 'index';
  readonly folder: string;
  readonly name: string;
  readonly written: readonly Written[];
  readonly origin: Origin;
}

export type SearchData = SearchNode | SearchIndexDraft;

/** The roles of a node, by `node.roles` or by the settings before version 7.9; undefined where they are hidden. */
export interface Roles {
  readonly master: boolean;
  readonly data: boolean;
  readonly votingOnly: boolean;
}
