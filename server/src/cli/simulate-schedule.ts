import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readDuration } from '../cluster/setting-value.js';
import type { Prepared } from '../simulate/family.js';
import { DEFAULT_PARTITION_MS, defaultSchedule } from '../simulate/report/default-schedule.js';
import { defaultClients, partitionSchedule, readGrouping, readSchedule } from '../simulate/schedule/index.js';
import { DEFAULT_LEAD_IN_MS, type Schedule } from '../simulate/schedule/model.js';
import { LineIndex } from '../text/lines.js';
import { CliError, type CliIo } from './io.js';

/** What a command line says of a schedule. Times as written: `10s`, or seconds, from the beginning of the run. */
export interface ScheduleOptions {
  readonly schedule?: string;
  readonly partition?: string;
  readonly at?: string;
  readonly heal?: string;
  readonly until?: string;
}

/** Problems of a schedule file that are told at once. */
const MAX_PROBLEMS = 10;

/**
 * The schedule that the options mean; without any, whoever leads is cut off for a while. Throws a `CliError` that says
 * what is wrong with it.
 */
export async function scheduleOf(options: ScheduleOptions, prepared: Prepared, io: CliIo): Promise<Schedule> {
  const { schedule: file, partition } = options;
  const hosts = hostNames(prepared);
  if (file !== undefined) {
    const other = (['partition', 'at', 'heal', 'until'] as const).find(key => options[key] !== undefined);
    if (other !== undefined) throw new CliError(`--schedule says it all: leave --${other} out.`);
    return fromFile(file, hosts, io);
  }
  const at = duration('at', options.at) ?? DEFAULT_LEAD_IN_MS;
  const heal = duration('heal', options.heal);
  const until = duration('until', options.until);
  if (heal !== undefined && heal <= at)
    throw new CliError(`--heal ${options.heal}: the partition begins at ${at / 1000}s, and heals later.`);
  if (until !== undefined && until <= Math.max(at, heal ?? 0))
    throw new CliError(`--until ${options.until}: the run ends before its last event.`);
  if (partition === undefined) {
    const chosen = defaultSchedule(prepared, at, heal ?? at + DEFAULT_PARTITION_MS);
    return until === undefined ? chosen : { ...chosen, until: Math.max(until, chosen.events.at(-1)!.at + 1) };
  }
  const { groups, problems } = readGrouping(partition, hosts);
  const [problem] = problems;
  if (problem !== undefined) throw new CliError(`--partition "${partition}": ${problem.message}`);
  const chosen = partitionSchedule(groups, at, heal, until);
  return { ...chosen, clients: defaultClients(chosen.events, hosts) };
}

async function fromFile(file: string, hosts: readonly string[], io: CliIo): Promise<Schedule> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), 'utf8');
  } catch {
    throw new CliError(`${file}: no such file`);
  }
  const { schedule, problems } = readSchedule(text, hosts);
  if (problems.length === 0) return schedule;
  const lines = new LineIndex(text);
  const told = problems.slice(0, MAX_PROBLEMS).map(({ message, span }) => {
    const { line, character } = lines.positionAt(span.start);
    return `${file}:${line + 1}:${character + 1}: ${message}`;
  });
  const more = problems.length - told.length;
  throw new CliError([...told, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'));
}

/** Names that a schedule may use for the hosts of a cluster: those that people give first. */
export function hostNames({ hosts, processes }: Prepared): string[] {
  return [
    ...new Set([
      ...hosts.map(({ name }) => name),
      ...processes.flatMap(({ name, member }) => [name, ...(member === undefined ? [] : [member])]),
      ...hosts.flatMap(({ aliases }) => aliases),
    ]),
  ];
}

function duration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = readDuration(text.trim(), 1000);
  if (ms === undefined || !Number.isFinite(ms) || ms < 0)
    throw new CliError(`--${option} ${text}: is no time; write 10s, 500ms, 1min or a number of seconds.`);
  return Math.round(ms);
}
