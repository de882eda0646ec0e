import type { ClientLane, Playback, PlaybackProcess } from '../../../server/src/protocol/topology-panel.js';

/** Lanes of the timeline, from top to bottom; the faults stand above them. */
export type Row =
  | {
      readonly kind: 'node';
      readonly key: string;
      readonly label: string;
      readonly detail: string;
      readonly process: PlaybackProcess;
    }
  | {
      readonly kind: 'client';
      readonly key: string;
      readonly label: string;
      readonly detail: string;
      readonly client: ClientLane;
    };

/** Height of a lane, px. */
export const ROW = 24;

/**
 * A lane for each process that serves clients or changes after the first fault, and for each client that writes. Members
 * of the coordination service come last, for they explain what the others do.
 */
export function rowsOf(playback: Playback): Row[] {
  const short = shortNames(playback.processes.filter(({ serves }) => serves).map(({ name }) => name));
  const nodeRow = (process: PlaybackProcess): Row => ({
    kind: 'node',
    key: `node ${process.name}`,
    label: short(process.name),
    detail: process.coordination ? 'coordination' : (process.zone ?? ''),
    process,
  });
  const nodes = playback.processes
    .filter(process => process.serves || (!process.coordination && changes(process, playback)))
    .map(nodeRow);
  const coordination = playback.processes
    .filter(process => process.coordination && !process.serves && changes(process, playback))
    .map(nodeRow);
  const hosts = new Set(playback.processes.filter(({ serves }) => serves).map(({ host }) => host));
  const clients = playback.clients
    .filter(({ writes }) => writes)
    .map((client): Row => {
      const beside = client.beside.filter(host => hosts.has(host));
      return {
        kind: 'client',
        key: `client ${client.name}`,
        label: client.name,
        detail:
          beside.length === 0 || beside.length === hosts.size
            ? 'client'
            : `with ${beside.map(short).join(', ')}`,
        client,
      };
    });
  return nodes.length === 0 ? [...coordination, ...clients] : [...nodes, ...clients, ...coordination];
}

/** Names without what all of them end in: `m1` of `m1.catalog:27017`. */
export function shortNames(names: readonly string[]): (name: string) => string {
  const endings = names.map(name => /[.:].*$/.exec(name)?.[0] ?? '');
  const ending = endings[0] ?? '';
  if (names.length < 2 || ending === '' || endings.some(each => each !== ending)) return name => name;
  return name => (name.endsWith(ending) ? name.slice(0, -ending.length) : name);
}

function changes({ roles }: PlaybackProcess, { firstFaultMs = 0 }: Playback): boolean {
  return roles.some(
    ({ atMs, role }, index) => index > 0 && atMs >= firstFaultMs && role !== roles[index - 1]!.role,
  );
}
