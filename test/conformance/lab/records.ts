import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What was measured in one run of a scenario. Times are seconds from the first fault. */
export interface LabRecord {
  readonly scenario: string;
  readonly run: string;
  readonly system: string;
  readonly faults: readonly {
    readonly t: number;
    readonly do: readonly [verb: string, ...rest: unknown[]];
  }[];
  readonly leader: {
    readonly old_stopped_being_leader: number | null;
    readonly new_leader_role_at: number | null;
    readonly first_ack_by_another_node?: number | null;
  };
  readonly clients: Readonly<
    Record<string, { readonly gaps_over_1s: readonly (readonly [number, number])[] }>
  >;
  readonly durability: { readonly lost_acked_between?: readonly [number, number] | null };
}

/** Every record at hand, by scenario; undefined where there are none on this machine. */
export function labRecords(): ReadonlyMap<string, readonly LabRecord[]> | undefined {
  const folder = join(
    process.env.FAULTLINE_LAB ?? resolve(import.meta.dirname, '../../../../shared/lab'),
    'records',
  );
  if (!existsSync(folder)) return undefined;
  const found = new Map<string, LabRecord[]>();
  for (const file of readdirSync(folder).sort()) {
    const run = /^(.+)\.(\d+)\.json$/.exec(file);
    if (run === null) continue;
    const record = { ...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as LabRecord), run: run[2]! };
    found.set(run[1]!, [...(found.get(run[1]!) ?? []), record]);
  }
  return found;
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
  if (record.system === 'Galera') seen.push(record.clients.c2?.gaps_over_1s[0]?.[1]);
  return seen.flatMap(each => (each !== undefined && each < repaired ? [Math.round(each * 1000)] : []));
}

/** How long writes that were acknowledged and are gone had been coming in, in ms. */
export function lostMs({ durability }: LabRecord): number {
  const between = durability.lost_acked_between;
  return between == null ? 0 : Math.round((between[1] - between[0]) * 1000);
}
