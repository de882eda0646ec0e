import type { ExportAnswer, TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';

export async function exportTopology(
  _question: Extract<TopologyQuestion, { kind: 'export' }>,
  _context: PanelContext<TopologyAnswer>,
): Promise<Answered<ExportAnswer>> {
  return { why: 'This is not there.' };
}
