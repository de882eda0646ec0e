import type { Settings, Written } from '../../cluster/settings.js';
import { clusterExample } from '../lib/cluster/example.js';
import { isLoopback, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { isPlaceholder, isSamplePassword } from '../lib/cluster/placeholders.js';
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
    nodeExample(
      { postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: secretlogin321' },
      'superuser',
    ),
    clusterExample(
      'patroni',
      {
        'docker-compose.prod.yml':
          'services:\n  db1:\n    image: patroni:4.0\n    environment:\n      PATRONI_NAME: db1\n      PATRONI_SCOPE: shop\n      PATRONI_SUPERUSER_PASSWORD: hunter2\n',
      },
      'env_file',
    ),
    clusterExample(
      'patroni',
      {
        'roles/db/templates/patroni.yml.j2':
          'scope: main\nname: {{ inventory_hostname }}\netcd3:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n  authentication:\n    superuser:\n      username: postgres\n      password: k8Wq2fs\n',
      },
      'in a vault',
    ),
  ],
  good: [
    // Words of a sample are no secret, and a variable may be given another one.
    clusterExample('patroni', {
      'roles/db/templates/patroni.yml.j2':
        'scope: main\nname: {{ inventory_hostname }}\netcd3:\n  hosts: etcd:2379\npostgresql:\n  listen: 0.0.0.0:5432\n  authentication:\n    superuser:\n      username: postgres\n      password: zalando\n    replication:\n      username: replicator\n      password: test123\n',
    }),
    clusterExample('patroni', {
      'docker-compose.yml':
        'services:\n  db1:\n    image: patroni:4.0\n    environment:\n      PATRONI_NAME: db1\n      PATRONI_SCOPE: shop\n      PATRONI_SUPERUSER_PASSWORD: ${PATRONI_SUPERUSER_PASSWORD:-hunter2}\n',
    }),
    // The name of its user once more.
    nodeExample({
      postgresql:
        'authentication:\n  superuser:\n    username: postgres\n    password: postgres\n  replication:\n    username: shop_repl_user\n    password: shop_repl_user',
    }),
    // The words of the sample that comes with Patroni, tried out in containers.
    nodeExample({
      postgresql:
        'authentication:\n  superuser:\n    username: postgres\n    password: secret\n  replication:\n    username: replicator\n    password: rep-pass',
    }),
    nodeExample({
      postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: {{ secret }}',
    }),
    nodeExample({
      postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: ${PG_PASSWORD}',
    }),
    nodeExample({
      postgresql: 'authentication:\n  superuser:\n    username: postgres\n    password: your-secret-here',
    }),
    // Its head says what it is for.
    clusterExample('patroni', {
      'docker-compose.yml':
        '# Three nodes for local testing\n# Real ones get theirs from the vault.\nservices:\n  db1:\n    image: patroni:4.0\n    environment:\n      PATRONI_NAME: db1\n      PATRONI_SCOPE: shop\n      PATRONI_SUPERUSER_PASSWORD: k8Wq2fs\n',
    }),
    // Nobody else reaches it.
    clusterExample('patroni', {
      'patroni.yml':
        'scope: try\nname: n0\nrestapi:\n  listen: 127.0.0.1:8008\n  connect_address: 127.0.0.1:8008\netcd3:\n  host: 127.0.0.1:2379\npostgresql:\n  listen: 127.0.0.1:5432\n  connect_address: 127.0.0.1:5432\n  data_dir: /data\n  authentication:\n    superuser:\n      username: postgres\n      password: hunter2\n',
    }),
    clusterExample('patroni', {
      'docker-compose.yml':
        'services:\n  db1:\n    image: patroni:4.0\n    environment:\n      PATRONI_NAME: db1\n      PATRONI_SCOPE: shop\n      PATRONI_SUPERUSER_PASSWORD: ${PG_PASSWORD}\n',
      'patroni.yml':
        'scope: sample\nname: n0\npostgresql:\n  data_dir: /data\n  authentication:\n    superuser:\n      username: postgres\n      password: hunter2\n',
    }),
  ],
  check(cluster, context) {
    const byFile = new Map<string, Held>();
    // An image takes in the file that lies beside the containers' description, whose variables go over it.
    const overridden = new Set(
      context.clusters.flatMap(({ members }) =>
        members.flatMap(({ settings: { patroni } }) =>
          KEYS.flatMap(key => {
            const written = patroni?.given(key)?.written ?? patroni?.raw(key);
            return written !== undefined && isVariable(written)
              ? `${folderOf(written.keyOrigin.unit.uri)} ${key}`
              : [];
          }),
        ),
      ),
    );
    for (const { settings } of cluster.members) {
      if (isAlone(settings.patroni)) continue;
      for (const key of KEYS) {
        // What counts: a variable of the container goes over the file that it mounts.
        const written = settings.patroni?.given(key)?.written;
        const text = written?.raw;
        if (written === undefined || typeof text !== 'string' || text === '') continue;
        // `secret` beside a real one is one as well; a variable is not, whatever it falls back on.
        if (isPlaceholder(text) && !/^[\w.-]+$/.test(text)) continue;
        if (isFilledIn(written)) continue;
        const { unit } = written.keyOrigin;
        const env = isVariable(written);
        if (!env && overridden.has(`${folderOf(unit.uri)} ${key}`)) continue;
        const file = byFile.get(unit.uri) ?? { kinds: new Set<string>(), written, env, isReal: false };
        file.kinds.add(kindOf(key));
        if (!isPlaceholder(text) && !isSamplePassword(text) && !isNameOf(text, key, settings.patroni))
          file.isReal = true;
        byFile.set(unit.uri, file);
      }
    }
    // The other nodes have theirs by the same habit: the file that tells the most stands for all.
    const [most, ...others] = [...byFile.values()]
      .filter(({ isReal }) => isReal)
      .sort((a, b) => b.kinds.size - a.kinds.size);
    if (most === undefined) return;
    const kinds = [...most.kinds];
    context.report({
      origin: most.written.keyOrigin,
      message: `The file holds ${kinds.length === 1 ? 'the password' : 'passwords'} (${kinds.join(', ')}) as plain text, for everybody who reads the repository or its old commits. ${
        most.env
          ? 'Fill the PATRONI_… variables from an env_file outside the repository, or from a secret.'
          : TEMPLATE.test(most.written.keyOrigin.unit.uri)
            ? `Put ${kinds.length === 1 ? 'a variable' : 'variables'} in the template, and ${kinds.length === 1 ? 'its value' : 'their values'} in a vault.`
            : `Give ${kinds.length === 1 ? 'it' : 'them'} by PATRONI_… variables, or have the file written when it is deployed.`
      }`,
      related: others.slice(0, 10).map(({ written, kinds: own }) => ({
        origin: written.keyOrigin,
        message: `This file holds some too: ${[...own].join(', ')}.`,
      })),
    });
  },
});

