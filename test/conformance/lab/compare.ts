import { align, intervalOf } from '../../../server/src/simulate/report/align.js';
import type { RunFacts } from '../../../server/src/simulate/report/facts.js';
import type { Interval, Verdict } from '../../../server/src/simulate/report/model.js';
import type { Played } from './play.js';
import type { LabRecord } from './records.js';
import { LEAD_IN_MS } from './schedule.js';

/** One thing that was measured, beside what the model says of it. */
export interface Comparison {
  readonly run: string;
  readonly what: string;
  /** `time`: in an interval; `verdict`: in a set. */
  readonly kind: 'time' | 'verdict';
  readonly measured: string;
  readonly model: string;
  /** `near`: a time that misses by under 2 s. */
  readonly fit: 'ok' | 'near' | 'miss';
  /** By how much a time misses, in ms. */
  readonly byMs?: number;
  /** Of a time: how wide the model's interval is, in ms. */
  readonly widthMs?: number;
}

/** The nodes were polled every 0.1 s, and a client writes every 0.05 s: closer than this no time is known. */
const MEASURE_MS = 150;
/** How long a node may say nothing until it counts as silent. */
const POLL_MS = 2_000;
/** A time may miss by this much. */
const NEAR_MS = 2_000;

/** Everything that was measured in one run beside what the model says. */
export function compareRecord(record: LabRecord, played: Played): Comparison[] {
  const { facts } = played;
  const { leader, durability } = record;
  const add: Comparison[] = [];
  const events = played.schedule.events.map(({ at }) => at - LEAD_IN_MS);
  const time = (
    what: string,
    measured: number | null | undefined,
    model: readonly (number | undefined)[],
  ): void => {
    const ms = measured == null ? undefined : measured * 1000;
    const near = ms === undefined ? model : betweenSameEvents(ms, model, events);
    add.push(timeFit(record.run, what, ms, near, near.length < model.length));
  };
  const verdict = (what: string, measured: boolean | string, model: ReadonlySet<boolean | string>) =>
    add.push(verdictFit(record.run, what, measured, model));

  const old = leader.old === null ? undefined : played.processOf.get(leader.old);
  const led = facts.some(each => each.old !== undefined);
  time(
    'old stopped',
    leader.old_stopped_being_leader,
    facts.map(led ? stoppedInSight : f => endOfFirst(f, old)),
  );
  if (led) {
    time(
      'new leads',
      leader.new_leader_role_at,
      facts.map(f => f.newLeaderMs),
    );
    // In etcd every member answers clients: who acknowledged tells nothing of the leader.
    if (record.system !== 'EtcdCluster') {
      time(
        'last ack by old',
        // A write under way at the fault may have been answered right after it.
        leader.last_ack_by_old_before_heal ?? 0,
        facts.map(f => f.oldLastAckMs ?? 0),
      );
      time(
        'first ack by another',
        leader.first_ack_by_another_node,
        facts.map(f => f.newFirstAckMs),
      );
    }
    const final = (process: number, f: RunFacts) => (process === f.old ? 'the old one' : 'another');
    const { primary, primaries = primary === null ? [] : [primary] } = record.final;
    verdict(
      'final leader',
      primaries.length === 0
        ? 'nobody'
        : primaries.map(each => (each === leader.old ? 'the old one' : 'another')).join('+'),
      new Set(
        facts.map(f =>
          f.finalLeaders.length === 0 ? 'nobody' : f.finalLeaders.map(p => final(p, f)).join('+'),
        ),
      ),
    );
  }
  for (const [client, name] of ['c1', 'c2'].entries()) {
    // In a record the wait for a first acknowledgement is none.
    const modelled = facts.map(f => f.clients[client]!.gaps.filter(gap => !isFirstWait(gap)));
    const gaps = align(modelled, events, 500);
    const measured = record.clients[name]!.gaps_over_1s;
    verdict(`${name} blocked`, measured.length > 0, new Set(modelled.map(each => each.length > 0)));
    if (played.schedule.events.length === 0) {
      // Nothing tells when the first one begins.
      for (const [from, to] of measured)
        time(`${name} gap lasts`, (to ?? Infinity) - from, lengths(facts, client));
      continue;
    }
    for (const [from, to] of measured) {
      const near = gaps.reduce<(typeof gaps)[number] | undefined>(
        (best, each) =>
          best === undefined || distance(each.from, from * 1000) < distance(best.from, from * 1000)
            ? each
            : best,
        undefined,
      );
      add.push(
        timeFit(record.run, `${name} gap from`, from * 1000, near?.from ?? [], (near?.share ?? 0) < 1),
      );
      const ends = near?.to ?? [];
      add.push(
        timeFit(
          record.run,
          `${name} gap to`,
          to === null ? undefined : to * 1000,
          ends,
          (near?.open ?? 1) > 0,
        ),
      );
    }
    const lost = Object.entries(durability.lost_by_node_and_client)
      .filter(([key]) => key.startsWith(`${name}>`))
      .reduce((sum, [, count]) => sum + count, 0);
    verdict(`${name} lost`, lost > 0, new Set(facts.map(f => f.clients[client]!.lost > 0)));
  }
  const overlap = record.split_brain.overlap_s;
  verdict('both wrote', overlap > OVERLAP_S, new Set(facts.map(f => f.dualMs > OVERLAP_S * 1000)));
  if (overlap > OVERLAP_S)
    time(
      'both wrote for',
      overlap,
      facts.map(f => (f.dualMs > 0 ? f.dualMs : undefined)),
    );
  const between = durability.lost_acked_between;
  if (between) {
    time(
      'lost from',
      between[0],
      facts.map(f => f.lostBetweenMs?.[0]),
    );
    time(
      'lost to',
      between[1],
      facts.map(f => f.lostBetweenMs?.[1]),
    );
  }
  for (const [host, { max_age_s: age }] of Object.entries(record.stale_reads)) {
    const ages = staleAges(played, host, leader.old);
    if (ages.length === 0) continue;
    // Replicas are some ms behind whatever happens.
    verdict(`${host} stale`, age > STALE_S, new Set(ages.map(each => each > STALE_S * 1000)));
    if (age > STALE_S)
      time(
        `${host} stale by`,
        age,
        ages.map(each => (each > STALE_S * 1000 ? each : undefined)),
      );
  }
  return add;
}

