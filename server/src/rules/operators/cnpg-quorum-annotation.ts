import { isOlder } from '../../cluster/version.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-quorum-annotation',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary: 'The annotation alpha.cnpg.io/failoverQuorum contradicts the field failoverQuorum, and wins.',
  gains: 'None.',
  costs:
    'Who reads the spec believes in the other value: with the annotation at false a promotion may lose acknowledged writes although the spec says true.',
  fineWhen: 'Never.',
  advice: 'Remove the annotation, which is deprecated, and keep the field.',
  sources: [OPERATOR_PAGES.failover],
  bad: [
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    failoverQuorum: true',
      'off',
      "annotations:\n  alpha.cnpg.io/failoverQuorum: 'false'",
    ),
  ],
  good: [
    cnpgExample(
      'instances: 3\npostgresql:\n  synchronous:\n    method: any\n    number: 1\n    failoverQuorum: true',
      undefined,
      "annotations:\n  alpha.cnpg.io/failoverQuorum: 'true'",
    ),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    const quorum = settings?.given('postgresql.synchronous.failoverQuorum');
    if (quorum === undefined || typeof quorum.value !== 'boolean' || isOlder(settings?.version, '1.28'))
      return;
    if (quorum.value === quorum.effective) return;
    context.report({
      origin: quorum.written.origin,
      message: `The annotation alpha.cnpg.io/failoverQuorum says ${quorum.effective} and wins over this field: the failover quorum is ${quorum.effective === true ? 'on' : 'off'}. Remove the annotation, which is deprecated.`,
    });
  },
});
