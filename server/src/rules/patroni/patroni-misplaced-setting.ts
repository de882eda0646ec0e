import type { Cluster } from '../../cluster/model.js';
import { readValue } from '../../cluster/setting-value.js';
import { defaultOf, type Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { misplaced, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-misplaced-setting',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: "A setting that only the dynamic configuration decides stands in a node's own section.",
  gains: 'None: it has no effect there.',
  costs:
    'ttl, synchronous_mode, failsafe_mode and the like, and parameters such as max_connections or wal_level, must be the same on all nodes: Patroni reads them from the DCS and ignores the file. Who reads the file believes in a setting that is not there.',
  fineWhen: 'The same value is in the DCS as well; then the line only misleads.',
  advice: 'Set it with `patronictl edit-config`, or below `bootstrap.dcs` before the cluster is made.',
  sources: [PATRONI_PAGES.rules, PATRONI_PAGES.failsafe],
  bad: [
    nodeExample({ rest: 'failsafe_mode: true' }, 'failsafe_mode'),
    nodeExample(
      { dcs: 'ttl: 30', postgresql: 'parameters:\n  max_connections: 500\n  work_mem: 4MB' },
      'max_connections',
    ),
    nodeExample({ rest: 'synchronous_mode: true\nttl: 20' }, 'synchronous_mode and ttl'),
  ],
  good: [
    // The template says the same in both places: what was meant holds.
    clusterExample('patroni', {
      'patroni.yml.j2':
        'scope: main\nname: n1\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  dcs:\n    ttl: 30\n    postgresql:\n      parameters:\n        max_connections: {{ most }}\n        wal_level: replica\npostgresql:\n  listen: 0.0.0.0:5432\n  parameters:\n    max_connections: {{ most }}\n    wal_level: "replica"\n',
    }),
    // That many there are anyway.
    nodeExample({ dcs: 'ttl: 30', postgresql: 'parameters:\n  max_connections: 100' }),
    nodeExample({ dcs: 'failsafe_mode: true', postgresql: 'parameters:\n  work_mem: 4MB' }),
    nodeExample({ dcs: 'ttl: 30\npostgresql:\n  parameters:\n    max_connections: 500' }),
  ],
  check(cluster, context) {
    if (cluster.systems.has('crunchy')) return;
    const seen = new Set<string>();
    const found = cluster.members.flatMap(misplaced).filter(({ keyOrigin }) => {
      const key = `${keyOrigin.unit.uri} ${keyOrigin.span.start}`;
      return !seen.has(key) && seen.add(key);
    });
    const [first] = found;
    if (first === undefined) return;
    // Where the same stands in bootstrap.dcs of the file as well, what was meant is what holds.
    const known = [
      ...(cluster.settings.patroni?.written ?? []),
      ...(cluster.settings.postgres?.written ?? []),
    ];
    if (found.every(each => known.some(other => isSame(each, other)))) return;
    // What holds anyway misleads nobody, and what a template fills in may be that.
    if (found.every(each => each.raw === undefined || isDefault(each, cluster))) return;
    const names = [...new Set(found.map(({ key }) => bare(key)))];
    const one = names.length === 1;
    const list = one ? names[0]! : `${names.slice(0, -1).slice(0, 5).join(', ')} and ${names.at(-1)}`;
    context.report({
      origin: first.keyOrigin,
      message: `Patroni takes ${list} from the dynamic configuration alone and ignores ${one ? 'it' : 'them'} here. Set ${one ? 'it' : 'them'} with \`patronictl edit-config\`, or below bootstrap.dcs of a new cluster.`,
      tag: 'unnecessary',
      related: found
        .slice(1, 20)
        .map(({ keyOrigin, key }) => ({ origin: keyOrigin, message: `${bare(key)} is ignored here.` })),
    });
  },
});

/** True for the value that Patroni takes where the DCS says nothing. */
function isDefault({ key, raw }: Written, { settings }: Cluster): boolean {
  const name = bare(key);
  if (raw === undefined) return false;
  if (key.startsWith('local.postgresql.parameters.')) return PARAMETERS[name] === String(raw).toLowerCase();
  const parameter = settings.patroni?.table.find(name);
  const usual = parameter === undefined ? undefined : defaultOf(parameter, settings.patroni?.version);
  return usual !== undefined && readValue(parameter!, raw).value === usual;
}

/** What Patroni starts a server with unless the DCS says otherwise (the page on which settings count where). */
const PARAMETERS: Readonly<Record<string, string>> = {
  max_connections: '100',
  max_locks_per_transaction: '64',
  max_worker_processes: '8',
  max_prepared_transactions: '0',
  wal_level: 'replica',
  track_commit_timestamp: 'off',
};

function bare(key: string): string {
  return key.replace(/^local\.(?:postgresql\.parameters\.)?/, '');
}

/** The same setting with the same text in another place of the file. */
function isSame(local: Written, other: Written): boolean {
  return (
    other.keyOrigin.unit.uri === local.keyOrigin.unit.uri &&
    other.keyOrigin.span.start !== local.keyOrigin.span.start &&
    lastOf(other.key) === lastOf(bare(local.key)) &&
    textAt(other) === textAt(local)
  );
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1).toLowerCase();
}

function textAt({ origin: { unit, span } }: Written): string {
  return unit.piece.text.slice(span.start, span.end).replace(/["'\s]/g, '');
}
