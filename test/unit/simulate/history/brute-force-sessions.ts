import type { Operation } from '../../../../server/src/simulate/history/model.js';
import type { ObjectKind } from '../../../../server/src/simulate/history/objects.js';

/**
 * The session guarantees by their definitions, over all pairs and triples of operations: which read breaks which, in whose
 * session, as "guarantee client read".
 */
export function brokenGuarantees(operations: readonly Operation[], object: ObjectKind): string[] {
  const all = operations.map((operation, index) => ({ ...operation, index }));
  type Each = (typeof all)[number];
  const done = all.filter(({ result }) => result === 'acknowledged' || result === 'warned');
  const reads = done.filter(({ kind }) => kind === 'read');
  const writes = all.filter(({ kind }) => kind === 'write');
  const ended = ({ result, completedMs }: Each) =>
    result === 'acknowledged' || result === 'warned' ? completedMs! : Number.POSITIVE_INFINITY;
  const before = (a: Each, b: Each) =>
    a.client === b.client && a.key === b.key && a.index !== b.index && ended(a) < b.invokedMs;
  const seenBy = (read: Each) => (object === 'register' ? read.seen!.slice(-1) : read.seen!);
  const writeOf = (value: number | undefined, key: number) =>
    writes.find(write => write.value === value && write.key === key);
  const broken = new Set<string>();
  const report = (guarantee: string, client: number, read: Each) =>
    broken.add(`${guarantee} ${client} ${read.index}`);

  /** a was surely replaced by b. */
  const older = (a: number | undefined, b: number | undefined, key: number): boolean => {
    if (b === undefined || a === b) return false;
    if (a === undefined) return true;
    const [first, second] = [writeOf(a, key)!, writeOf(b, key)!];
    const proofs = reads.filter(read => read.key === key && seenBy(read)[0] === a);
    return before(first, second) || [first, ...proofs].some(proof => ended(proof) < second.invokedMs);
  };
  /** `read` does not have `value`, or (log) has it after `later`. */
  const lacks = (read: Each, value: number, later?: number) =>
    !read.seen!.includes(value) ||
    (object === 'log' && later !== undefined && read.seen!.indexOf(value) > read.seen!.indexOf(later));

  for (const read of reads) {
    const value = read.seen!.at(-1);
    for (const mine of done) {
      if (!before(mine, read)) continue;
      if (object !== 'register') {
        if (mine.kind === 'write' && lacks(read, mine.value!)) report('read your writes', read.client, read);
        if (mine.kind === 'read' && mine.seen!.some(each => lacks(read, each)))
          report('monotonic reads', read.client, read);
      } else if (mine.kind === 'write') {
        if (older(value, mine.value, read.key)) report('read your writes', read.client, read);
      } else {
        const theirs = mine.seen!.at(-1);
        const again =
          theirs !== value && reads.some(first => before(first, mine) && first.seen!.at(-1) === value);
        if (older(value, theirs, read.key) || again) report('monotonic reads', read.client, read);
      }
    }
    for (const later of writes.filter(({ key }) => key === read.key)) {
      const shows =
        object === 'register'
          ? reads.some(
              other =>
                other.node === read.node &&
                other.key === read.key &&
                ended(other) < read.invokedMs &&
                other.seen!.at(-1) === later.value,
            )
          : read.seen!.includes(later.value!);
      if (!shows) continue;
      const wrong = (each: number) =>
        object === 'register' ? value === each : lacks(read, each, later.value);
      for (const earlier of done.filter(each => before(each, later))) {
        if (earlier.kind === 'write' && wrong(earlier.value!)) report('monotonic writes', later.client, read);
        if (earlier.kind === 'read' && seenBy(earlier).some(wrong))
          report('writes follow reads', later.client, read);
      }
    }
  }
  return [...broken].sort();
}
