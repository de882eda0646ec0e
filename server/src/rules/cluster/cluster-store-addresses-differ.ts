import { hostOf } from '../../cluster/join.js';
import type { Written } from '../../cluster/settings.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

const list = (...numbers: readonly number[]) =>
  `etcd3:\n  hosts: [${numbers.map(n => `10.0.9.${n}:2379`).join(', ')}]`;

export default defineRule({
  id: 'cluster-store-addresses-differ',
  subject: 'cluster',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: 'Members name different addresses for the service that keeps the lock.',
  gains: 'Each asks what is nearest.',
  costs:
    'If the addresses are of two services, each of them has a lock of its own, and there may be two leaders. If they are of one, a member that knows fewer of them is cut off sooner.',
  fineWhen: 'All addresses are of one service, and each member is meant to ask its own part of it.',
  advice: 'Give every member the same list.',
  sources: [PATRONI_PAGES.local],
  bad: [
    patroniExample({}, '10.0.9.4', [
      { store: list(1, 2, 3) },
      { store: list(1, 2, 3) },
      { store: list(1, 2, 4) },
    ]),
  ],
  good: [
    patroniExample({ store: list(1, 2, 3) }),
    patroniExample({}, undefined, [{ store: list(1, 2, 3) }, { store: list(3, 2, 1) }, {}]),
    patroniExample({}, undefined, [
      { store: 'etcd3:\n  host: 10.0.0.1:2379' },
      { store: 'etcd3:\n  host: 10.0.0.2:2379' },
      { store: 'etcd3:\n  host: 10.0.0.3:2379' },
    ]),
  ],
  check(cluster, context) {
    let first: { readonly id: string; readonly hosts: ReadonlySet<string> } | undefined;
    for (const { id, settings } of cluster.members) {
      const written = settings.patroni?.written.filter(({ key }) => STORE.test(key)).at(-1);
      const hosts = written && hostsIn(written);
      // One address is a local proxy or a name that stands for several.
      if (written === undefined || hosts === undefined || hosts.size < 2) continue;
      if (first === undefined) {
        first = { id, hosts };
        continue;
      }
      const { hosts: known, id: other } = first;
      const more = [...hosts].filter(host => !known.has(host));
      const fewer = [...known].filter(host => !hosts.has(host));
      if (more.length === 0 && fewer.length === 0) continue;
      context.report({
        origin: written.origin,
        message: `${id} asks ${more.length > 0 ? `${more.slice(0, 3).join(', ')}, which ${other} does not` : `fewer members than ${other}: not ${fewer.slice(0, 3).join(', ')}`}. Two services would mean two locks and two leaders; give every member the same list.`,
      });
      return;
    }
  },
});

const STORE = /^(?:etcd3?|zookeeper)\.hosts$/;

function hostsIn({ raw }: Written): ReadonlySet<string> | undefined {
  if (raw === undefined) return undefined;
  const texts = typeof raw === 'object' ? raw : String(raw).split(',');
  return new Set(
    texts.map(text => hostOf(text.trim().replace(/^['"]|['"]$/g, ''))).filter(text => text !== ''),
  );
}
