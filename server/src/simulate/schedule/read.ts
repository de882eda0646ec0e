import { readYaml, yamlErrors } from '../../documents/readers/yaml.js';
import { entryAt, type Node, valueAt } from '../../documents/tree.js';
import { didYouMean } from '../../text/nearest.js';
import { DEFAULT_AFTER_LAST_MS, DEFAULT_CLIENT_NAMES, defaultClients } from './default.js';
import { Fields, headOf } from './fields.js';
import { MAX_CLIENTS, MAX_EVENTS, MAX_RATE, MAX_UNTIL_MS } from './limits.js';
import {
  DEFAULT_READS_PER_SECOND,
  DEFAULT_WRITE_TIMEOUT_MS,
  DEFAULT_WRITES_PER_SECOND,
  type FaultKind,
  type Schedule,
  type ScheduledClient,
  type ScheduledEvent,
} from './model.js';
import type { ScheduleProblem } from './problem.js';
import { FAULT_KINDS, FAULTS } from './read-fault.js';
import { listed, shown } from './shown.js';

export interface ScheduleReading {
  /** What could be read; to be used only where there are no problems. */
  readonly schedule: Schedule;
  /** In the order in which they stand in the text. */
  readonly problems: readonly ScheduleProblem[];
}

/** Keys of the file, of a client, and beside a fault. */
export const SCHEDULE_KEYS = ['until', 'clients', 'events'] as const;
export const CLIENT_KEYS = [
  'name',
  'group',
  'home',
  'writesPerSecond',
  'readsPerSecond',
  'writeTimeout',
] as const;

/**
 * Reads a schedule from YAML or JSON. Never throws: what is wrong becomes a problem at the exact place. Times are rounded
 * to whole ms, events sorted by time; those of one time keep their order.
 * @param hosts Names that the schedule may speak of; undefined: any.
 */
