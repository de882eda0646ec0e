import type { EditsAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

export async function editsAnswer(
  _question: Extract<TopologyQuestion, { kind: 'edits' }>,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<EditsAnswer>> {
  return { why: 'This is not there.' };
}
