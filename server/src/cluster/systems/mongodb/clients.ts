import { folderOfUri, stepsBetween } from '../../folders.js';
import { hostOf } from '../../join.js';
import type { Client, Cluster, Member } from '../../model.js';
import type { Fragment } from '../../module.js';
import { Settings } from '../../settings.js';
import type { MongoData } from './data.js';
import { MONGODB_PARAMETERS } from './parameters.js';

/** Connection strings as clients. */
export function clientsOf(fragments: readonly Fragment<MongoData>[]): readonly Client[] {
  return fragments.flatMap(({ data, uri, origin }): Client[] =>
    data.kind === 'client'
      ? [
          {
            id: `${uri}#${origin.span.start}`,
            system: 'mongodb',
            targets: data.hosts.filter(({ text }) => text !== ''),
            settings: { mongodb: new Settings(MONGODB_PARAMETERS, undefined, data.written) },
            origin,
          },
        ]
      : [],
  );
}

/**
 * Replica sets that only connection strings speak of: those that name a set, several hosts, or what they want of reads
 * and writes. How many members they have is not told.
 */
export function spokenOf(clients: readonly Client[], clusters: readonly Cluster[]): readonly Cluster[] {
  const known = new Set(
    clusters.flatMap(({ members }) => members.flatMap(({ id, addresses }) => [id, ...addresses].map(hostOf))),
  );
  const made: { name: string; folder: string; clients: Client[] }[] = [];
  for (const client of clients) {
    const settings = client.settings.mongodb!;
    const hosts = client.targets.map(({ text }) => text);
    if (hosts.some(host => known.has(hostOf(host)))) continue;
    const named = settings.text('replicaSet');
    const { unit, span } = client.origin;
    // Behind a name of DNS stand several members; one host without a set may well stand alone.
    const isSrv = unit.piece.text.startsWith('mongodb+srv', span.start);
    const wants = ['w', 'journal', 'readConcernLevel', 'readPreference', 'retryWrites'].some(
      name => settings.given(name) !== undefined,
    );
    if (named === undefined && hosts.length < 2 && !(isSrv && wants)) continue;
    const folder = folderOfUri(client.origin.unit.uri);
    const same = made.find(
      each =>
        stepsBetween(each.folder, folder) <= 2 &&
        each.clients.some(other => other.targets.some(({ text }) => hosts.includes(text))),
    );
    if (same === undefined)
      made.push({ name: named ?? hosts[0] ?? 'replica set', folder, clients: [client] });
    else same.clients.push(client);
  }
  return made.map(({ name, folder, clients: own }): Cluster => {
    const settings = new Settings(MONGODB_PARAMETERS, undefined, []);
    const hosts = new Map(own.flatMap(({ targets }) => targets.map(target => [target.text, target])));
    const members = [...hosts.values()].map(
      ({ text, origin }): Member => ({
        id: text,
        role: 'data',
        votes: 1,
        eligible: true,
        site: {},
        addresses: [text.includes(':') ? text : `${text}:27017`],
        settings: { mongodb: settings },
        origin,
        configured: false,
      }),
    );
    const { origin } = own[0]!;
    return {
      id: `mongodb:${name}@${folder}#clients`,
      name,
      system: 'mongodb',
      systems: new Set(['mongodb']),
      versions: {},
      members,
      links: [],
      commit: { count: 0, method: 'none', level: 'async', degrades: false },
      failover: { kind: 'automatic', by: 'mongodb' },
      resources: [],
      routers: [],
      clients: [],
      settings: { mongodb: settings },
      missing: [{ what: 'Every config of it: only connection strings speak of it.', origin }],
      open: true,
      origin,
      sources: [...new Set(own.map(client => client.origin.unit.uri))],
    };
  });
}
