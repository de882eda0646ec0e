import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

const KEYS = ['replica.source', 'replica.primary', 'replica.self'];

export default defineRule({
  id: 'cnpg-replica-refused',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cloudnativepg'],
  summary:
    'A replica cluster names a cluster that is not among externalClusters, or is both fixed and distributed: it is refused.',
  gains: 'None.',
  costs:
    'source, primary and self are names of externalClusters; enabled is for a single replica cluster and primary for a distributed topology, and both do not go together. The operator does not accept the manifest.',
  fineWhen: 'Never.',
  advice: 'Add the cluster to externalClusters under that name; keep one of enabled and primary.',
  sources: [
    OPERATOR_PAGES.webhook,
    {
      title: 'CloudNativePG: replica clusters',
      url: 'https://cloudnative-pg.io/documentation/current/replica_cluster/',
    },
  ],
  bad: [
    cnpgExample(
      'instances: 2\nreplica:\n  enabled: true\n  source: east\nexternalClusters:\n  - name: west',
      'east',
    ),
    cnpgExample(
      'instances: 2\nreplica:\n  enabled: true\n  primary: east\n  source: east\nexternalClusters:\n  - name: east',
      'both',
    ),
  ],
  good: [
    cnpgExample('instances: 2\nreplica:\n  enabled: true\n  source: east\nexternalClusters:\n  - name: east'),
    cnpgExample('instances: 2\nreplica:\n  primary: east\n  source: east\nexternalClusters:\n  - name: east'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    if (settings === undefined) return;
    const external = settings.written.filter(({ key }) => key === 'externalClusters.name');
    // A patch may leave the list out.
    if (external.length === 0 || external.some(({ raw }) => raw === undefined)) return;
    const names = new Set(external.map(({ raw }) => String(raw)));
    for (const key of KEYS) {
      const written = settings.raw(key);
      if (typeof written?.raw !== 'string' || names.has(written.raw)) continue;
      context.report({
        origin: written.origin,
        message: `${key.slice(8)} names ${written.raw.slice(0, 60)}, which is not among externalClusters: the operator refuses the manifest. Add it there.`,
      });
      return;
    }
    const enabled = settings.given('replica.enabled');
    const primary = settings.given('replica.primary');
    if (enabled === undefined || primary === undefined) return;
    context.report({
      origin: enabled.written.origin,
      message:
        'enabled is for a single replica cluster, primary for a distributed topology: with both the operator refuses the manifest. Keep one.',
    });
  },
});
