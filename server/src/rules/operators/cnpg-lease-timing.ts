import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'cnpg-lease-timing',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['cloudnativepg'],
  summary: 'The times of the primary lease do not go together: the operator refuses the manifest.',
  gains: 'None.',
  costs:
    'leaseDurationSeconds must be greater than renewDeadlineSeconds, and that greater than 1.2 times retryPeriodSeconds; otherwise a primary could not hold its lease.',
  fineWhen: 'Never.',
  advice: 'Keep the order of the defaults: 15, 10 and 2 s.',
  sources: [OPERATOR_PAGES.webhook, OPERATOR_PAGES.failover],
  bad: [
    cnpgExample('instances: 3\nprimaryLease:\n  leaseDurationSeconds: 10', '10 s'),
    cnpgExample(
      'instances: 3\nprimaryLease:\n  leaseDurationSeconds: 30\n  renewDeadlineSeconds: 6\n  retryPeriodSeconds: 5',
      '1.2',
    ),
  ],
  good: [
    cnpgExample('instances: 3\nprimaryLease:\n  leaseDurationSeconds: 30\n  renewDeadlineSeconds: 20'),
    cnpgExample('instances: 3'),
  ],
  check(cluster, context) {
    const settings = cluster.settings.cloudnativepg;
    if (settings === undefined) return;
    const names = ['leaseDurationSeconds', 'renewDeadlineSeconds', 'retryPeriodSeconds'].map(
      name => `primaryLease.${name}`,
    );
    const given = names.map(name => settings.given(name)?.written);
    const [lease, renew, retry] = names.map(name =>
      settings.isHidden(name) ? undefined : settings.number(name),
    );
    const at = given.find(each => each !== undefined);
    if (at === undefined || lease === undefined || renew === undefined || retry === undefined) return;
    if (lease <= renew) {
      context.report({
        origin: (given[0] ?? given[1] ?? at).origin,
        message: `leaseDurationSeconds (${seconds(lease)}) must be greater than renewDeadlineSeconds (${seconds(renew)}): the operator refuses the manifest.`,
      });
    } else if (5 * renew <= 6 * retry) {
      context.report({
        origin: (given[1] ?? given[2] ?? at).origin,
        message: `renewDeadlineSeconds (${seconds(renew)}) must be greater than 1.2 times retryPeriodSeconds (${seconds(retry)}): the operator refuses the manifest.`,
      });
    }
  },
});
