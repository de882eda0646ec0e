import { valueEdit } from '../lib/cluster/lines.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-consul-stale',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'consul.consistency: stale lets nodes decide by an old state of the lock.',
  gains: 'Any server of Consul answers, without asking its leader.',
  costs:
    'A server that is cut off answers with what it knew before. Nodes then see a leader, a lock or a configuration that is no more.',
  fineWhen: 'Never for the lock of a database.',
  advice: 'Use `default` or `consistent`.',
  sources: [
    PATRONI_PAGES.local,
    {
      title: 'Consul: consistency modes',
      url: 'https://developer.hashicorp.com/consul/api-docs/features/consistency',
    },
  ],
  bad: [patroniExample({ store: 'consul:\n  host: 127.0.0.1:8500\n  consistency: stale' }, 'stale')],
  good: [patroniExample({ store: 'consul:\n  host: 127.0.0.1:8500\n  consistency: consistent' })],
  check(cluster, context) {
    const stale = cluster.members.flatMap(({ settings }) => {
      const mode = settings.patroni?.given('consul.consistency');
      return mode?.value === 'stale' ? mode.written : [];
    });
    const [first] = stale;
    if (first === undefined) return;
    const places = new Map(
      stale.map(written => [`${written.origin.unit.uri} ${written.origin.span.start}`, written]),
    );
    context.report({
      origin: first.origin,
      message:
        'With stale reads a Consul server that is cut off answers with an old state: nodes decide by a leader or a configuration that is no more. Use consistent.',
      fixes: [
        {
          title: 'Read consistently',
          edits: [...places.values()].map(written => valueEdit(written, 'consistent')),
          safe: false,
        },
      ],
    });
  },
});
