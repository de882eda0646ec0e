import type { Written } from '../../cluster/settings.js';
import { isOlder } from '../../cluster/version.js';
import { isHidden } from '../../documents/templates.js';
import { clusterExample } from '../lib/cluster/example.js';
import { keyEdit } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES, patroniNode } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-removed-setting',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'info',
  engines: ['patroni'],
  summary: 'A setting that Patroni 4.0 no longer reads: bootstrap.users, or no_master of a replica method.',
  gains: 'It works with Patroni before 4.0.',
  costs:
    'Since 4.0 nobody makes the users below bootstrap.users: applications find none after a cluster was made. no_master is passed to the script like any other word, so that replicas are made from the leader alone.',
  fineWhen: 'Patroni is older than 4.0.',
  advice: 'Make users in a script of bootstrap.post_init; write no_leader.',
  sources: [PATRONI_PAGES.releases],
  bad: [
    nodeExample(
      { rest: '# Patroni 4.0.4', dcs: 'ttl: 30', postgresql: 'wal_g:\n  command: /wal_g.sh\n  no_master: 1' },
      'no_leader',
    ),
    nodeExample(
      { store: 'etcd3:\n  host: 10.0.9.1:2379\nbootstrap:\n  users:\n    admin:\n      password: x' },
      'post_init',
    ),
  ],
  good: [
    nodeExample({
      store: 'etcd3:\n  host: 10.0.9.1:2379\nbootstrap:\n  users:\n    admin:\n      password: x',
      rest: '# Patroni 3.3.2',
    }),
    nodeExample({ postgresql: 'wal_g:\n  command: /wal_g.sh\n  no_leader: 1' }),
    // Who they are stands in variables of the role.
    clusterExample('patroni', {
      'roles/pg/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  users:\n{% for each in cluster_users %}\n    {{ each.name }}:\n      password: {{ each.secret }}\n{% endfor %}\npostgresql:\n  listen: 0.0.0.0:5432\n',
    }),
    // Patroni makes the accounts that it works with in every version.
    nodeExample({
      store: 'etcd3:\n  host: 10.0.9.1:2379\nbootstrap:\n  users:\n    streamer:\n      password: x',
      postgresql: 'authentication:\n  replication:\n    username: streamer\n    password: x',
    }),
    clusterExample('patroni', {
      'patroni.yml.j2':
        'scope: main\nname: n1\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  users:\n    {{ streamer }}:\n      password: "{{ secret }}"\n      options:\n        - replication\npostgresql:\n  listen: 0.0.0.0:5432\n  authentication:\n    replication:\n      username: {{ streamer }}\n',
    }),
    clusterExample('patroni', {
      'start.sh':
        '#!/bin/bash\ncat > /etc/patroni.yml <<EOF\nscope: main\nname: n1\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  users:\n    ${STREAMER}:\n      password: ${SECRET}\n      options:\n        - replication\npostgresql:\n  listen: 0.0.0.0:5432\n  authentication:\n    replication:\n      username: ${STREAMER}\n      password: ${SECRET}\nEOF\nexec patroni /etc/patroni.yml\n',
    }),
    clusterExample('patroni', {
      'roles/patroni/templates/patroni.yml.j2':
        'scope: main\nname: n1\netcd3:\n  hosts: etcd:2379\nbootstrap:\n  users:\n    shop:\n      password: x\npostgresql:\n  listen: 0.0.0.0:5432\n',
      'roles/patroni/defaults/main.yml': 'pip_modules:\n  - "patroni==3.0.4"\n  - "psycopg2-binary"\n',
    }),
    clusterExample('patroni', {
      'patroni.yml': patroniNode(1, { rest: 'bootstrap:\n  users:\n    admin:\n      password: x' }),
      'setup.sh': '#!/bin/bash\nPATRONI_VERSION=1.6.5\npip install patroni[consul]==${PATRONI_VERSION}\n',
    }),
  ],
  check(cluster, context) {
    const version = cluster.versions.patroni?.version;
    if (isOlder(version, '4.0')) return;
    const known = version === undefined ? {} : { severity: 'warning' as const };
    const seen = new Set<string>();
    const first = ({ keyOrigin: { unit, span } }: Written) => {
      const key = `${unit.uri} ${span.start}`;
      return !seen.has(key) && seen.add(key);
    };
    const all = cluster.members.flatMap(({ settings }) => settings.patroni?.written ?? []);
    const own = accounts(all);
    const users = all.filter(
      each => each.key.startsWith('bootstrap.users.') && !isOwn(each, own) && !isOfLoop(each),
    );
    // A script that runs once the cluster is there may make them.
    const scripted = all.some(({ key }) => /^(?:local\.)?bootstrap\.post_(?:init|bootstrap)$/.test(key));
    if (users.length > 0 && !scripted) {
      // The users of all files are one finding.
      const names = [...new Set(users.map(({ key }) => key.split('.')[2]!))].filter(name => !isHidden(name));
      const what = listed(names);
      context.report({
        ...known,
        origin: usersOf(users[0]!),
        message: `Patroni 4.0 and newer make no users from bootstrap.users: a new cluster has no ${what}. Make them in a script of bootstrap.post_init.`,
      });
    }
    for (const written of all) {
      if (/^postgresql\.\w+\.no_master$/.test(written.key) && first(written)) {
        context.report({
          ...known,
          origin: written.keyOrigin,
          message:
            'Since Patroni 4.0 no_master means nothing any more: replicas are not made while there is no leader. It is called no_leader, which 3.0 knows as well.',
          fixes: [{ title: 'Rename to no_leader', edits: [keyEdit(written, 'no_leader')], safe: false }],
        });
      }
    }
  },
});

