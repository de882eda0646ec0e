import type { Analyzer } from '../../analyzer/types.js';
import type { WhatIf } from '../../protocol/topology-panel.js';
import type { FoundCluster } from './find.js';

/** The parameters of a cluster that can be tried in other values. */
export function whatIfsOf(_analyzer: Analyzer, _found: FoundCluster): readonly WhatIf[] {
  return [];
}
