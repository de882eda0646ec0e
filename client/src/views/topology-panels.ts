import { clustersOf } from '../ask.js';
import { startsServer } from '../documents.js';
import { PanelSet, type PanelSetOptions } from './panel-set.js';

/** Panels that draw clusters and play failures on them. They go to files that speak of a cluster, and past all others. */
export function createTopologyPanels(
  options: Pick<PanelSetOptions, 'session' | 'context' | 'output'>,
): PanelSet {
  return new PanelSet({
    ...options,
    kind: 'topology',
    accepts: async document =>
      startsServer(document) && (await clustersOf(options.session, document.uri.toString())).length > 0,
  });
}
