import { OUTSIDE } from '../../cluster/systems/etcd/read.js';
import { CONSENSUS_SOURCES, etcdExample, shown } from '../lib/cluster/consensus.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-security-outside',
  subject: 'consensus',
  since: '0.10.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['etcd'],
  summary:
    'A setting for certificates stands at the top level of `etcd.conf.yml`, where etcd does not read it.',
  gains: 'None.',
  costs:
    'What looks like certificates that must be shown is not in effect, and etcd says nothing of it: its file has other names for these settings than its command line.',
  fineWhen: 'Never.',
  advice:
    'Write it below `client-transport-security`, or below `peer-transport-security` and without `peer-`.',
  sources: [CONSENSUS_SOURCES.etcdConfig, CONSENSUS_SOURCES.etcdSecurity],
  bad: [
    etcdExample(3, 'peer-client-cert-auth: true\npeer-trusted-ca-file: ca.pem\n', 'peer-client-cert-auth'),
    etcdExample(1, 'cert-file: server.pem\nkey-file: server.key\n', 'cert-file'),
  ],
  good: [
    etcdExample(
      3,
      'peer-transport-security:\n  client-cert-auth: true\n  trusted-ca-file: ca.pem\n  cert-file: peer.pem\n  key-file: peer.key\n',
    ),
    // Written where it counts as well: what stands outside only repeats it.
    etcdExample(
      1,
      'client-cert-auth: true\nclient-transport-security:\n  client-cert-auth: true\n  trusted-ca-file: ca.pem\n',
    ),
  ],
  check(cluster, context) {
    for (const { settings } of shown(cluster)) {
      const outside = settings.written.filter(
        ({ key }) => key.startsWith(OUTSIDE) && settings.given(key.slice(OUTSIDE.length)) === undefined,
      );
      const [first, ...others] = outside;
      if (first === undefined) continue;
      const names = outside.map(({ key }) => key.slice(OUTSIDE.length));
      const sections = new Set(names.map(name => (name.startsWith('peer-') ? 'peer' : 'client')));
      const places = [...sections].map(section => `${section}-transport-security`).join(' and ');
      const one = others.length === 0;
      context.report({
        origin: first.keyOrigin,
        message: `${list(names)} ${one ? 'stands' : 'stand'} at the top level, where etcd does not read ${one ? 'it' : 'them'} in a file, and ${one ? 'has' : 'have'} no effect. Move ${one ? 'it' : 'them'} below ${places}${sections.has('peer') ? ', without peer-' : ''}.`,
        tag: 'unnecessary',
        related: others.map(({ key, keyOrigin }) => ({
          origin: keyOrigin,
          message: `${key.slice(OUTSIDE.length)} has no effect here.`,
          same: true,
        })),
      });
      return;
    }
  },
});

function list(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
