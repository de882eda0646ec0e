import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-consul-checks',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: "The session that holds the leader lock hangs on Consul's health checks.",
  gains: 'A node whose agent is gone loses the lock at once.',
  costs:
    'The moment a check fails (serfHealth: the node of the agent is suspected), Consul ends the session and the lock is free, while the leader goes on accepting writes for up to loop_wait + retry_timeout. Another node may take over meanwhile.',
  fineWhen: 'A failover at every hiccup of the agent is wanted.',
  advice:
    'Leave `checks` empty, which is the default: the session then ends by its time, or when the agent leaves.',
  sources: [
    PATRONI_PAGES.local,
    {
      title: 'Patroni: a restarted agent frees the lock',
      url: 'https://github.com/patroni/patroni/issues/2070',
    },
  ],
  bad: [patroniExample({ store: "consul:\n  host: 127.0.0.1:8500\n  checks: ['serfHealth']" }, 'serfHealth')],
  good: [
    patroniExample({ store: 'consul:\n  host: 127.0.0.1:8500' }),
    patroniExample({ store: 'consul:\n  host: 127.0.0.1:8500\n  checks: []' }),
  ],
  check(cluster, context) {
    for (const { settings } of cluster.members) {
      const checks = settings.patroni?.given('consul.checks');
      if (checks === undefined || !Array.isArray(checks.value) || checks.value.length === 0) continue;
      context.report({
        origin: checks.written.origin,
        message: `The leader lock hangs on ${checks.value.slice(0, 3).join(', ')}: the moment that fails, Consul frees the lock, and another node may lead while this one still accepts writes. Leave checks empty.`,
      });
      return;
    }
  },
});
