import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import {
  inKubernetes,
  isContained,
  isLoopback,
  isUnpublishedImage,
  nodeExample,
  PATRONI_PAGES,
  patroniExample,
  patroniNode,
} from '../lib/cluster/patroni.js';
import type { Example } from '../rule.js';
import { defineRule } from '../rule.js';

/** A container with a published port. */
function composed(port: string, says?: string): Example {
  return clusterExample(
    'patroni',
    {
      'docker-compose.prod.yml': `services:\n  db1:\n    build: .\n    volumes:\n      - ./patroni.yml:/etc/patroni.yml\n    ports:\n      - "${port}"\n`,
      'patroni.yml': patroniNode(1, { restapi: 'listen: 0.0.0.0:8008\nconnect_address: db1:8008' }),
    },
    says,
  );
}

export default defineRule({
  id: 'patroni-rest-open',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'The REST API takes orders from anybody who reaches its port.',
  gains: 'No password or certificate to hand out.',
  costs:
    'Without a password, client certificates or an allowlist anybody in the network may switch over, restart, reinitialise a node (which deletes its data directory) and change the configuration, pg_hba among it.',
  fineWhen: 'The network lets nobody but the nodes and the load balancer reach the port.',
  advice:
    'Set restapi.authentication, with certfile so that the password is not sent in the clear, or restapi.verify_client or allowlist.',
  sources: [PATRONI_PAGES.security, PATRONI_PAGES.local],
  bad: [
    nodeExample({ restapi: 'listen: 0.0.0.0:8008\nconnect_address: 10.0.0.1:8008' }, '0.0.0.0:8008'),
    patroniExample({ restapi: 'listen: 10.0.0.1:8008' }, 'anybody'),
    composed('8008:8008', 'anybody'),
    clusterExample(
      'patroni',
      {
        'compose.prod.yml': 'services:\n  db1:\n    build: ./db\n    ports:\n      - "8009:8008"\n',
        'db/Dockerfile':
          'FROM debian:12\nRUN pip install patroni[etcd3]\nCOPY patroni.yml /etc/patroni.yml\n',
        'db/patroni.yml': patroniNode(1, { restapi: 'listen: 0.0.0.0:8008\nconnect_address: db1:8008' }),
      },
      'anybody',
    ),
  ],
  good: [
    nodeExample({ restapi: 'listen: 127.0.0.1:8008\nconnect_address: 127.0.0.1:8008' }),
    nodeExample({
      restapi: 'listen: 0.0.0.0:8008\nauthentication:\n  username: admin\n  password: {{ password }}',
    }),
    nodeExample({ restapi: 'listen: 0.0.0.0:8008\nverify_client: optional\ncafile: /ca.pem' }),
    nodeExample({ restapi: 'listen: 0.0.0.0:8008\nallowlist: [10.0.0.0/24]' }),
    composed('5432:5432'),
    // Made into an image, whose containers keep the port to themselves.
    clusterExample('patroni', {
      'compose.yml': 'services:\n  db1:\n    build: ./db\n    ports:\n      - "5432:5432"\n',
      'db/Dockerfile': 'FROM debian:12\nRUN pip install patroni[etcd3]\nCOPY patroni.yml /etc/patroni.yml\n',
      'db/patroni.yml': patroniNode(1, { restapi: 'listen: 0.0.0.0:8008\nconnect_address: db1:8008' }),
    }),
  ],
  check(cluster, context) {
    if (inKubernetes(cluster) || cluster.system !== 'patroni') return;
    for (const { settings } of cluster.members) {
      const own = settings.patroni;
      const listen = own?.given('restapi.listen');
      if (own === undefined || typeof listen?.value !== 'string' || isLoopback(listen.value)) continue;
      // A template may add what is not written; so may variables of the container.
      if (listen.written.origin.unit.piece.text.includes('{%')) continue;
      if (own.raw('env_file') !== undefined) continue;
      if (isContained(own, listen.value, 8008) || isUnpublishedImage(own)) continue;
      const guarded =
        own.written.some(({ key }) => key.startsWith('restapi.auth')) ||
        own.given('restapi.allowlist') !== undefined ||
        own.given('restapi.allowlist_include_members')?.effective === true ||
        (own.given('restapi.verify_client') !== undefined && own.text('restapi.verify_client') !== 'none');
      if (guarded) continue;
      context.report({
        origin: listen.written.origin,
        message: `The REST API${/[<>{}$\uE000]/.test(listen.value) ? '' : ` at ${listen.value.slice(0, 60)}`} has no password, client certificate or allowlist: anybody who reaches it may switch over, reinitialise nodes and change the configuration. Set restapi.authentication${isOlder(own.version, '2.1') ? '' : ' or allowlist'}.`,
      });
      return;
    }
  },
});
