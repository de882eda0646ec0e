import { CONFLICTS, couch } from '../lib/cluster/couch.js';
import { defineRule } from '../rule.js';

const doc = (source: string, target: string): string =>
  `{ "_id": "r", "source": "https://${source}:6984/orders", "target": "https://${target}:6984/orders", "continuous": true }\n`;

export default defineRule({
  id: 'couchdb-two-ways',
  subject: 'multileader',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['couchdb'],
  summary: 'Two databases replicate to each other: documents changed on both sides conflict.',
  gains: 'Both sides take writes, together or apart, and come to the same state.',
  costs:
    'Of two revisions of one document the same one wins on both sides: the one with the longer history, of equals the one whose id sorts higher. It need not be the later one. The other is kept out of sight under `_conflicts`: to the program that wrote it the write is lost.',
  fineWhen: 'The program reads `_conflicts` and merges, or each document is written on one side only.',
  advice: 'Ask for `conflicts=true`, or keep a view of conflicts, and resolve them.',
  sources: [CONFLICTS],
  bad: couch({ 'couch/a-to-b.json': doc('a', 'b'), 'couch/b-to-a.json': doc('b', 'a') }, '_conflicts'),
  good: [
    ...couch({ 'couch/a-to-b.json': doc('a', 'b') }),
    ...couch({ 'couch/a-to-b.json': doc('a', 'b'), 'couch/b-to-c.json': doc('b', 'c') }),
  ],
  check(cluster, context) {
    const said = new Set<string>();
    for (const link of cluster.links) {
      const back = cluster.links.find(other => other.from === link.to && other.to === link.from);
      if (link.kind !== 'logical' || back === undefined || link.from === link.to) continue;
      const key = [link.from, link.to].sort().join(' ');
      if (said.has(key)) continue;
      said.add(key);
      context.report({
        origin: back.origin,
        message: `${link.from} and ${link.to} replicate to each other: of a document changed on both sides one revision wins, not always the later, and the other is kept unseen under _conflicts. Read and merge those, or write each document on one side.`,
        related: [{ origin: link.origin, message: 'The other direction.' }],
      });
    }
  },
});
