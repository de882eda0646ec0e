import type { TopologyAnswer, TopologyQuestion } from '../../protocol/topology-panel.js';
import type { Answered, PanelContext } from '../answer.js';
import { compareTopology } from './compare.js';
import { editsAnswer } from './edits.js';
import { exportTopology } from './export.js';
import { playTopology } from './play.js';
import { searchTopology } from './search.js';
import { snapshotTopology } from './snapshot.js';

/** Answers what the topology panel asks. */
export async function answerTopology(
  question: TopologyQuestion,
  context: PanelContext<TopologyAnswer>,
): Promise<Answered<TopologyAnswer>> {
  switch (question.kind) {
    case 'snapshot':
      return snapshotTopology(question, context);
    case 'play':
      return playTopology(question, context);
    case 'search':
      return searchTopology(question, context);
    case 'compare':
      return compareTopology(question, context);
    case 'edits':
      return editsAnswer(question, context);
    case 'export':
      return exportTopology(question, context);
    default:
      return { why: 'The topology panel asked something that this server does not know.' };
  }
}
