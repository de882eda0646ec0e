import { lineRemoved } from '../lib/cluster/lines.js';
import { nodeExample, PATRONI_PAGES } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const PAIRS = [
  ['tags.nofailover', 'tags.failover_priority', 'become leader'],
  ['tags.nosync', 'tags.sync_priority', 'be a synchronous standby'],
] as const;

export default defineRule({
  id: 'patroni-contradicting-tags',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'nofailover and failover_priority, or nosync and sync_priority, say opposite things of one node.',
  gains: 'None: one of them is ignored.',
  costs:
    'Patroni goes by nofailover and nosync, and writes a warning to its log. Who reads the priority expects the contrary.',
  fineWhen: 'Never.',
  advice: 'Give one of the two.',
  sources: [PATRONI_PAGES.local, PATRONI_PAGES.config],
  bad: [
    nodeExample({ rest: 'tags:\n  nofailover: true\n  failover_priority: 3' }, 'never becomes leader'),
    nodeExample({ rest: 'tags:\n  nofailover: false\n  failover_priority: 0' }, 'may become leader'),
    nodeExample({ rest: 'tags:\n  nosync: true\n  sync_priority: 2' }, 'nosync'),
  ],
  good: [
    nodeExample({ rest: 'tags:\n  nofailover: true\n  failover_priority: 0' }),
    nodeExample({ rest: 'tags:\n  failover_priority: 3' }),
  ],
  check(cluster, context) {
    const seen = new Set<string>();
    for (const member of cluster.members) {
      const settings = member.settings.patroni;
      for (const [flag, number, what] of PAIRS) {
        const no = settings?.given(flag);
        const priority = settings?.given(number);
        if (typeof no?.value !== 'boolean' || typeof priority?.value !== 'number') continue;
        if (no.value === priority.value <= 0) continue;
        const key = `${priority.written.origin.unit.uri} ${priority.written.origin.span.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const [bare, other] = [flag.slice(5), number.slice(5)];
        const verb =
          what === 'become leader'
            ? no.value
              ? 'never becomes leader'
              : 'may become leader'
            : no.value
              ? `may never ${what}`
              : `may ${what}`;
        context.report({
          origin: priority.written.origin,
          message: `${bare}: ${no.value} and ${other}: ${priority.value} contradict each other. Patroni goes by ${bare}: the node ${verb}. Give one of the two.`,
          fixes: () => {
            const edit = lineRemoved(priority.written);
            return edit === undefined
              ? []
              : [{ title: `Remove ${other}, which is ignored`, edits: [edit], safe: true }];
          },
        });
      }
    }
  },
});
