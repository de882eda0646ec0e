import type { Analyzer } from '../analyzer/types.js';
import type { SchemaAnswer, SchemaQuestion } from '../protocol/schema-panel.js';
import type { TopologyAnswer, TopologyQuestion } from '../protocol/topology-panel.js';
import type { PanelKind } from '../protocol/webview.js';
import { answerSchema } from './schema/index.js';
import { answerTopology } from './topology/index.js';

/** What answering a question may use beside the analyzer. */
export interface PanelContext<A = TopologyAnswer | SchemaAnswer> {
  readonly analyzer: Analyzer;
  /** Nobody waits for the answer any more. */
  cancelled(): boolean;
  /** Lets whatever waits go first. Long work calls it every 15 ms or so, and asks `cancelled` afterwards. */
  pause(): Promise<void>;
  /** Sends an answer after which a better one follows. */
  part(answer: A): void;
}

/** An answer, or a whole sentence that says why there is none. */
export type Answered<A> = A | { readonly why: string };

/** Answers what a panel asks. Bad questions are answered with a sentence, not with an error. */
export async function answerPanel(
  panel: PanelKind,
  question: TopologyQuestion | SchemaQuestion,
  context: PanelContext,
): Promise<Answered<TopologyAnswer | SchemaAnswer>> {
  await context.analyzer.ready;
  return panel === 'topology'
    ? answerTopology(question as TopologyQuestion, context as PanelContext<TopologyAnswer>)
    : answerSchema(question as SchemaQuestion, context as PanelContext<SchemaAnswer>);
}
