import type { Call } from './calls.js';
import type { Analysis, Contradiction, Describe } from './contradiction.js';
import type { Operation } from './model.js';
import { registerValue } from './objects.js';

/** A write and the reads that saw it. */
interface Cluster {
  readonly value: number | undefined;
  /** The call that was over first; undefined: the write of the nothing that was there before all. */
  earliest: Call | undefined;
  /** The call that began last. */
  latest: Call | undefined;
}

/**
 * Two writes a and b of which both come first: a call of a's was over before one of b's began, and one of b's before one of
 * a's. Each cluster that has a call over before another begins reaches from the one moment to the other; those stretches must
 * not overlap, and none may cover where all calls of another cluster meet.
 */
export function analyseRegister(calls: readonly Call[], describe: Describe): Analysis {
  const clusters = clustersOf(calls);
  const found = inBothOrders([...clusters.values()], describe);
  if (found) return { contradiction: found };
  return { place: ({ operation }) => start(clusters.get(clusterOf(operation))!) };
}

function inBothOrders(clusters: readonly Cluster[], describe: Describe): Contradiction | undefined {
  const stretched = clusters.filter(each => over(each) < begun(each)).sort((a, b) => over(a) - over(b));
  for (let at = 1, widest = stretched[0]; at < stretched.length; at++) {
    const each = stretched[at]!;
    if (over(each) < begun(widest!)) return contradiction(widest!, each, describe);
    if (begun(each) > begun(widest!)) widest = each;
  }
  for (const each of clusters) {
    if (over(each) < begun(each)) continue;
    const around = lastBefore(stretched, begun(each));
    if (around && over(each) < begun(around)) return contradiction(around, each, describe);
  }
  return undefined;
}

function clustersOf(calls: readonly Call[]): Map<number | undefined, Cluster> {
  const clusters = new Map<number | undefined, Cluster>();
  for (const call of calls) {
    const { operation, completedMs, invokedMs } = call;
    const value = clusterOf(operation);
    let cluster = clusters.get(value);
    if (!cluster) clusters.set(value, (cluster = { value, earliest: undefined, latest: undefined }));
    if (value !== undefined && completedMs < (cluster.earliest?.completedMs ?? Number.POSITIVE_INFINITY))
      cluster.earliest = call;
    if (invokedMs > (cluster.latest?.invokedMs ?? Number.NEGATIVE_INFINITY)) cluster.latest = call;
  }
  return clusters;
}

function clusterOf(operation: Operation): number | undefined {
  return operation.kind === 'write' ? operation.value : registerValue(operation);
}

/** Where its stretch begins, or the stretch in which all its calls meet: sorted by that, clusters can follow each other. */
function start(cluster: Cluster): number {
  return Math.min(over(cluster), begun(cluster));
}

function over({ earliest }: Cluster): number {
  return earliest?.completedMs ?? Number.NEGATIVE_INFINITY;
}

function begun({ latest }: Cluster): number {
  return latest!.invokedMs;
}

/** Of stretches that do not overlap, in their order: the last that begins before a moment. */
function lastBefore(stretched: readonly Cluster[], ms: number): Cluster | undefined {
  let low = 0;
  let high = stretched.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (over(stretched[middle]!) < ms) low = middle + 1;
    else high = middle;
  }
  return stretched[low - 1];
}

function contradiction(a: Cluster, b: Cluster, describe: Describe): Contradiction {
  if (!a.earliest || !b.earliest) {
    const [nothing, other] = a.earliest ? [b.latest!, a.earliest.ending] : [a.latest!, b.earliest!.ending];
    return {
      operations: [other.index, nothing.index],
      text: `${describe(other.operation)} was over before ${describe(nothing.operation)} began, which found nothing.`,
    };
  }
  const [overA, overB] = [a.earliest.ending, b.earliest.ending];
  const [begunA, begunB] = [a.latest!, b.latest!];
  return {
    operations: [...new Set([overA, begunB, overB, begunA].map(({ index }) => index))],
    text:
      `${a.value} would have to come both before and after ${b.value}: ${describe(overA.operation)} was over before ` +
      `${describe(begunB.operation)} began, and ${overB.index === begunB.index ? 'that' : describe(overB.operation)} was over ` +
      `before ${begunA.index === overA.index ? 'the first' : describe(begunA.operation)} began.`,
  };
}