function isFirstWait({ fromMs, toMs }: RunFacts['clients'][number]['gaps'][number]): boolean {
  return fromMs <= -LEAD_IN_MS && toMs !== undefined;
}

function lengths(facts: readonly RunFacts[], client: number): number[] {
  return facts.flatMap(f => f.clients[client]!.gaps.map(({ fromMs, toMs }) => (toMs ?? Infinity) - fromMs));
}

/**
 * The times that lie between the same two events of the schedule as the one nearest to what was measured: what came of
 * one event is not what came of the next.
 */
function betweenSameEvents(
  measured: number,
  model: readonly (number | undefined)[],
  events: readonly number[],
): readonly (number | undefined)[] {
  const phase = (ms: number) => events.filter(at => at <= ms).length;
  const values = model.filter(value => value !== undefined);
  const nearest = values.reduce<number | undefined>(
    (best, each) =>
      best === undefined || Math.abs(each - measured) < Math.abs(best - measured) ? each : best,
    undefined,
  );
  return nearest === undefined ? model : values.filter(each => phase(each) === phase(nearest));
}

/** Less than this is how long any write takes, in s. */
const OVERLAP_S = 0.5;
const STALE_S = 0.5;

/**
 * How old the data was that a machine showed to clients that asked it alone, one number for each run. Where the model lets any member lead at the
 * beginning, its leader stands for the leader of the record, and every other one for every other one.
 */
function staleAges({ facts, processOf, prepared }: Played, host: string, oldHost: string | null): number[] {
  const process = processOf.get(host);
  if (process === undefined) return [];
  const olds = new Set(facts.map(({ old }) => old));
  if (olds.size <= 1) return facts.map(f => f.shownStaleMs[process]!);
  return facts.flatMap(f =>
    f.shownStaleMs.filter((_, p) => prepared.processes[p]!.serves && (p === f.old) === (host === oldHost)),
  );
}

/** When the old leader stopped as far as anybody could see: a node that is frozen for less than what a poll waits says nothing of it. */
function stoppedInSight({ old, oldStoppedMs, spans }: RunFacts): number | undefined {
  const own = spans.filter(({ process, role }) => process === old && role === 'leader');
  const goesOn = ({ toMs, epoch }: (typeof own)[number]) =>
    toMs !== undefined &&
    own.some(next => next.epoch === epoch && next.fromMs > toMs && next.fromMs - toMs < POLL_MS);
  return own.some(goesOn) ? own.find(each => (each.toMs ?? -1) >= 0 && !goesOn(each))?.toMs : oldStoppedMs;
}

/** When an equal among equals ceased to take writes. */
function endOfFirst({ spans }: RunFacts, process: number | undefined): number | undefined {
  return spans.find(each => each.process === process && (each.toMs ?? -1) >= 0)?.toMs;
}

function timeFit(
  run: string,
  what: string,
  measured: number | undefined,
  model: readonly (number | undefined)[],
  sometimesNot = false,
): Comparison {
  const values = model.filter(value => value !== undefined);
  const never = sometimesNot || values.length < model.length || model.length === 0;
  const interval = intervalOf(values);
  const shown = interval === undefined ? 'never' : `${shownInterval(interval)}${never ? ' or never' : ''}`;
  const common = { run, what, kind: 'time', model: shown } as const;
  const widthMs = interval === undefined ? {} : { widthMs: interval[1] - interval[0] };
  if (measured === undefined) return { ...common, ...widthMs, measured: 'never', fit: never ? 'ok' : 'miss' };
  const byMs = interval === undefined ? Infinity : distance(interval, measured);
  const fit = byMs <= MEASURE_MS ? 'ok' : byMs < NEAR_MS ? 'near' : 'miss';
  return { ...common, ...widthMs, measured: seconds(measured), fit, byMs };
}

function verdictFit(
  run: string,
  what: string,
  measured: boolean | string,
  model: ReadonlySet<boolean | string>,
): Comparison {
  const shown =
    typeof measured === 'string' ? [...model].join(' or ') : verdictOf(model as ReadonlySet<boolean>);
  const text = typeof measured === 'string' ? measured : measured ? 'yes' : 'no';
  return {
    run,
    what,
    kind: 'verdict',
    measured: text,
    model: shown,
    fit: model.has(measured) ? 'ok' : 'miss',
  };
}

function verdictOf(found: ReadonlySet<boolean>): Verdict {
  return found.size === 2 ? 'possible' : found.has(true) ? 'certain' : 'impossible';
}

function distance([least, most]: Interval, value: number): number {
  return Math.max(0, least - value, value - most);
}

export function shownInterval([least, most]: Interval): string {
  return `${seconds(least)}-${seconds(most)}`;
}

function seconds(ms: number): string {
  return (Math.round(ms / 10) / 100).toString();
}
