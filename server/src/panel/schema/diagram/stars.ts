import type { Classification } from '../../../classify/index.js';
import type { DiagramEdge, DiagramStar } from '../../../protocol/schema-panel.js';
import type { RelationKey } from '../../../schema/model.js';

/**
 * One star per fact, in the order of the tables: dimensions next to it, chains behind them, and bridges that lead from
 * the fact or one of its dimensions on.
 */
export function starsIn(
  classified: readonly Classification[],
  edges: readonly DiagramEdge[],
): readonly DiagramStar[] {
  const byKey = new Map(classified.map(found => [found.table, found]));
  const out = new Map<RelationKey, RelationKey[]>();
  const bridgesTo = new Map<RelationKey, RelationKey[]>();
  const keyed = keyedStars(byKey, edges);
  for (const { from, to, kind, declared } of edges) {
    if (kind !== 'references' || from === to) continue;
    if (!declared && keyed.has(from) && APPLICATION.has(byKey.get(to)?.role ?? 'entity')) continue;
    push(out, from, to);
    if (byKey.get(from)?.role === 'bridge') push(bridgesTo, to, from);
  }
  const isOutside = (key: RelationKey) => OUTSIDE.has(byKey.get(key)?.role ?? 'entity');
  return classified
    .filter(found => found.role === 'fact')
    .map(({ table: fact }) => {
      const dimensions = unique(out.get(fact) ?? []).filter(key => byKey.get(key)?.role !== 'fact');
      const direct = dimensions.filter(key => byKey.get(key)?.role !== 'bridge');
      const reached = new Set([fact, ...direct]);
      const bridges = unique([
        ...dimensions.filter(key => byKey.get(key)?.role === 'bridge'),
        ...[fact, ...direct].flatMap(key => bridgesTo.get(key) ?? []),
      ]);
      // Level by level over all dimensions at once, so that a table hangs behind the one that is nearest.
      const chains = new Map<RelationKey, RelationKey[]>();
      let level = direct.map(key => ({ dimension: key, at: key }));
      while (level.length > 0) {
        const next: typeof level = [];
        for (const { dimension, at } of level) {
          if (!isOutside(at)) continue;
          for (const key of out.get(at) ?? []) {
            if (reached.has(key) || byKey.get(key)?.role === 'fact') continue;
            reached.add(key);
            push(chains, dimension, key);
            next.push({ dimension, at: key });
          }
        }
        level = next;
      }
      return {
        fact,
        dimensions: direct,
        snowflakes: [...chains].map(([dimension, levels]) => ({ dimension, levels })),
        bridges,
      };
    });
}

/**
 * Facts that declare keys to dimensions, and those dimensions. What names alone say of them leads to the tables that they are
 * filled from, where those stand beside them: `order_id` of a fact keeps the number of an order.
 */
function keyedStars(
  byKey: ReadonlyMap<RelationKey, Classification>,
  edges: readonly DiagramEdge[],
): ReadonlySet<RelationKey> {
  const keyed = new Set<RelationKey>();
  for (const { from, to, kind, declared } of edges)
    if (
      kind === 'references' &&
      declared &&
      byKey.get(from)?.role === 'fact' &&
      byKey.get(to)?.role === 'dimension'
    )
      keyed.add(from).add(to);
  return keyed;
}

/** Tables of an application. */
const APPLICATION: ReadonlySet<string> = new Set(['entity', 'event']);

/** What describes: chains go on from there. */
const OUTSIDE: ReadonlySet<string> = new Set(['dimension', 'lookup', 'entity']);

function push(lists: Map<RelationKey, RelationKey[]>, key: RelationKey, value: RelationKey): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function unique(keys: readonly RelationKey[]): RelationKey[] {
  return [...new Set(keys)];
}
