import type { SchemaAnswer, SchemaDiagram } from '../../../protocol/schema-panel.js';
import { newRound } from '../../../rules/round.js';
import type { Answered, PanelContext } from '../../answer.js';
import { openScope, type SchemaScope } from '../scope.js';
import { diagramSteps } from './build.js';

/** How long work goes on before whatever waits goes first, in ms. */
const SLICE_MS = 15;
/** How often it is begun anew because the schema became another one meanwhile; after that nothing waits. */
const MOST_BEGINNINGS = 5;

/**
 * The diagram of a file's schema. A large one takes a while in which people go on typing: others go first every few ms,
 * and what they changed is what is drawn.
 */
export async function diagramInSlices(
  uri: string,
  version: number,
  context: Pick<PanelContext<SchemaAnswer>, 'analyzer' | 'cancelled' | 'pause'>,
): Promise<Answered<SchemaDiagram>> {
  for (let begun = 1; ; begun++) {
    const scope = openScope(context.analyzer, uri);
    if ('why' in scope) return scope;
    const relations = relationsOf(scope);
    const steps = diagramSteps(scope, version);
    for (let since = Date.now(); ; ) {
      const step = steps.next();
      if (step.done) return step.value;
      if (begun === MOST_BEGINNINGS || Date.now() - since < SLICE_MS) continue;
      await context.pause();
      if (context.cancelled()) return { why: 'Nobody waits for this any more.' };
      await context.analyzer.settled();
      const now = openScope(context.analyzer, uri);
      if ('why' in now) return now;
      if (now.catalog !== scope.catalog || !same(relations, relationsOf(now))) break;
      // What was remembered in the round may have been about another text.
      newRound();
      since = Date.now();
    }
  }
}

/** All tables and views: each becomes another object when anything of it changes. */
function relationsOf({ catalog }: SchemaScope): readonly object[] {
  return [...catalog.allTables(), ...catalog.allViews()];
}

function same(before: readonly object[], now: readonly object[]): boolean {
  return before.length === now.length && before.every((each, i) => each === now[i]);
}
