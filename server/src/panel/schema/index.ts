import type { SchemaAnswer, SchemaQuestion } from '../../protocol/schema-panel.js';
import type { Answered, PanelContext } from '../answer.js';

/** Answers what the schema panel asks. */
export async function answerSchema(
  question: SchemaQuestion,
  _context: PanelContext<SchemaAnswer>,
): Promise<Answered<SchemaAnswer>> {
  return { why: `Nobody answers ${question.kind}.` };
}
