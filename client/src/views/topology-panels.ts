import type * as vscode from 'vscode';
import { clustersOf } from '../ask.js';
import { startsServer } from '../documents.js';
import { PanelSet, type PanelSetOptions } from './panel-set.js';

/** What configs are usually written in. Other files are asked for: playing again costs more than asking. */
const CONFIG = /\.(?:ya?ml|json|tf|template|conf|cnf|cfg|ini|properties|hcl|service|env)$/i;

/** Panels that draw clusters and play failures on them. They go to files that speak of a cluster, and past all others. */
export function createTopologyPanels(
  options: Pick<PanelSetOptions, 'session' | 'context' | 'output'>,
): PanelSet {
  const { session } = options;
  /** Files that spoke of a cluster: one that does so no longer has changed the picture. */
  const known = new Set<string>();
  const speaks = async (uri: vscode.Uri): Promise<boolean> => {
    const name = uri.toString();
    const found = (await clustersOf(session, name)).length > 0;
    if (found) known.add(name);
    return found || known.delete(name);
  };
  return new PanelSet({
    ...options,
    kind: 'topology',
    accepts: async document =>
      startsServer(document) && (await clustersOf(session, document.uri.toString())).length > 0,
    concerns: async uri => CONFIG.test(uri.path) || (await speaks(uri)),
  });
}
