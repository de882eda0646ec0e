import { valueEdit } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-no-anti-affinity',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary: 'Anti-affinity of the pods is off: the instances may share one machine and be lost together.',
  gains: 'The cluster starts on one node of Kubernetes.',
  costs:
    'Copies on one machine are one copy: its loss takes the primary and the standbys, with every acknowledged write.',
  fineWhen: 'A test on one machine, or other rules spread the pods.',
  advice: 'Leave it on; set podAntiAffinityType: required where there are enough machines.',
  sources: [OPERATOR_PAGES.scheduling],
  bad: [cnpgExample('instances: 3\naffinity:\n  enablePodAntiAffinity: false', 'one machine')],
  good: [
    cnpgExample(
      'instances: 3\naffinity:\n  enablePodAntiAffinity: true\n  topologyKey: topology.kubernetes.io/zone',
    ),
    cnpgExample('instances: 1\naffinity:\n  enablePodAntiAffinity: false'),
    cnpgExample(
      'instances: 3\naffinity:\n  enablePodAntiAffinity: false\n  additionalPodAntiAffinity:\n    preferredDuringSchedulingIgnoredDuringExecution: []',
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const apart = settings?.given('affinity.enablePodAntiAffinity');
    if (apart?.value !== false || (!cluster.open && cluster.members.length < 2)) return;
    if (
      settings?.written.some(({ key }) =>
        /^(?:affinity\.additionalPodAntiAffinity|topologySpreadConstraints)/.test(key),
      )
    )
      return;
    context.report({
      origin: apart.written.origin,
      message: `The ${cluster.open ? '' : `${cluster.members.length} `}instances may all run on one machine: its loss takes every copy. Leave enablePodAntiAffinity on, or spread the pods by topologySpreadConstraints.`,
      fixes: [{ title: 'Keep the instances apart', edits: [valueEdit(apart.written, 'true')], safe: false }],
    });
  },
});
