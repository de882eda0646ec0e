import type { PlayAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

export async function playTopology(
  _question: Extract<TopologyQuestion, { kind: 'play' }>,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<PlayAnswer>> {
  return { why: 'This cannot be played.' };
}
