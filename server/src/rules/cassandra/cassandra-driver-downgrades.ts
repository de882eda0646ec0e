import { settingsOf, twins } from '../lib/cluster/cassandra.js';
import { defineRule } from '../rule.js';

const conf = (policy: string): Record<string, string> => ({
  'application.conf': `datastax-java-driver {\n  basic.contact-points = ["10.0.0.1:9042"]\n  basic.load-balancing-policy.local-datacenter = eu\n  basic.request.consistency = LOCAL_QUORUM\n  advanced.retry-policy.class = ${policy}\n}\n`,
});

export default defineRule({
  id: 'cassandra-driver-downgrades',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'The retry policy asks again at a lower consistency level.',
  gains: 'Requests succeed while a quorum is missing.',
  costs:
    'A write that was asked for at a quorum may be acknowledged by one replica, and a read by one that has not got it: the program cannot tell. A read at a quorum then misses a write at a quorum.',
  fineWhen: 'The program treats every answer as one that may be old or lost.',
  advice:
    'Use the default policy, and lower the level in the program where an old answer is better than none.',
  sources: [
    {
      title: 'Downgrading Consistency Retry Policy',
      url: 'https://docs.datastax.com/en/developer/ruby-driver/3.1/features/retry_policies/downgrading_consistency',
    },
    {
      title: 'Java driver: reference configuration',
      url: 'https://docs.datastax.com/en/developer/java-driver/4.16/manual/core/configuration/reference/',
    },
  ],
  bad: twins(conf('ConsistencyDowngradingRetryPolicy'), 'LOCAL_QUORUM'),
  good: twins(conf('DefaultRetryPolicy')),
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = settingsOf(cluster, client);
      const policy = settings?.given('advanced.retry-policy.class');
      if (typeof policy?.value !== 'string' || !/Downgrading/.test(policy.value)) continue;
      const level = settings?.text('basic.request.consistency') ?? 'the level that was asked for';
      context.report({
        origin: policy.written.origin,
        message: `When replicas are missing this policy asks again at a lower level than ${level}: a write may be acknowledged by one replica, and later quorum reads miss it. Use DefaultRetryPolicy.`,
      });
    }
  },
});
