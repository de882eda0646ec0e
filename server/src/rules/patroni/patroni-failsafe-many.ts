import { demotionAfter } from '../../cluster/systems/patroni/commit.js';
import { PATRONI_PAGES, patroniExample, seconds } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-failsafe-many',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['patroni'],
  summary: 'failsafe_mode asks every member, also those that are there for other ends.',
  gains: 'An outage of the DCS alone does not stop writes.',
  costs:
    'While the DCS is away the leader stays only as long as all members answer it; it is no quorum. Each further member, such as a remote or a delayed one, is one more that ends it.',
  fineWhen: 'All members are as reliable as the leader.',
  advice:
    'Keep members few and near in a cluster that counts on failsafe_mode; make remote ones a standby cluster.',
  sources: [PATRONI_PAGES.failsafe],
  bad: [
    patroniExample({ dcs: 'failsafe_mode: true' }, 'shop3', [{}, {}, { rest: 'tags:\n  nofailover: true' }]),
    patroniExample({ dcs: 'failsafe_mode: true' }, '4 other members', [{}, {}, {}, {}, {}]),
  ],
  good: [
    patroniExample({ dcs: 'failsafe_mode: true' }),
    patroniExample({ dcs: 'ttl: 30' }, undefined, [{}, {}, {}, {}, {}]),
  ],
  check(cluster, context) {
    const failsafe = cluster.settings.patroni?.given('failsafe_mode');
    if (failsafe?.value !== true || cluster.open) return;
    const aside = cluster.members.filter(({ eligible }) => !eligible);
    const others = cluster.members.length - 1;
    if (aside.length === 0 && others < 4) return;
    const after = demotionAfter(cluster.settings.patroni!);
    const who = aside.length > 0 ? `${aside[0]!.id}, which never leads, among them` : 'not a majority';
    context.report({
      origin: failsafe.written.origin,
      message: `While the DCS is away all ${others} other members must answer, ${who}: if one does not, the leader is demoted${after === undefined ? '' : ` (within about ${seconds(after)})`} and there are no writes until the DCS is back.`,
    });
  },
});
