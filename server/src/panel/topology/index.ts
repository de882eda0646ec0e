import type { TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

/** Answers what the topology panel asks. */
export async function answerTopology(
  question: TopologyQuestion,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<TopologyAnswer>> {
  return { why: `Nobody answers ${question.kind}.` };
}
