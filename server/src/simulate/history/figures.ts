import { acknowledgementSpans } from './dual-writers.js';
import type { HistoryVerdicts } from './index.js';
import type { History } from './model.js';
import { type ClientNames, clientName } from './sentences.js';

/** From, to; null: until the end. In seconds from the first fault. */
export type Seconds = readonly [from: number, to: number | null];

/**
 * The figures of a run in the words and units in which records of real clusters are kept: seconds from the first fault, to a
 * hundredth, so that the two can be laid side by side.
 */
export interface Figures {
  readonly leader: {
    readonly old: string | null;
    readonly last_ack_by_old_before_heal: number | null;
    readonly first_ack_by_another_node: number | null;
  };
  readonly clients: Readonly<Record<string, ClientFigures>>;
  readonly split_brain: { readonly overlap_s: number; readonly pairs: Readonly<Record<string, number>> };
  readonly durability: {
    readonly acked: number;
    readonly acked_lost: number;
    /** `c1>n2`: writes that the node acknowledged to the client. */
    readonly lost_by_node_and_client: Readonly<Record<string, number>>;
    readonly lost_acked_between: readonly [number, number] | null;
    readonly refused_but_present: number;
    readonly unknown: number;
    readonly unknown_but_present: number;
  };
  readonly stale_reads: Readonly<
    Record<string, { readonly reads: number; readonly stale: number; readonly max_age_s: number }>
  >;
}

export interface ClientFigures {
  readonly ack: number;
  readonly refused: number;
  readonly unknown: number;
  readonly gaps_over_1s: readonly Seconds[];
  readonly longest_gap_s: number;
  readonly acked_by_node: Readonly<Record<string, readonly (readonly [number, number])[]>>;
}

/** `firstFaultMs`: from when on seconds are counted. */
export function figuresOf(
  { operations, endMs }: History,
  verdicts: HistoryVerdicts,
  firstFaultMs: number,
  names?: ClientNames,
): Figures {
  const at = (ms: number) => seconds(ms - firstFaultMs);
  const { takeover, losses, dualWriters, stale } = verdicts;
  const clients = verdicts.gaps.map(({ client, gaps }): [string, ClientFigures] => {
    const own = operations.filter(each => each.kind === 'write' && each.client === client);
    const count = (...results: readonly string[]) =>
      own.filter(({ result }) => results.includes(result)).length;
    const spans = [...acknowledgementSpans(own)];
    return [
      clientName(client, names),
      {
        ack: count('acknowledged', 'warned'),
        refused: count('refused'),
        unknown: count('unknown'),
        gaps_over_1s: gaps.map(({ fromMs, toMs }) => [at(fromMs), toMs === undefined ? null : at(toMs)]),
        longest_gap_s: seconds(Math.max(0, ...gaps.map(({ fromMs, toMs = endMs }) => toMs - fromMs))),
        acked_by_node: Object.fromEntries(
          spans.map(([node, its]) => [node, its.map(({ fromMs, toMs }) => [at(fromMs), at(toMs)])]),
        ),
      },
    ];
  });
  return {
    leader: {
      old: takeover?.old ?? null,
      last_ack_by_old_before_heal: takeover?.oldLastAckMs === undefined ? null : at(takeover.oldLastAckMs),
      first_ack_by_another_node: takeover?.newFirstAckMs === undefined ? null : at(takeover.newFirstAckMs),
    },
    clients: Object.fromEntries(clients),
    split_brain: {
      overlap_s: seconds(dualWriters.ms),
      pairs: Object.fromEntries(Object.entries(dualWriters.pairs).map(([pair, ms]) => [pair, seconds(ms)])),
    },
    durability: {
      acked: losses.acknowledged,
      acked_lost: losses.lost.length,
      lost_by_node_and_client: Object.fromEntries(
        losses.groups.map(({ client, node, count }) => [`${clientName(client, names)}>${node}`, count]),
      ),
      lost_acked_between: losses.acknowledgedBetween
        ? [at(losses.acknowledgedBetween.fromMs), at(losses.acknowledgedBetween.toMs)]
        : null,
      refused_but_present: losses.refusedPresent.length,
      unknown: losses.unknown,
      unknown_but_present: losses.unknownPresent.length,
    },
    stale_reads: Object.fromEntries(
      Object.entries(stale.byNode).map(([node, { reads, stale, maxAgeMs }]) => [
        node,
        { reads, stale, max_age_s: seconds(maxAgeMs) },
      ]),
    ),
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 10) / 100;
}
