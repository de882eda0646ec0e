import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const KEYS = [
  'postgresql.authentication.superuser.password',
  'postgresql.authentication.replication.password',
  'postgresql.authentication.rewind.password',
  'restapi.authentication.password',
  'etcd3.password',
  'etcd.password',
  'consul.token',
  'raft.password',
];

export default defineRule({
  id: 'patroni-plain-password',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'Passwords stand in the file.',
  gains: 'The file is all that a node needs.',
  costs:
    'Whoever may read the repository, or a backup of it, has the superuser of the database, and old commits keep passwords for ever.',
  fineWhen: 'A test, or a file that no repository holds.',
  advice:
    'Give them by variables (PATRONI_SUPERUSER_PASSWORD, PATRONI_REPLICATION_PASSWORD …) or have the file written by what deploys it.',
  sources: [
    { title: 'Patroni: variables', url: 'https://patroni.readthedocs.io/en/latest/ENVIRONMENT.html' },
    PATRONI_PAGES.security,
  ],
  bad: [
    nodeExample(
      { postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: hunter2' },
      'superuser',
    ),
  ],
  good: [
    nodeExample({
      postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: {{ secret }}',
    }),
    nodeExample({
      postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: ${PG_PASSWORD}',
    }),
  ],
  check(cluster, context) {
    const found = cluster.members.flatMap(({ settings }) =>
      KEYS.flatMap(key => {
        const given = settings.patroni?.given(key);
        const text = given?.written.raw;
        if (given === undefined || typeof text !== 'string' || text === '') return [];
        // Variables, and words that stand for something to be filled in.
        return /[$<{]|change|example|secret|#fixme|vault/i.test(text) ? [] : [{ key, given }];
      }),
    );
    const [first] = found;
    if (first === undefined) return;
    const kinds = [
      ...new Set(
        found.map(({ key }) =>
          key.replace(/^.*?([a-z0-9]+)\.(?:password|token)$/, '$1').replace('authentication', 'restapi'),
        ),
      ),
    ];
    context.report({
      origin: first.given.written.keyOrigin,
      message: `The file holds ${kinds.length === 1 ? 'the password' : 'passwords'} (${kinds.join(', ')}) as plain text: whoever reads the repository has the database. Give them by PATRONI_… variables, or have the file written when it is deployed.`,
    });
  },
});
