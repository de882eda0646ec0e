import type { Fault, HostName, Schedule, ScheduledClient, ScheduledEvent } from './model.js';
import { durationText, yamlScalar } from './scalar.js';

/** A schedule as a YAML file that `readSchedule` reads back to the same. Times are whole ms. */
export function scheduleYaml(schedule: Schedule): string {
  const { until, clients, events } = schedule;
  const list = (key: string, items: readonly Plain[]) =>
    items.length === 0 ? `${key}: []\n` : `${key}:\n${items.map(item => `  - ${flow(item)}\n`).join('')}`;
  return `until: ${flow(duration(until))}\n${list('clients', clients.map(clientOf))}${list('events', events.map(eventOf))}`;
}

/** A schedule as a JSON file that `readSchedule` reads back to the same. Times are whole ms. */
export function scheduleJson(schedule: Schedule): string {
  return `${JSON.stringify(scheduleData(schedule), undefined, 2)}\n`;
}

/** A schedule as the plain data of its file. */
export function scheduleData({ until, clients, events }: Schedule): Record<string, unknown> {
  return { until: duration(until), clients: clients.map(clientOf), events: events.map(eventOf) };
}

type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

function clientOf(client: ScheduledClient): Plain {
  const { name, group, home, writesPerSecond, readsPerSecond, writeTimeoutMs } = client;
  return {
    name,
    ...(group === undefined ? {} : { group }),
    ...(home === undefined ? {} : { home }),
    writesPerSecond,
    readsPerSecond,
    writeTimeout: duration(writeTimeoutMs),
  };
}

function eventOf({ at, fault }: ScheduledEvent): { readonly [key: string]: Plain } {
  return { at: duration(at), ...faultOf(fault) };
}

function faultOf(fault: Fault): { readonly [key: string]: Plain } {
  switch (fault.kind) {
    case 'partition':
      return { partition: fault.groups };
    case 'heal':
      return { heal: true };
    case 'cut':
      return { cut: { from: fault.from, to: fault.to, oneWay: fault.oneWay } };
    case 'slow': {
      const { from, to, latencyMs, loss } = fault;
      return { slow: { from, to, latency: duration(latencyMs), loss } };
    }
    case 'crash':
    case 'restart':
    case 'pause':
    case 'resume': {
      const hosts: readonly HostName[] = fault.hosts;
      return { [fault.kind]: hosts, ...(fault.process === undefined ? {} : { process: fault.process }) };
    }
    case 'powerLoss':
      return { powerLoss: fault.hosts };
    case 'clock':
      return { clock: { hosts: fault.hosts, by: duration(fault.byMs) } };
    case 'diskStall': {
      const { hosts, forMs } = fault;
      return { diskStall: { hosts, ...(forMs === undefined ? {} : { for: duration(forMs) }) } };
    }
    case 'promote':
    case 'cancelWaits':
    case 'removeMember':
    case 'addMember':
      return { [fault.kind]: fault.host };
    case 'maintenance':
      return { maintenance: fault.on };
    case 'siteLoss':
      return { siteLoss: fault.site };
  }
}

/** Seconds as a number, what is no whole second with its unit: parts of a second would not come back exactly. */
function duration(ms: number): Plain {
  const whole = Math.round(ms);
  return whole % 1000 === 0 ? whole / 1000 : durationText(whole);
}

/** A value on one line of YAML. */
function flow(value: Plain): string {
  if (typeof value === 'string') return yamlScalar(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${flow(each)}`)
    .join(', ')} }`;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
