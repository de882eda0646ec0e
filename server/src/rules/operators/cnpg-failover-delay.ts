import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { seconds } from '../lib/cluster/patroni.js';
import { isExplained } from '../lib/cluster/test-files.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-failover-delay',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'hint',
  engines: ['cloudnativepg'],
  summary: 'failoverDelay adds to the time without writes; what it comes to.',
  gains: 'A short outage of the network or of a node costs no failover.',
  costs:
    'A primary that is really gone is replaced that much later, on top of the 40 to 55 s that Kubernetes takes to notice a lost node.',
  fineWhen: 'Failovers cost more than the wait.',
  advice: 'Keep it at 0 unless short outages are frequent.',
  sources: [OPERATOR_PAGES.failover],
  bad: [cnpgExample('instances: 3\nfailoverDelay: 120', '160')],
  good: [
    cnpgExample('instances: 3\n# Short blips of the network should not cause a failover\nfailoverDelay: 30'),
    cnpgExample('instances: 3\nfailoverDelay: 0'),
    cnpgExample('instances: 1\nfailoverDelay: 120'),
  ],
  check(cluster, context) {
    const delay = cluster.settings.cloudnativepg?.given('failoverDelay');
    if (typeof delay?.value !== 'number' || delay.value <= 0) return;
    if (!cluster.open && cluster.members.length < 2) return;
    // Who writes what the wait is for has weighed it.
    if (isExplained(delay.written.keyOrigin, /fail(?:ing)?[ -]?over|blip|outage|delay|wait/i)) return;
    // Many small clusters are made alike: the first of them says it for all.
    const alike = context.clusters.find(
      ({ settings }) => settings.cloudnativepg?.given('failoverDelay')?.value === delay.value,
    );
    if (alike !== undefined && alike !== cluster) return;
    context.report({
      origin: delay.written.origin,
      message: `After the loss of the primary's node there are no writes for ${seconds(40_000 + delay.value)} to ${seconds(55_000 + delay.value)} and the promotion: Kubernetes needs 40 to 55 s to notice, then failoverDelay waits ${seconds(delay.value)} more.`,
    });
  },
});
