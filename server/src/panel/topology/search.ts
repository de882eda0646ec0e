import type { SearchAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

export async function searchTopology(
  _question: Extract<TopologyQuestion, { kind: 'search' }>,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<SearchAnswer>> {
  return { why: 'This cannot be searched.' };
}
