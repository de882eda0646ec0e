import { DCS_KINDS } from '../../cluster/systems/patroni/fragment.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-nodes-different-store',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'Nodes of one scope keep their lock in different stores: each group elects a leader of its own.',
  gains: 'None.',
  costs:
    'A node that looks elsewhere sees no lock, no members and no configuration. It makes a new cluster, or leads beside the others. The sections etcd and etcd3 differ as well: keys of version 2 are not seen by version 3.',
  fineWhen: 'In the middle of a change of the store, while Patroni is paused.',
  advice: 'Give all nodes the same section.',
  sources: [PATRONI_PAGES.local],
  bad: [patroniExample({}, 'etcd3', [{}, { store: 'etcd:\n  hosts: [10.0.9.1:2379, 10.0.9.2:2379]' }, {}])],
  good: [patroniExample({}), patroniExample({ store: 'consul:\n  host: 127.0.0.1:8500' })],
  check(cluster, context) {
    const stores = cluster.members.flatMap(({ id, settings }) => {
      const written = settings.patroni?.written ?? [];
      const kinds = DCS_KINDS.filter(kind => written.some(({ key }) => key.startsWith(`${kind}.`)));
      // Several sections in one file are a template's, or Patroni takes the first.
      if (kinds.length !== 1) return [];
      const at = written.find(({ key }) => key.startsWith(`${kinds[0]}.`))!;
      return [{ id, kind: kinds[0]!, origin: at.keyOrigin }];
    });
    const [first, ...others] = stores;
    const other = others.find(({ kind }) => kind !== first?.kind);
    if (first === undefined || other === undefined) return;
    context.report({
      origin: other.origin,
      message: `${other.id} keeps its lock in ${other.kind}, ${first.id} in ${first.kind}: they do not see each other, and each side elects a leader of its own. Give all nodes the same section.`,
      related: [{ origin: first.origin, message: `${first.id} uses ${first.kind}.` }],
    });
  },
});
