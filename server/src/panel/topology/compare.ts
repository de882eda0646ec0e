import type { CompareAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

export async function compareTopology(
  _question: Extract<TopologyQuestion, { kind: 'compare' }>,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<CompareAnswer>> {
  return { why: 'This is not there.' };
}
