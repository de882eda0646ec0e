import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place in the schedule of a scenario: seconds, verb, what it is about. */
export type LabFault = readonly [t: number, verb: string, ...rest: unknown[]];

/** What was done to a real cluster, over and over. */
export interface Scenario {
  readonly scenario: string;
  readonly about: string;
  readonly system: string;
  readonly faults: readonly LabFault[];
  /** Seconds from the first fault. */
  readonly end: number;
  readonly home?: Readonly<Record<string, readonly string[]>>;
  /** Seconds. */
  readonly write_timeout?: number;
}

/** What was measured in one run of a scenario. Times are seconds from the first fault; nodes were polled every 0.1 s. */
export interface LabRecord {
  readonly scenario: string;
  readonly run: string;
  readonly system: string;
  readonly faults: readonly {
    readonly t: number;
    readonly do: readonly [verb: string, ...rest: unknown[]];
    readonly result?: unknown;
  }[];
  readonly roles: Readonly<Record<string, readonly (readonly [at: number, role: string])[]>>;
  readonly leader: {
    readonly old: string | null;
    readonly old_stopped_being_leader: number | null;
    readonly new: string | null;
    readonly new_leader_role_at: number | null;
    readonly first_ack_by_another_node?: number | null;
    readonly last_ack_by_old_before_heal?: number | null;
  };
  readonly clients: Readonly<Record<string, LabClient>>;
  readonly split_brain: { readonly overlap_s: number };
  readonly durability: {
    readonly acked: number;
    readonly acked_lost: number;
    /** `c1>n1`: acknowledged by n1 to c1. */
    readonly lost_by_node_and_client: Readonly<Record<string, number>>;
    readonly lost_acked_between?: readonly [number, number] | null;
  };
  readonly stale_reads: Readonly<
    Record<
      string,
      {
        readonly reads: number;
        readonly stale: number;
        readonly max_age_s: number;
        readonly stale_while_faulty: number;
        readonly stale_before_fault: number;
        readonly max_age_before_fault_s: number;
      }
    >
  >;
  readonly final: {
    readonly primary: string | null;
    /** All that took themselves for it, where that was looked at: `primary` is the one of the latest timeline. */
    readonly primaries?: readonly string[];
    readonly roles: Readonly<Record<string, string>>;
    readonly same_data: Readonly<Record<string, boolean | null>>;
  };
}

export interface LabClient {
  readonly ack: number;
  readonly refused: number;
  readonly unknown: number;
  readonly gaps_over_1s: readonly (readonly [from: number, to: number | null])[];
  readonly acked_by_node: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>;
}

const DATA = join(import.meta.dirname, 'data');

/** Every scenario, by name, in the order of the files. */
export function labScenarios(): ReadonlyMap<string, Scenario> {
  return new Map(lines<Scenario>('scenarios.jsonl').map(each => [each.scenario, each]));
}

/** Every record, by scenario. */
export function labRecords(): ReadonlyMap<string, readonly LabRecord[]> {
  const found = new Map<string, LabRecord[]>();
  for (const record of lines<LabRecord>('records.jsonl'))
    found.set(record.scenario, [...(found.get(record.scenario) ?? []), record]);
  return found;
}

/** What stands in the file of that name, and in those of later experiments, whose names end so. */
function lines<T>(file: string): T[] {
  return readdirSync(DATA)
    .filter(name => name === file || name.endsWith(`.${file}`))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .flatMap(name => readFileSync(join(DATA, name), 'utf8').split('\n'))
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);
}

/**
 * When another node took writes, in ms from the loss, as the nodes and the clients saw it. Empty where the loss was
 * repaired first, or where nobody was to take over.
 */
export function failoverTimes(record: LabRecord): number[] {
  const repaired = record.faults.find(({ do: [verb] }) => /^(?:heal|start|thaw)$/.test(verb))?.t ?? Infinity;
  const {
    new_leader_role_at: role,
    first_ack_by_another_node: ack,
    old_stopped_being_leader: stopped,
  } = record.leader;
  const seen = [role ?? undefined];
  // Clients that reach the old leader stay with it until it steps down: then they tell nothing of the new one.
  const stayed = ack != null && stopped !== null && role !== null && stopped > role && ack > stopped;
  if (!stayed) seen.push(ack ?? undefined);
  // Without leaders: the second client is with those that are left, and goes on when they do.
  if (record.system === 'Galera') seen.push(record.clients.c2?.gaps_over_1s[0]?.[1] ?? undefined);
  return seen.flatMap(each => (each !== undefined && each < repaired ? [Math.round(each * 1000)] : []));
}

/** How long writes that were acknowledged and are gone had been coming in, in ms. */
export function lostMs({ durability }: LabRecord): number {
  const between = durability.lost_acked_between;
  return between == null ? 0 : Math.round((between[1] - between[0]) * 1000);
}
