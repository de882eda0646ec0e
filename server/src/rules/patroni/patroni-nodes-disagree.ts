import type { Written } from '../../cluster/settings.js';
import { PATRONI_PAGES, patroniExample } from '../lib/cluster/patroni.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'patroni-nodes-disagree',
  subject: 'patroni',
  since: '0.3.0',
  on: 'cluster',
  severity: 'warning',
  engines: ['patroni'],
  summary: "The nodes' files have different bootstrap.dcs sections: only one of them was ever taken.",
  gains: 'None.',
  costs:
    'The section is written into the DCS once, by the node that makes the cluster; later changes of it have no effect anywhere. Which of the values holds depends on which node came first, and edits in a file are never seen.',
  fineWhen: 'Never; the sections may as well be the same.',
  advice: 'Change what holds with `patronictl edit-config`, and bring the files into line.',
  sources: [PATRONI_PAGES.local, PATRONI_PAGES.rules],
  bad: [patroniExample({}, 'ttl', [{ dcs: 'ttl: 30' }, { dcs: 'ttl: 60' }, { dcs: 'ttl: 30' }])],
  good: [
    patroniExample({ dcs: 'ttl: 30\nloop_wait: 10' }),
    patroniExample({}, undefined, [{ dcs: 'ttl: 30' }, {}, {}]),
    patroniExample({}, undefined, [
      { dcs: 'ttl: 100', store: 'etcd:\n  hosts: [etcd:2379]' },
      { dcs: 'ttl: 30' },
    ]),
  ],
  check(cluster, context) {
    const first = new Map<string, { readonly written: Written; readonly id: string }>();
    const differing: { name: string; written: Written; other: Written; id: string; otherId: string }[] = [];
    const stores = new Set<string>();
    for (const { id, settings } of cluster.members) {
      for (const { key } of settings.patroni?.written ?? []) {
        const store = /^(?:etcd3?|consul|zookeeper|exhibitor|raft|kubernetes)(?=\.)/.exec(key)?.[0];
        if (store !== undefined) stores.add(store);
      }
      for (const written of settings.patroni?.written ?? []) {
        if (!written.key.startsWith('bootstrap.dcs.') || written.raw === undefined) continue;
        const name = written.key.slice('bootstrap.dcs.'.length);
        const known = first.get(name);
        if (known === undefined) first.set(name, { written, id });
        else if (String(known.written.raw) !== String(written.raw)) {
          differing.push({ name, written, other: known.written, id, otherId: known.id });
        }
      }
    }
    const [found] = differing;
    // Files that speak to different stores are of two clusters that share a name: a trial beside the real one.
    if (found === undefined || stores.size > 1) return;
    const names = [...new Set(differing.map(({ name }) => name))];
    context.report({
      origin: found.written.origin,
      message: `bootstrap.dcs is read once, when the cluster is made, from one node: ${found.otherId} says ${found.name} ${String(found.other.raw)}, ${found.id} ${String(found.written.raw)}${names.length > 1 ? `, and ${names.length - 1} more differ` : ''}. Use \`patronictl edit-config\` for changes, and make the files agree.`,
      related: [{ origin: found.other.origin, message: `${found.otherId} says ${String(found.other.raw)}.` }],
    });
  },
});