/** `a`, `a or b`, at most three of them. */
function listed(names: readonly string[]): string {
  const quoted = names.slice(0, 3).map(name => `\`${name.slice(0, 40)}\``);
  if (quoted.length === 0) return 'such users';
  if (names.length > quoted.length) return `${quoted.join(', ')} and so on`;
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
}

/** The key `users:` above the first of them; that one itself where it is not found. */
function usersOf({ keyOrigin }: Written): Written['keyOrigin'] {
  const { unit, span } = keyOrigin;
  const before = unit.piece.text.slice(0, span.start);
  const at = [...before.matchAll(/^[ \t]*users(?=[ \t]*:)/gm)].at(-1);
  if (at === undefined) return keyOrigin;
  const end = at.index + at[0].length;
  return { unit, span: { start: end - 'users'.length, end } };
}

/** Accounts of Patroni itself, which it makes in any version; '' stands for names that a template fills in. */
function accounts(all: readonly Written[]): readonly string[] {
  const named = all.filter(({ key }) => /^postgresql\.authentication\.\w+\.username$/.test(key));
  return ['postgres', ...named.map(({ raw }) => String(raw ?? ''))];
}

function isOwn({ key }: Written, own: readonly string[]): boolean {
  const path = key.slice('bootstrap.users.'.length);
  // A script fills in names by its variables.
  if (isHidden(path) || /^\$\{?\w+\}?(?:\.|$)/.test(path)) return own.includes('');
  return own.some(name => name !== '' && (path === name || path.startsWith(`${name}.`)));
}

/**
 * True for the name that a loop of a template fills in, `{{ user.name }}`: who they are stands in variables, and may be
 * Patroni's own accounts alone.
 */
function isOfLoop({ key, keyOrigin: { unit, span } }: Written): boolean {
  const path = key.slice('bootstrap.users.'.length);
  if (!isHidden(path)) return false;
  const before = unit.piece.text.slice(0, span.end);
  const loops = [...before.matchAll(/\{%-?[ \t]*for[ \t]+(\w+)(?:[ \t]*,[ \t]*(\w+))?/g)];
  return loops.some(([, one, other]) =>
    [one, other].some(name => name !== undefined && new RegExp(`\\{\\{-?[ \\t]*${name}\\b`).test(before)),
  );
}
