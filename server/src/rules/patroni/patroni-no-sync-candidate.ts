import { maySync } from '../../cluster/systems/patroni/commit.js';
import { isSynchronous, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-no-sync-candidate',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'Synchronous replication is on and no node may be a synchronous standby.',
  gains: 'None.',
  costs:
    'With synchronous_mode: on the cluster replicates asynchronously, and after the loss of the leader nobody is promoted. With strict every write waits for ever.',
  fineWhen: 'Never.',
  advice: 'Take nosync, nostream or sync_priority: 0 from at least one node that may also lead.',
  sources: [PATRONI_PAGES.local, PATRONI_PAGES.modes],
  bad: [
    patroniExample({ dcs: 'synchronous_mode: true', rest: 'tags:\n  nosync: true' }, 'asynchronously'),
    patroniExample(
      { dcs: 'synchronous_mode: true\nsynchronous_mode_strict: true', rest: 'tags:\n  nostream: true' },
      'wait for ever',
    ),
    patroniExample({ dcs: 'synchronous_mode: true' }, 'shop1', [
      {},
      { rest: 'tags:\n  nosync: true' },
      { rest: 'tags:\n  nosync: true' },
    ]),
  ],
  good: [
    patroniExample({ dcs: 'synchronous_mode: true' }, undefined, [{}, {}, { rest: 'tags:\n  nosync: true' }]),
    patroniExample({ dcs: 'ttl: 30', rest: 'tags:\n  nosync: true' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    if (settings === undefined || cluster.open || cluster.members.length < 2) return;
    if (isSynchronous(settings) !== true) return;
    const able = cluster.members.filter(member => maySync(member.settings.patroni) !== false);
    if (able.length > 1 || (able.length === 1 && !able[0]!.eligible)) return;
    const strict = settings.flag('synchronous_mode_strict') === true;
    const then = strict
      ? 'writes wait for ever (strict)'
      : 'it replicates asynchronously, and nobody is promoted after its loss';
    const refused = cluster.members.find(member => maySync(member.settings.patroni) === false);
    const tag = ['tags.nosync', 'tags.nostream', 'tags.sync_priority']
      .map(name => refused?.settings.patroni?.given(name))
      .find(given => given !== undefined);
    const who = able.length === 1 ? `While ${able[0]!.id} leads, no node` : 'No node';
    context.report({
      origin: tag?.written.origin ?? settings.given('synchronous_mode')?.written.origin ?? cluster.origin,
      message: `${who} may be a synchronous standby, for the others are tagged nosync, nostream or sync_priority 0: with synchronous_mode ${then}. Take the tag from one that may lead.`,
    });
  },
});
