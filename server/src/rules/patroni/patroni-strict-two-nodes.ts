import { isSynchronous, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-strict-two-nodes',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'synchronous_mode_strict with two nodes: the loss of either one stops all writes.',
  gains: 'Every acknowledged write is on both nodes.',
  costs:
    'Without the standby the leader waits for ever; without the leader the standby takes over and waits for the next standby. Two nodes then have more ways to stop than one, and every restart of a node stops writes.',
  fineWhen: 'Writes shall stop rather than be on one node.',
  advice: 'Add a third node, or leave strict off, as Patroni advises for two.',
  sources: [PATRONI_PAGES.modes],
  bad: [
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true' }, 'two nodes', [{}, {}]),
  ],
  good: [
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true' }),
    patroniExample({ dcs: 'synchronous_mode: true' }, undefined, [{}, {}]),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const strict = settings?.given('synchronous_mode_strict');
    if (settings === undefined || strict === undefined || cluster.open || cluster.members.length !== 2)
      return;
    if (isSynchronous(settings) !== true || strict.effective !== true) return;
    context.report({
      origin: strict.written.origin,
      message:
        'Strict with two nodes: whichever of them is down or restarts, the other one waits for a standby and accepts no write. Add a third node, or leave strict off.',
    });
  },
});
