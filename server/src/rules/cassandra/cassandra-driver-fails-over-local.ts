import { DRIVER, settingsOf, twins } from '../lib/cluster/cassandra.js';
import { replace } from '../lib/edits.js';
import { defineRule } from '../rule.js';

const conf = (allow: boolean): Record<string, string> => ({
  'application.conf': `datastax-java-driver {\n  basic.contact-points = ["10.0.0.1:9042"]\n  basic.load-balancing-policy.local-datacenter = eu\n  basic.request.consistency = LOCAL_QUORUM\n  advanced.load-balancing-policy.dc-failover {\n    max-nodes-per-remote-dc = 2\n    allow-for-local-consistency-levels = ${allow}\n  }\n}\n`,
});

export default defineRule({
  id: 'cassandra-driver-fails-over-local',
  subject: 'cassandra',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['cassandra', 'scylla'],
  summary: 'Requests at LOCAL levels go on in another data centre when the own one does not answer.',
  gains: 'The program goes on when its data centre is lost.',
  costs:
    'LOCAL_QUORUM then means a quorum of the other data centre, which need not have what was acknowledged in the first: the program does not see its own writes, and writes over what it did not see. It happens by itself, for single requests too.',
  fineWhen: 'Readers may be behind, and no write depends on what was read before.',
  advice: 'Let the whole program move to the other data centre instead, by routing its users there.',
  sources: [DRIVER],
  bad: twins(conf(true), 'does not see its own writes'),
  good: twins(conf(false)),
  check(cluster, context) {
    for (const client of cluster.clients) {
      const settings = settingsOf(cluster, client);
      const allow = settings?.given(
        'advanced.load-balancing-policy.dc-failover.allow-for-local-consistency-levels',
      );
      const nodes = settings?.number('advanced.load-balancing-policy.dc-failover.max-nodes-per-remote-dc');
      if (allow?.value !== true || nodes === undefined || nodes === 0) continue;
      context.report({
        origin: allow.written.origin,
        message: `LOCAL levels may go to ${nodes} nodes of another data centre, where they are local to that one: the program does not see its own writes there. Set allow-for-local-consistency-levels to false and move the program as a whole.`,
        fixes: [{ title: 'Set it to false', edits: [replace(allow.written.origin, 'false')], safe: false }],
      });
    }
  },
});
