import type { SchemaDiagram } from '../../../server/src/protocol/schema-panel.js';

/**
 * The whole diagram of an answer that says only what differs from an earlier one: what does not differ stays the same
 * objects. Undefined where it is about another version than the one at hand.
 */
export function wholeDiagram(
  answer: SchemaDiagram,
  before: SchemaDiagram | undefined,
): SchemaDiagram | undefined {
  const { onto, ...rest } = answer;
  if (onto === undefined) return answer;
  if (before?.version !== onto) return undefined;
  return { ...rest, tables: merged(before.tables, answer.tables), edges: merged(before.edges, answer.edges) };
}

function merged<T extends { readonly id: string }>(before: readonly T[], newer: readonly T[]): readonly T[] {
  if (newer.length === 0) return before;
  const byId = new Map(newer.map(each => [each.id, each]));
  return before.map(each => byId.get(each.id) ?? each);
}
