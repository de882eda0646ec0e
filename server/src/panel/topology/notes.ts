import type { Cluster } from '../../cluster/model.js';
import { SYSTEMS, type System } from '../../cluster/systems.js';
import type { WhatIfValue } from '../../protocol/topology-panel.js';
import { knobsOf, type Turned } from './what-if/setting.js';
import { textOf } from './what-if/value-text.js';

/** What a running cluster needs beside the files: a command where it does not read them again, or a restart. */
export function notesOf(
  cluster: Cluster,
  all: readonly Cluster[],
  whatIf: Readonly<Record<string, WhatIfValue>>,
): string[] {
  const turned = knobsOf(cluster, all).filter(({ id }) => whatIf[id] !== undefined);
  const notes: string[] = [];
  const dynamic = turned.filter(each => isDynamic(each, cluster));
  if (dynamic.length > 0) {
    const options = dynamic.map(each => {
      const { id, system, knob } = each;
      const flag = system === 'postgres' ? '--pg' : '--set';
      return `${flag} ${knob.name}=${quoted(textOf(each, whatIf[id]!))}`;
    });
    notes.push(
      `Patroni reads bootstrap.dcs only when a cluster is made. In one that runs: \`patronictl edit-config ${options.join(' ')}\`.`,
    );
  }
  for (const each of turned) {
    if (dynamic.includes(each)) continue;
    const note = noteOf(each, whatIf[each.id]!);
    if (note !== undefined && !notes.includes(note)) notes.push(note);
  }
  return notes;
}

/** True where Patroni keeps it in its store, and the file says only what a new cluster begins with. */
function isDynamic({ system, knob, lists }: Turned, cluster: Cluster): boolean {
  if (!cluster.systems.has('patroni')) return false;
  if (system === 'patroni') return knob.beside !== undefined;
  return (
    system === 'postgres' &&
    lists.some(({ written }) =>
      written.some(({ origin }) => /\bbootstrap:[\s\S]*\bdcs:/.test(origin.unit.piece.text)),
    )
  );
}

function noteOf(turned: Turned, value: WhatIfValue): string | undefined {
  const { system, knob, setting } = turned;
  const name = knob.name;
  const inKind = COMMANDS[system]?.(name, textOf(turned, value));
  if (inKind !== undefined) return inKind;
  switch (setting.parameter.applies) {
    case 'restart':
      return `${name} takes effect after a restart, one ${SYSTEMS[system]} process after the other.`;
    case 'reload':
      return `${name} takes effect when ${SYSTEMS[system]} reads its configuration again.`;
    case 'bootstrap':
      return `${name} counts only when the cluster is made: one that runs does not read it again.`;
    case 'session':
      return `${name} counts for connections that are made from then on.`;
    default:
      return undefined;
  }
}

/** Where a command of the system does what the file says only for the next start. */
const COMMANDS: Partial<Readonly<Record<System, (name: string, value: string) => string | undefined>>> = {
  mongodb: (name, value) => {
    if (name.startsWith('settings.'))
      return `The script has run once. In a set that runs: \`cfg = rs.conf(); cfg.${name} = ${value}; rs.reconfig(cfg)\`.`;
    if (name === 'defaultWriteConcern.w')
      return `In a set that runs: \`db.adminCommand({ setDefaultRWConcern: 1, defaultWriteConcern: { w: ${/^\d+$/.test(value) ? value : `"${value}"`} } })\`.`;
    return undefined;
  },
  sentinel: (name, value) =>
    name === 'quorum'
      ? `Sentinel writes its file itself: stop it before the file changes, or \`SENTINEL SET <master> quorum ${value}\` on each.`
      : `Sentinel writes its file itself: stop it before the file changes, or \`SENTINEL SET <master> ${name} ${value}\` on each.`,
  redis: (name, value) => `In a server that runs: \`CONFIG SET ${name} ${value}\`.`,
  valkey: (name, value) => `In a server that runs: \`CONFIG SET ${name} ${value}\`.`,
  galera: (name, value) =>
    name.startsWith('wsrep_')
      ? `In a node that runs: \`SET GLOBAL ${name} = ${value}\`.`
      : `${name} is read when a node starts; what can change while it runs: \`SET GLOBAL wsrep_provider_options = '${name}=${value}'\`.`,
  mysql: (name, value) => `In a server that runs: \`SET PERSIST ${name} = ${sqlText(value)}\`.`,
  mariadb: (name, value) => `In a server that runs: \`SET GLOBAL ${name} = ${sqlText(value)}\`.`,
  etcd: name => `${name} takes effect when a member starts: restart them one after the other.`,
  cassandra: (name, value) =>
    name.startsWith('replication.')
      ? `Copies come into being by \`ALTER KEYSPACE\` and \`nodetool repair --full\` on every node, ${value} in all.`
      : undefined,
  elasticsearch: (name, value) =>
    name === 'number_of_replicas'
      ? `Of an index that exists: \`PUT <index>/_settings { "${name}": ${value} }\`.`
      : undefined,
};

function sqlText(value: string): string {
  return /^(?:\d+|ON|OFF)$/.test(value) ? value : `'${value}'`;
}

/** For a shell. */
function quoted(value: string): string {
  return /^[\w.-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}
