import type { Client, Cluster, Member } from '../../../cluster/model.js';
import { type Setting, Settings, type Written } from '../../../cluster/settings.js';
import { MONGODB_PARAMETERS } from '../../../cluster/systems/mongodb/parameters.js';
import type { Example, Fix } from '../../rule.js';
import { clusterExample } from './example.js';

const MANUAL = 'https://www.mongodb.com/docs/manual';

/** Pages that several rules rest on. */
export const MONGO_SOURCES = {
  defaults: { title: 'Default read and write concerns', url: `${MANUAL}/reference/mongodb-defaults/` },
  config: { title: 'Replica set configuration', url: `${MANUAL}/reference/replica-configuration/` },
  arbiter: { title: 'Replica set arbiter', url: `${MANUAL}/core/replica-set-arbiter/` },
  psa: {
    title: 'Mitigate performance issues with a PSA set',
    url: `${MANUAL}/tutorial/mitigate-psa-performance-issues/`,
  },
  elections: { title: 'Replica set elections', url: `${MANUAL}/core/replica-set-elections/` },
  writeConcern: { title: 'Write concern', url: `${MANUAL}/reference/write-concern/` },
  readPreference: { title: 'Read preference', url: `${MANUAL}/core/read-preference/` },
  rollbacks: { title: 'Rollbacks during failover', url: `${MANUAL}/core/replica-set-rollbacks/` },
  uri: { title: 'Connection string options', url: `${MANUAL}/reference/connection-string-options/` },
  options: { title: 'Configuration file options', url: `${MANUAL}/reference/configuration-options/` },
  memberSource: {
    title: 'member_config.cpp: what a member may be',
    url: 'https://github.com/mongodb/mongo/blob/master/src/mongo/db/repl/member_config.cpp',
  },
} as const;

/** Of members of another system, in a cluster that a router of MongoDB was joined to. */
const NOTHING = new Settings(MONGODB_PARAMETERS, undefined, []);

/** The settings of the replica set's document. */
export function setOf(cluster: Cluster): Settings {
  return cluster.settings.mongodb ?? NOTHING;
}

export function memberSettings(member: Member): Settings {
  return member.settings.mongodb ?? NOTHING;
}

export function clientSettings(client: Client): Settings {
  return client.settings.mongodb ?? NOTHING;
}

/** Where a member's setting stands, else the member. */
export function placeOf(member: Member, name: string): Member['origin'] {
  return memberSettings(member).given(name)?.written.origin ?? member.origin;
}

export function isGiven(setting: Setting | undefined): setting is Setting & { readonly written: Written } {
  return setting?.written !== undefined;
}

/** Another value in the place of one that is written. */
export function valueFix(title: string, written: Written, newText: string, safe = false): Fix {
  return { title, safe, edits: [{ origin: written.origin, newText }] };
}

/** Names of members for a sentence: the first three. */
export function namesOf(members: readonly { readonly id: string }[]): string {
  const shown = members.slice(0, 3).map(({ id }) => id);
  return members.length > 3 ? `${shown.join(', ')} and ${members.length - 3} more` : shown.join(' and ');
}

/** A script with a replica set: each member as it stands in braces after its `_id`. */
export function setScript(members: readonly string[], more = '', name = 'rs0'): string {
  const lines = members.map((member, i) => `    { _id: ${i}, ${member} },\n`).join('');
  return `rs.initiate({\n  _id: "${name}",\n  members: [\n${lines}  ],\n${more === '' ? '' : `  ${more},\n`}});\n`;
}

export const THREE = ['host: "db1:27017"', 'host: "db2:27017"', 'host: "db3:27017"'] as const;
export const PSA = [
  'host: "db1:27017"',
  'host: "db2:27017"',
  'host: "db3:27017", arbiterOnly: true',
] as const;

/** An example of one script. */
export function setExample(members: readonly string[], more?: string, says?: string): Example {
  return clusterExample('mongodb', { 'replica-set.js': setScript(members, more) }, says);
}

/** An example of a script with the connection string of a program beside it. */
export function uriExample(options: string, says?: string, members: readonly string[] = THREE): Example {
  return clusterExample(
    'mongodb',
    {
      'replica-set.js': setScript(members),
      'app.env': `MONGO_URL=mongodb://db1:27017,db2:27017,db3:27017/shop?${options}\n`,
    },
    says,
  );
}

/** An example of one `mongod.conf` of MongoDB 7.0, or of another version. */
export function confExample(text: string, says?: string, version = '7.0'): Example {
  return clusterExample(
    'mongodb',
    { 'mongod.conf': `# MongoDB ${version}\n${text}replication:\n  replSetName: rs0\n` },
    says,
  );
}

/** False for scripts, which run once, and for what watches: they look at one member on purpose. */
export function isOfProgram(uri: string): boolean {
  return !/\.(?:sh|bash|ps1|md)$|\/(?:makefile|justfile|prometheus[^/]*|scrape[^/]*|alloy[^/]*|telegraf[^/]*|otel[^/]*|datadog[^/]*|mongo\.d\/[^/]*)$/i.test(
    uri,
  );
}