export function readSchedule(text: string, hosts?: Iterable<string>): ScheduleReading {
  try {
    return readDocument(text, hosts === undefined ? undefined : [...hosts]);
  } catch (error) {
    // Nesting deeper than the parser's stack.
    const message = `This cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    const schedule = { until: DEFAULT_AFTER_LAST_MS, clients: [], events: [] };
    return { schedule, problems: [{ message, span: { start: 0, end: text.length } }] };
  }
}

function readDocument(text: string, hosts: readonly string[] | undefined): ScheduleReading {
  const [top, second] = readYaml(text);
  const given = valueAt(top, 'clients');
  const clientNodes = given?.kind === 'list' ? given.items : [];
  const names = given === undefined ? DEFAULT_CLIENT_NAMES : clientNodes.flatMap(node => nameOf(node) ?? []);
  const fields = new Fields(text, hosts && new Set([...hosts, ...names]));
  for (const { code, message, span } of yamlErrors(text)) {
    // YAML keeps `@` for later use and wants it quoted; people write `@primary`, and it cannot mean anything else.
    if (code === 'BAD_SCALAR_START' && text[span.start] === '@') continue;
    fields.problem(span, `This is not valid YAML: ${message}.`);
  }
  if (second !== undefined) fields.problem(second.span, 'A schedule is one document.');
  const keys = top && fields.map(top, SCHEDULE_KEYS, 'A schedule');
  const list = keys?.get('events');
  // Of a text that is no YAML that has been said.
  const readable = top !== undefined || fields.problems.length === 0;
  if (readable && (top === undefined || (keys !== undefined && list === undefined))) {
    fields.problem(top === undefined ? { start: 0, end: 0 } : headOf(top), 'A schedule has `events`.');
  }
  const events = list === undefined ? [] : readEvents(fields, list);
  const until = readEnd(fields, keys?.get('until'), events.at(-1)?.at ?? 0);
  if (given !== undefined) fields.items(given, '`clients`');
  const clients = given === undefined ? defaultClients(events, hosts) : readClients(fields, clientNodes);
  const problems = fields.problems.sort((a, b) => a.span.start - b.span.start);
  return { schedule: { until, clients, events }, problems };
}

/** When the run ends; where it is not said, some time after the last event. */
function readEnd(fields: Fields, node: Node | undefined, lastMs: number): number {
  const until = node && fields.duration(node, '`until`', 1, MAX_UNTIL_MS);
  if (node !== undefined && until !== undefined && lastMs > until) {
    fields.problem(node.span, 'The run ends before the last event: `until` is too early.');
  }
  return until ?? Math.min(lastMs + DEFAULT_AFTER_LAST_MS, MAX_UNTIL_MS);
}

function nameOf(node: Node): string | undefined {
  const value = valueAt(node, 'name');
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

function readClients(fields: Fields, nodes: readonly Node[]): ScheduledClient[] {
  const over = nodes[MAX_CLIENTS];
  if (over !== undefined) fields.problem(over.span, `A schedule has at most ${MAX_CLIENTS} clients.`);
  const names = new Set<string>();
  return nodes.slice(0, MAX_CLIENTS).flatMap(node => {
    const client = readClient(fields, node);
    if (client === undefined) return [];
    if (names.has(client.name)) fields.problem(headOf(node), `Two clients are named ${shown(client.name)}.`);
    names.add(client.name);
    return [client];
  });
}

function readClient(fields: Fields, node: Node): ScheduledClient | undefined {
  const map = fields.map(node, CLIENT_KEYS, 'A client');
  if (map === undefined) return undefined;
  const nameNode = fields.required(map, 'name', node, 'A client');
  const name = nameNode && fields.name(nameNode, '`name`');
  if (name?.startsWith('@')) fields.problem(nameNode!.span, 'The name of a client begins with no `@`.');
  const read = <T>(
    key: (typeof CLIENT_KEYS)[number],
    reader: (node: Node) => T | undefined,
  ): T | undefined => {
    const value = map.get(key);
    return value === undefined ? undefined : reader(value);
  };
  const group = read('group', value => fields.hostList(value, '`group`'));
  const home = read('home', value => fields.hostList(value, '`home`'));
  const writes = read('writesPerSecond', value => fields.number(value, '`writesPerSecond`', 0, MAX_RATE));
  const reads = read('readsPerSecond', value => fields.number(value, '`readsPerSecond`', 0, MAX_RATE));
  const timeout = read('writeTimeout', value => fields.duration(value, '`writeTimeout`', 1, MAX_UNTIL_MS));
  if (name === undefined) return undefined;
  return {
    name,
    ...(group === undefined ? {} : { group }),
    ...(home === undefined ? {} : { home }),
    writesPerSecond: writes ?? DEFAULT_WRITES_PER_SECOND,
    readsPerSecond: reads ?? DEFAULT_READS_PER_SECOND,
    writeTimeoutMs: timeout ?? DEFAULT_WRITE_TIMEOUT_MS,
  };
}

function readEvents(fields: Fields, list: Node): ScheduledEvent[] {
  const nodes = fields.items(list, '`events`');
  const over = nodes[MAX_EVENTS];
  if (over !== undefined) fields.problem(over.span, `A schedule has at most ${MAX_EVENTS} events.`);
  const events = nodes.slice(0, MAX_EVENTS).flatMap(node => readEvent(fields, node) ?? []);
  return events.sort((a, b) => a.at - b.at);
}

function readEvent(fields: Fields, node: Node): ScheduledEvent | undefined {
  if (node.kind !== 'map') {
    return fields.problem(
      node.span,
      'An event is a map of `at` and one fault, as in `{at: 10, heal: true}`.',
    );
  }
  const kinds = node.entries.filter(({ key }) => FAULT_KINDS.includes(key as FaultKind));
  for (const { key, keySpan } of node.entries) {
    if (key === 'at' || key === 'process' || FAULT_KINDS.includes(key as FaultKind)) continue;
    const meant = didYouMean(key, ['at', 'process', ...FAULT_KINDS]);
    fields.problem(
      keySpan,
      `There is no fault \`${shown(key)}\`.${meant || ` Faults are ${listed(FAULT_KINDS)}.`}`,
    );
  }
  const time = valueAt(node, 'at');
  const at =
    time === undefined
      ? fields.problem(headOf(node), 'An event needs `at`: seconds from the beginning.')
      : fields.duration(time, '`at`', 0, MAX_UNTIL_MS);
  const [first, second] = kinds;
  if (first === undefined) {
    // An unknown key has been told already.
    const told = node.entries.some(({ key }) => key !== 'at' && key !== 'process');
    return told ? undefined : fields.problem(headOf(node), 'An event needs a fault.');
  }
  if (second !== undefined) {
    return fields.problem(second.keySpan, 'An event holds one fault: write another event of the same time.');
  }
  const beside = entryAt(node, 'process');
  const { read, process: takesProcess } = FAULTS[first.key as FaultKind];
  if (beside !== undefined && !takesProcess) {
    return fields.problem(beside.keySpan, `\`${first.key}\` is about hosts: it takes no \`process\`.`);
  }
  const process = beside && fields.name(beside.value, '`process`');
  const fault = read(fields, first.value, process);
  return fault === undefined || at === undefined ? undefined : { at, fault };
}
