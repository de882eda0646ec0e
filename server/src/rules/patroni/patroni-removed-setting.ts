import type { Written } from '../../cluster/settings.js';
import { isOlder } from '../../cluster/version.js';
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
    const first = (written: Written) => {
      // The users of all files are one finding.
      const { unit, span } = written.keyOrigin;
      const key = written.key.startsWith('bootstrap.users') ? 'users' : `${unit.uri} ${span.start}`;
      return !seen.has(key) && seen.add(key);
    };
    for (const written of cluster.members.flatMap(({ settings }) => settings.patroni?.written ?? [])) {
      if (written.key.startsWith('bootstrap.users.') && first(written)) {
        context.report({
          ...known,
          origin: written.keyOrigin,
          message:
            'Patroni 4.0 and newer make no users from bootstrap.users: applications find none in a new cluster. Make them in a script of bootstrap.post_init.',
        });
      }
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
