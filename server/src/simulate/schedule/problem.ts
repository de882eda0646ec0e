import type { Span } from '../../text/span.js';

/** What is wrong with a schedule, a whole sentence, and where: offsets in the text that was read. */
export interface ScheduleProblem {
  readonly message: string;
  readonly span: Span;
}
