import { isAtLeast, printVersion } from '../../cluster/version.js';
import { CONSENSUS_SOURCES, shown } from '../lib/cluster/consensus.js';
import { clusterExample } from '../lib/cluster/example.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'etcd-removed-setting',
  subject: 'consensus',
  since: '0.3.0',
  on: 'cluster',
  byVersion: true,
  severity: 'error',
  engines: ['etcd'],
  summary: 'A setting that this version of etcd no longer has.',
  gains: 'None.',
  costs: 'A flag that is not known stops etcd at its start.',
  fineWhen: 'An older version runs.',
  advice: 'Take it out, or use what took its place.',
  sources: [CONSENSUS_SOURCES.etcdOptions, CONSENSUS_SOURCES.etcdConfig],
  bad: [
    clusterExample(
      'etcd',
      {
        'docker-compose.yml':
          'services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.6.0\n    command: etcd --name a --enable-v2=true\n',
      },
      'enable-v2',
    ),
  ],
  good: [
    clusterExample('etcd', {
      'docker-compose.yml':
        'services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.5.0\n    command: etcd --name a --enable-v2=true\n',
    }),
  ],
  check(cluster, context) {
    for (const { member, settings } of shown(cluster)) {
      // Only where the version is told: samples of old versions are about.
      const version = settings.version;
      if (version === undefined) continue;
      for (const written of settings.written) {
        const parameter = settings.table.find(written.key);
        // The YAML file may hold what is not known.
        if (
          parameter?.removed === undefined ||
          !isAtLeast(version, parameter.removed) ||
          written.keyOrigin.unit.uri.endsWith('.conf.yml')
        )
          continue;
        if (
          /^ETCD_/.test(
            written.keyOrigin.unit.piece.text.slice(written.keyOrigin.span.start, written.keyOrigin.span.end),
          )
        )
          continue;
        context.report({
          origin: written.keyOrigin,
          message: `${member.id} does not start: etcd ${printVersion(version)} has no --${parameter.name}; it was removed in ${parameter.removed}. Take it out.`,
        });
      }
    }
  },
});
