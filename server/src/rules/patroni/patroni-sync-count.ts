import { maySync } from '../../cluster/systems/patroni/commit.js';
import { valueEdit } from '../lib/cluster/lines.js';
import { isSynchronous, PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-sync-count',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary:
    'synchronous_node_count is higher than the nodes that may be synchronous: Patroni lowers it silently.',
  gains: 'None: the number does not count.',
  costs:
    'The leader is no standby of its own, and nodes tagged nosync, nostream or with a sync_priority of 0 are never chosen. A commit waits for fewer standbys than the file says.',
  fineWhen: 'Nodes are added soon.',
  advice: 'Write a number that the nodes can give, or add nodes.',
  sources: [PATRONI_PAGES.modes, PATRONI_PAGES.local],
  bad: [
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_node_count: 3' }, '2'),
    patroniExample({ dcs: 'synchronous_mode: quorum\nsynchronous_node_count: 2' }, '1', [
      {},
      {},
      { rest: 'tags:\n  nosync: true' },
    ]),
  ],
  good: [
    patroniExample({ dcs: 'synchronous_mode: true\nsynchronous_node_count: 2' }),
    patroniExample({ dcs: 'synchronous_node_count: 9' }),
  ],
  check(cluster, context) {
    const settings = cluster.settings.patroni;
    const count = settings?.given('synchronous_node_count');
    if (settings === undefined || count === undefined || typeof count.value !== 'number') return;
    if (cluster.open || cluster.members.length < 2 || isSynchronous(settings) !== true) return;
    const may = cluster.members.map(member => maySync(member.settings.patroni));
    if (may.includes(undefined)) return;
    // The worst leader is one that may be synchronous itself.
    const able = may.filter(each => each === true).length;
    const least =
      able === cluster.members.length ? able - 1 : able - (mayLeadToo(cluster.members, may) ? 1 : 0);
    if (count.value <= least || least < 1) return;
    context.report({
      origin: count.written.origin,
      message: `${count.value} synchronous standbys are asked for, and beside the leader ${least === 1 ? 'only 1 node' : `only ${least} of the ${cluster.members.length} nodes`} may be one: Patroni lowers the number to ${least} silently. Write ${least}, or add nodes.`,
      fixes: [{ title: `Write ${least}`, edits: [valueEdit(count.written, String(least))], safe: false }],
    });
  },
});

/** True where a node that may be synchronous may lead as well. */
function mayLeadToo(
  members: readonly { readonly eligible: boolean }[],
  may: readonly (boolean | undefined)[],
): boolean {
  return members.some(({ eligible }, i) => eligible && may[i] === true);
}