/** What a file holds. `isReal`: at least one is more than a word of a sample. */
interface Held {
  readonly kinds: Set<string>;
  readonly written: Written;
  readonly env: boolean;
  isReal: boolean;
}

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|erb|epp)$/i;

/** True for a password that is the name of its user once more: nobody takes that for a secret. */
function isNameOf(password: string, key: string, settings: Settings | undefined): boolean {
  const name = settings?.text(key.replace(/\.password$/, '.username'));
  return name !== undefined && name.toLowerCase() === password.toLowerCase();
}

/** True for `${PASSWORD:-postgres}`: the environment gives another one. */
function isFilledIn({ origin: { unit, span } }: Written): boolean {
  return /\$\{|\{\{|<%/.test(unit.piece.text.slice(span.start, span.end));
}

/** `superuser` of `postgresql.authentication.superuser.password`. */
function kindOf(key: string): string {
  return key.replace(/^.*?([a-z0-9]+)\.(?:password|token)$/, '$1').replace('authentication', 'restapi');
}

/** Who knows the password reaches nothing: the server and the API hear only their own machine. */
function isAlone(settings: Settings | undefined): boolean {
  return ['postgresql.connect_address', 'restapi.connect_address'].every(key =>
    isLoopback(settings?.text(key) ?? ''),
  );
}

/** True where a variable of a container says it. */
function isVariable({ keyOrigin: { unit, span } }: Written): boolean {
  return /^["'\s-]*(?:PATRONI_|PGPASSWORD)/.test(unit.piece.text.slice(span.start, span.end));
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}
