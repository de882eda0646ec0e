import { valueEdit } from '../lib/cluster/lines.js';
import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-isolation-check-off',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cloudnativepg'],
  summary:
    'The isolation check is off: a primary that is cut off goes on accepting writes beside the next one.',
  gains: 'A primary that lost the API server and its standbys for a moment is not killed.',
  costs:
    'The lease keeps others from being promoted too early; it does not stop a primary that reaches neither the API server nor the other instances. Its clients on the same side go on writing, and those writes are lost.',
  fineWhen: 'The cluster has one instance.',
  advice: 'Leave it on, and raise requestTimeout and connectionTimeout where the network is slow.',
  sources: [OPERATOR_PAGES.failover, OPERATOR_PAGES.manager],
  bad: [
    cnpgExample(
      'instances: 3\nprobes:\n  liveness:\n    isolationCheck:\n      enabled: false',
      'both accept',
    ),
  ],
  good: [
    cnpgExample('instances: 3\nprobes:\n  liveness:\n    isolationCheck:\n      enabled: true'),
    cnpgExample('instances: 1\nprobes:\n  liveness:\n    isolationCheck:\n      enabled: false'),
  ],
  check(cluster, context) {
    const check = cluster.settings.cloudnativepg?.given('probes.liveness.isolationCheck.enabled');
    if (check?.value !== false || (!cluster.open && cluster.members.length < 2)) return;
    context.report({
      origin: check.written.origin,
      message:
        'A primary that reaches neither the API server nor another instance is not stopped: after about 40 to 55 s another one is promoted, and both accept writes. Leave the check on, with longer timeouts where the network is slow.',
      fixes: [{ title: 'Switch the check on', edits: [valueEdit(check.written, 'true')], safe: false }],
    });
  },
});
