import { isSynchronous, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-strict-keeps-one',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'synchronous_mode_strict with a synchronous_node_count above 1: only one standby is enforced.',
  gains: 'Writes go on while one of the synchronous standbys is left.',
  costs:
    'Patroni lowers the number of synchronous standbys to those that are connected; strict stops it at one, not at synchronous_node_count. After the loss of a standby writes are on two nodes, not on three, and nothing says so.',
  fineWhen: 'Two copies are enough in the time after a failure.',
  advice:
    'Plan with two copies; for more use as many standbys that some are always there, and watch how many are synchronous.',
  sources: [PATRONI_PAGES.global, PATRONI_PAGES.modes],
  bad: [
    patroniExample(
      { dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true\nsynchronous_node_count: 2' },
      'keeps 1 standby, not 2',
    ),
  ],
  good: [
    patroniExample({
      dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true\nsynchronous_node_count: 1',
    }),
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_node_count: 2' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const count = settings?.given('synchronous_node_count');
    if (settings === undefined || count === undefined || typeof count.value !== 'number' || count.value < 2)
      return;
    if (isSynchronous(settings) !== true || settings.flag('synchronous_mode_strict') !== true) return;
    context.report({
      origin: count.written.origin,
      message: `Strict keeps 1 standby, not ${count.value}: Patroni lowers the number to the standbys that are connected and stops at one. After a failure an acknowledged write is sure to be on 2 nodes, not on ${count.value + 1}.`,
    });
  },
});
