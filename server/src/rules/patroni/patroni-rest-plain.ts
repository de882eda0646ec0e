import { isLoopback, nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-rest-plain',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'The REST API has a password and no certificate: the password goes over the network in the clear.',
  gains: 'No certificates to renew.',
  costs:
    'Basic authentication is only encoded. Whoever reads the network has the password, and may reinitialise nodes.',
  fineWhen: 'The network between the nodes is encrypted by other means.',
  advice: 'Set restapi.certfile and keyfile, and ctl.cacert for patronictl.',
  sources: [PATRONI_PAGES.security],
  bad: [
    nodeExample(
      { restapi: 'listen: 10.0.0.1:8008\nauthentication:\n  username: admin\n  password: {{ password }}' },
      'certfile',
    ),
  ],
  good: [
    nodeExample({
      restapi:
        'listen: 10.0.0.1:8008\ncertfile: /cert.pem\nkeyfile: /key.pem\nauthentication:\n  username: admin\n  password: {{ password }}',
    }),
    nodeExample({
      restapi: 'listen: 127.0.0.1:8008\nauthentication:\n  username: admin\n  password: {{ password }}',
    }),
  ],
  check(cluster, context) {
    for (const { settings } of cluster.members) {
      const own = settings.patroni;
      const password = own?.given('restapi.authentication.password');
      const listen = own?.given('restapi.listen') ?? own?.given('restapi.connect_address');
      if (own === undefined || password === undefined || own.given('restapi.certfile') !== undefined)
        continue;
      if (typeof listen?.value !== 'string' || isLoopback(listen.value)) continue;
      if (own.raw('env_file') !== undefined) continue;
      if (password.written.origin.unit.piece.text.includes('{%')) continue;
      context.report({
        origin: password.written.keyOrigin,
        message:
          'The REST API speaks plain HTTP, so this password goes over the network in the clear with every call that changes something. Set restapi.certfile and keyfile.',
      });
      return;
    }
  },
});
