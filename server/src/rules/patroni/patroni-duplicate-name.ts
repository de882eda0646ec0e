import type { Member } from '../../cluster/model.js';
import { isOlder } from '../../cluster/version.js';
import { clusterExample } from '../lib/cluster/example.js';
import { PATRONI_PAGES, patroniExample, patroniNode } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-duplicate-name',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'error',
  engines: ['patroni'],
  summary: 'Two nodes of a cluster have the same name: the second one does not start.',
  gains: 'None.',
  costs:
    'The name is the key of the member in the DCS, of its slot and of its place among the synchronous standbys. Since 3.0.4 Patroni does not start a node whose name another one runs under; before, the two overwrite each other.',
  fineWhen: 'The files are of one machine that moved.',
  advice: 'Give each node a name of its own, such as its host name.',
  sources: [
    PATRONI_PAGES.local,
    {
      title: 'Patroni: __main__.py',
      url: 'https://github.com/patroni/patroni/blob/master/patroni/__main__.py',
    },
  ],
  bad: [patroniExample({}, 'shop1', [{}, { name: 'shop1' }, { name: 'shop3' }])],
  good: [
    patroniExample({}),
    clusterExample('patroni', {
      'n1/patroni.yml': patroniNode(1),
      'n1/patroni-pitr.yml': patroniNode(1, { dcs: 'ttl: 30' }),
      'n2/patroni.yml': patroniNode(2),
    }),
  ],
  check(cluster, context) {
    const names = new Map<string, (typeof cluster.members)[number]>();
    for (const member of cluster.members) {
      const written = member.settings.patroni?.given('name')?.written;
      if (written === undefined || typeof written.raw !== 'string') continue;
      const known = names.get(written.raw);
      if (known === undefined) {
        names.set(written.raw, member);
        continue;
      }
      const other = known.settings.patroni?.given('name')?.written.origin;
      if (other === undefined) continue;
      // One file or container read twice is one node.
      if (other.unit === written.origin.unit && other.span.start === written.origin.span.start) continue;
      // A variant of the same node's file (for restoring a backup, say): one of them is started.
      if (
        ['restapi.connect_address', 'postgresql.connect_address'].every(key => {
          const own = textOf(member, key);
          return own !== undefined && own === textOf(known, key);
        })
      )
        continue;
      context.report({
        origin: written.origin,
        message: `Another node of ${cluster.name} is called ${written.raw} as well: ${isOlder(cluster.versions.patroni?.version, '3.0.4') ? 'they overwrite each other in the DCS, and share a slot' : 'whichever starts second is refused by Patroni'}. Give each node a name of its own.`,
        related: [{ origin: other, message: `The other ${written.raw}.` }],
      });
    }
  },
});

function textOf(member: Member, key: string): string | undefined {
  const raw = member.settings.patroni?.given(key)?.written.raw;
  return typeof raw === 'string' ? raw : undefined;
}
