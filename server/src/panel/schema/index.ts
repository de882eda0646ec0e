import type { Analyzer } from '../../analyzer/types.js';
import type { SchemaAnswer, SchemaQuestion } from '../../protocol/schema-panel.js';
import type { Answered, PanelContext } from '../answer.js';
import { compareWith } from './compare/index.js';
import { tableDetails } from './details.js';
import { onlyNewer } from './diagram/since.js';
import { diagramInSlices } from './diagram/slices.js';
import { proposeEdit } from './edit/index.js';
import { exportAnswer } from './export.js';
import { proposeStar } from './proposal/index.js';
import { queryPath } from './query.js';
import { openScope } from './scope.js';

/** Answers what the schema panel asks. */
export async function answerSchema(
  question: SchemaQuestion,
  context: PanelContext<SchemaAnswer>,
): Promise<Answered<SchemaAnswer>> {
  const { analyzer } = context;
  await analyzer.settled();
  if (question.kind === 'diagram') {
    const found = await diagramInSlices(question.uri, nextVersion(analyzer), context);
    return 'why' in found ? found : onlyNewer(found, question.since, analyzer);
  }
  const scope = openScope(analyzer, question.uri);
  if ('why' in scope) return scope;
  switch (question.kind) {
    case 'details':
      return tableDetails(question.table, scope);
    case 'query':
      return queryPath(question.position, scope);
    case 'export':
      return exportAnswer(question, scope);
    case 'edit':
      return proposeEdit(question.change, scope);
    case 'compare':
      return compareWith(question.texts, question.label, scope);
    case 'proposal':
      return proposeStar(scope);
    default:
      return { why: 'This is no question that the schema panel asks.' };
  }
}

const VERSIONS = new WeakMap<Analyzer, number>();

function nextVersion(analyzer: Analyzer): number {
  // A page may outlive the server that answered it: the next one's versions are later ones all the same.
  const version = (VERSIONS.get(analyzer) ?? Date.now()) + 1;
  VERSIONS.set(analyzer, version);
  return version;
}
