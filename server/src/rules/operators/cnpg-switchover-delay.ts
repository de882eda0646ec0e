import { cnpgExample, OPERATOR_PAGES } from '../lib/cluster/manifests.js';
import { seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const LOW = 30_000;

export default defineRule({
  id: 'cnpg-switchover-delay',
  subject: 'operators',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['cloudnativepg'],
  summary:
    'switchoverDelay is short: in a planned switchover the old primary may be stopped before its WAL is out.',
  gains: 'The new primary is there sooner.',
  costs:
    'The old primary shuts down in good order for that long, sending and archiving its last WAL; then it is stopped at once. What no standby had received is lost, without any failure.',
  fineWhen: 'Synchronous replication with required durability keeps every write on a standby.',
  advice: 'Give it what the archive needs when it is slow: minutes; the default is an hour.',
  sources: [OPERATOR_PAGES.failover],
  bad: [cnpgExample('instances: 3\nswitchoverDelay: 5', '5 s')],
  good: [
    cnpgExample('instances: 3\nswitchoverDelay: 600'),
    cnpgExample(
      'instances: 3\nswitchoverDelay: 5\npostgresql:\n  synchronous:\n    method: any\n    number: 1',
    ),
  ],
  check(cluster, context) {
    const delay = cluster.settings.cloudnativepg?.given('switchoverDelay');
    if (typeof delay?.value !== 'number' || delay.value >= LOW || delay.value < 0) return;
    if (cluster.commit.count > 0 && !cluster.commit.degrades) return;
    if (!cluster.open && cluster.members.length < 2) return;
    context.report({
      origin: delay.written.origin,
      message: `In a switchover the old primary has ${seconds(delay.value)} to send and archive its last WAL, then it is stopped at once: with asynchronous standbys the rest is lost, in a planned step. Give it minutes (default 3600), or replicate synchronously.`,
    });
  },
});
