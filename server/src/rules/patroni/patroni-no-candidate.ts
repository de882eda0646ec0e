import { mayLead } from '../../cluster/systems/patroni/commit.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-no-candidate',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'At most one node may become leader: there is no automatic failover.',
  gains: 'The leader stays where it is.',
  costs:
    'nofailover: true and failover_priority of 0 or less keep a node out of the race. When the only other one is lost, nobody takes over, and there are no writes until a person promotes a node.',
  fineWhen: 'Failovers are decided by people on purpose.',
  advice: 'Take the tag from at least one standby.',
  sources: [PATRONI_PAGES.local],
  bad: [
    patroniExample({}, 'shop1', [
      {},
      { rest: 'tags:\n  nofailover: true' },
      { rest: 'tags:\n  failover_priority: 0' },
    ]),
    patroniExample({ rest: 'tags:\n  nofailover: true' }, 'None of the 3'),
  ],
  good: [
    patroniExample({}, undefined, [{}, {}, { rest: 'tags:\n  nofailover: true' }]),
    patroniExample({ rest: 'tags:\n  nofailover: false' }),
  ],
  check(cluster, context) {
    if (cluster.open || cluster.members.length < 2) return;
    const may = cluster.members.map(member => mayLead(member.settings.patroni));
    if (may.includes(undefined)) return;
    const able = cluster.members.filter((_, i) => may[i] === true);
    if (able.length > 1) return;
    const kept = cluster.members.find((_, i) => may[i] === false)?.settings.patroni;
    const tag = kept?.given('tags.nofailover') ?? kept?.given('tags.failover_priority');
    if (tag === undefined) return;
    const who =
      able.length === 1
        ? `Only ${able[0]!.id} of the ${cluster.members.length} nodes may lead: when it is lost, nobody takes over`
        : `None of the ${cluster.members.length} nodes may lead: the cluster gets no leader`;
    context.report({
      origin: tag.written.origin,
      message: `${who}, and there are no writes until a person steps in. Take nofailover (or the priority of 0) from a standby.`,
    });
  },
});
