import type { StarProposal } from '../../../protocol/schema-panel.js';
import { display } from '../../../rules/lib/naming.js';
import type { Answered } from '../../answer.js';
import { classifiedTables } from '../diagram/build.js';
import type { SchemaScope } from '../scope.js';
import { planStars } from './plan.js';
import { SPEAKERS } from './speak.js';
import { ddlOf, loadOf } from './write.js';

/** The stars that the tables of an application could be read into, the likeliest first, in the schema's own dialect. */
export function proposeStar(scope: SchemaScope): Answered<StarProposal> {
  const { dialect, catalog } = scope;
  const speak = SPEAKERS[dialect];
  if (!speak) return { why: `A star is a matter of joins, and ${dialect} has none.` };
  const facts = [...classifiedTables(scope).values()].filter(({ role }) => role === 'fact');
  const plans = planStars(scope);
  const notes =
    plans.length === 0
      ? [
          'No table has numbers beside references to others: there is nothing yet that could be summed by something.',
        ]
      : [
          'The dimensions hold one version of each row; to keep the past, give them valid_from and valid_to, and load only what has changed.',
          ...(facts.length > 0
            ? [
                `This schema has facts already: ${facts
                  .map(({ table }) => catalog.table(table))
                  .flatMap(table => (table ? [display(table, catalog)] : []))
                  .join(', ')}.`,
              ]
            : []),
        ];
  return {
    kind: 'proposal',
    facts: plans.map(plan => ({
      table: plan.source.key,
      because: plan.because,
      dimensions: [...new Set(plan.dimensions.map(({ source }) => source.key))],
      ddl: ddlOf(plan, speak),
      load: loadOf(plan, speak, catalog),
    })),
    notes,
  };
}
