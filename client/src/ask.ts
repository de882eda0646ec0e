import {
  CLUSTERS_REQUEST,
  type ClustersParams,
  type ClustersResult,
  PANEL_REQUEST,
  type PanelParams,
  type PanelResult,
} from '../../server/src/protocol/lsp.js';
import type { SchemaAnswer, SchemaQuestion } from '../../server/src/protocol/schema-panel.js';
import type { TopologyAnswer, TopologyQuestion } from '../../server/src/protocol/topology-panel.js';
import type { Session } from './session.js';

/** An answer, or a whole sentence that says why there is none. */
export type Answered<A> = A | { readonly why: string };

/** Asks what the topology panel asks, without a panel. */
export function askTopology<K extends TopologyQuestion['kind']>(
  session: Session,
  question: Extract<TopologyQuestion, { kind: K }>,
): Promise<Answered<Extract<TopologyAnswer, { kind: K }>>> {
  return ask(session, { panel: 'topology', question });
}

/** Asks what the schema panel asks, without a panel. */
export function askSchema<K extends SchemaQuestion['kind']>(
  session: Session,
  question: Extract<SchemaQuestion, { kind: K }>,
): Promise<Answered<Extract<SchemaAnswer, { kind: K }>>> {
  return ask(session, { panel: 'schema', question });
}

/** The clusters that a file speaks of; none for files that are no configs. */
export async function clustersOf(session: Session, uri: string): Promise<ClustersResult['clusters']> {
  const client = await session.client();
  const params: ClustersParams = { uri };
  return (await client.sendRequest<ClustersResult>(CLUSTERS_REQUEST, params)).clusters;
}

async function ask<A>(session: Session, params: PanelParams): Promise<Answered<A>> {
  const client = await session.client();
  const result = await client.sendRequest<PanelResult>(PANEL_REQUEST, params);
  return 'why' in result ? result : (result.answer as A);
}
