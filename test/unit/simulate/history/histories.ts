import fc from 'fast-check';
import type { Operation } from '../../../../server/src/simulate/history/model.js';
import type { ObjectKind } from '../../../../server/src/simulate/history/objects.js';

/** A write of `value`, acknowledged at `to` unless told otherwise. */
export function write(
  client: number,
  value: number,
  invokedMs: number,
  to: number | undefined,
  more: Partial<Operation> = {},
): Operation {
  const result = to === undefined ? 'unknown' : 'acknowledged';
  const completed = to === undefined ? {} : { completedMs: to };
  return { kind: 'write', client, node: 'n1', invokedMs, ...completed, result, key: 0, value, ...more };
}

export function read(
  client: number,
  seen: readonly number[],
  invokedMs: number,
  completedMs: number,
  more: Partial<Operation> = {},
): Operation {
  return {
    kind: 'read',
    client,
    node: 'n1',
    invokedMs,
    completedMs,
    result: 'acknowledged',
    key: 0,
    seen,
    ...more,
  };
}

interface Planned {
  readonly client: number;
  readonly kind: 'write' | 'read';
  readonly key: number;
  readonly node: number;
  readonly think: number;
  readonly before: number;
  readonly after: number;
  /** The client waits for the answer before it goes on. */
  readonly waits: boolean;
  readonly fate: 'acknowledged' | 'warned' | 'refused' | 'done unknown' | 'undone unknown';
}

function planned(clients: number, keys: number): fc.Arbitrary<Planned> {
  return fc.record({
    client: fc.nat(clients - 1),
    kind: fc.constantFrom('write' as const, 'read' as const),
    key: fc.nat(keys - 1),
    node: fc.nat(1),
    think: fc.nat(3),
    before: fc.nat(4),
    after: fc.nat(4),
    waits: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
    fate: fc.oneof(
      { weight: 5, arbitrary: fc.constant('acknowledged' as const) },
      fc.constantFrom(
        'warned' as const,
        'refused' as const,
        'done unknown' as const,
        'undone unknown' as const,
      ),
    ),
  });
}

/** Histories of one copy that answers at once whatever reaches it: clients overlap, answers get lost, some are refused. */
export function singleCopy(
  object: ObjectKind,
  { minLength = 0, maxLength = 6, clients = 3, keys = 1 } = {},
): fc.Arbitrary<Operation[]> {
  return fc
    .array(planned(clients, keys), { minLength, maxLength })
    .map(plans => play(object, plans, clients, keys));
}

function play(object: ObjectKind, plans: readonly Planned[], clients: number, keys: number): Operation[] {
  const free = new Array<number>(clients).fill(0);
  const timed = plans.map((plan, index) => {
    const invokedMs = free[plan.client]! + plan.think;
    const atMs = invokedMs + plan.before;
    const unknown = plan.fate === 'done unknown' || plan.fate === 'undone unknown';
    // Who got no answer goes on: the write may come through later.
    free[plan.client] = unknown || !plan.waits ? invokedMs + 1 : atMs + plan.after;
    return { plan, index, invokedMs, atMs, unknown };
  });
  const copies = Array.from({ length: keys }, () => [] as number[]);
  const seen = new Map<number, readonly number[]>();
  for (const { plan, index } of [...timed].sort((a, b) => a.atMs - b.atMs || a.index - b.index)) {
    const copy = copies[plan.key]!;
    if (plan.kind === 'read') seen.set(index, object === 'register' ? copy.slice(-1) : [...copy]);
    else if (plan.fate !== 'refused' && plan.fate !== 'undone unknown') copy.push(index + 1);
  }
  return timed.map(({ plan, index, invokedMs, atMs, unknown }): Operation => {
    const { kind, client, key } = plan;
    const result = unknown
      ? 'unknown'
      : plan.fate === 'done unknown' || plan.fate === 'undone unknown'
        ? 'unknown'
        : plan.fate;
    return {
      kind,
      client,
      key,
      node: `n${plan.node + 1}`,
      invokedMs,
      ...(unknown ? {} : { completedMs: atMs + plan.after }),
      result,
      ...(kind === 'write' ? { value: index + 1 } : { seen: seen.get(index)! }),
    };
  });
}

/** The same with some answers of reads put wrong: another value of the key, one more, one less, or two exchanged. */
export function withWrongAnswers(
  object: ObjectKind,
  histories: fc.Arbitrary<Operation[]>,
): fc.Arbitrary<Operation[]> {
  const change = fc.record({ at: fc.nat(), how: fc.nat(3), value: fc.nat(), place: fc.nat() });
  return fc
    .tuple(histories, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([operations, changes]) => {
      const changed = [...operations];
      const reads = operations.flatMap(({ kind }, index) => (kind === 'read' ? [index] : []));
      for (const { at, how, value, place } of reads.length > 0 ? changes : []) {
        const index = reads[at % reads.length]!;
        const seen = [...changed[index]!.seen!];
        const values = operations.flatMap(each =>
          each.key === operations[index]!.key ? (each.value ?? []) : [],
        );
        if (values.length === 0) continue;
        const other = values[value % values.length]!;
        if (object === 'register') seen.splice(0, 1, ...(how === 0 ? [] : [other]));
        else if (how === 0) seen.splice(place % (seen.length + 1), 1);
        else if (how === 1 && !seen.includes(other)) seen.splice(place % (seen.length + 1), 0, other);
        else if (how === 2) seen.reverse();
        else if (how === 3) seen.length = Math.min(seen.length, place % 3);
        changed[index] = { ...changed[index]!, seen };
      }
      return changed;
    });
}
