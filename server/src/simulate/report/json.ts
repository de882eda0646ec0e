import type { Interval, SimulationResult, SourcePlace } from './model.js';

/**
 * A result as plain data for programs. Times are ms from the first fault, intervals `[least, most]` over all phases of
 * timers; null: it did not come about in any run. Lines and characters count from zero, as editors count.
 */
export function resultJson(result: SimulationResult): Record<string, unknown> {
  const { sample, ackedLost, staleReads, dualWriters, pastLater } = result;
  return {
    cluster: result.cluster,
    family: result.family,
    nodes: result.nodes,
    bounds: result.bounds,
    leaders: result.leaders.map(({ node, from, to, share, open }) => ({
      node,
      from,
      to: to ?? null,
      share: rounded(share),
      open: rounded(open),
    })),
    oldLeaderLastAck: orNull(result.oldLeaderLastAck),
    newLeaderFirstAck: orNull(result.newLeaderFirstAck),
    failover: result.failover,
    dualWriters: { verdict: dualWriters.verdict, ms: orNull(dualWriters.ms) },
    pastLater: { ...pastLater, ms: orNull(pastLater.ms) },
    clients: result.clients.map(({ name, beside, gaps, acknowledged, refused, unknown }) => ({
      name,
      beside: beside ?? null,
      gaps: gaps.map(({ from, to, share, open }) => ({
        from,
        to: to ?? null,
        share: rounded(share),
        open: rounded(open),
      })),
      acknowledged,
      refused,
      unknown,
    })),
    ackedLost: {
      verdict: ackedLost.verdict,
      writes: ackedLost.writes,
      between: ackedLost.between ?? null,
      ms: orNull(ackedLost.ms),
      bySide: ackedLost.bySide,
    },
    staleReads: {
      verdict: staleReads.verdict,
      maxAge: orNull(staleReads.maxAge),
      level: staleReads.level,
      byNode: staleReads.byNode,
      atDefaultLevel: staleReads.atDefaultLevel,
    },
    conflicts: result.conflicts,
    finalLeaders: result.finalLeaders.map(({ nodes, share }) => ({ nodes, share: rounded(share) })),
    converged: result.converged,
    guarantees: result.guarantees ?? null,
    reasons: result.reasons.map(({ text, values, source }) => ({
      text,
      source: placeOf(source),
      settings: values.map(({ name, value, written, source: place }) => ({
        name,
        value,
        written,
        source: placeOf(place),
      })),
    })),
    problems: result.problems,
    sample: {
      seed: sample.seed,
      lean: sample.lean,
      firstFault: sample.firstFaultMs,
      end: sample.endMs,
      roles: sample.roles,
      clients: sample.clients,
      events: sample.events,
    },
  };
}

function orNull(interval: Interval | undefined): Interval | null {
  return interval ?? null;
}

function placeOf(place: SourcePlace | undefined): SourcePlace | null {
  return place === undefined
    ? null
    : {
        file: place.file,
        range: { start: { ...place.range.start }, end: { ...place.range.end } },
      };
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
