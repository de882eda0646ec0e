import { eachIndexSetting, pair, REPLICATION } from '../lib/cluster/search.js';
import { defineRule } from '../rule.js';

const index = (replicas: number, wait: string): Record<string, string> => ({
  'index.json': `{ "settings": { "number_of_shards": 1, "number_of_replicas": ${replicas}, "write.wait_for_active_shards": ${wait} } }\n`,
});

export default defineRule({
  id: 'search-active-shards',
  subject: 'search',
  since: '0.3.0',
  on: 'cluster',
  severity: 'info',
  engines: ['elasticsearch', 'opensearch'],
  summary: 'wait_for_active_shards is taken for a write quorum.',
  gains: 'A write does not begin while too few copies are there.',
  costs:
    'It is looked at before the write begins. Copies that fail during the write are taken out of those in sync, and the write is acknowledged all the same, if need be by the primary alone. `all` stops writes while one node is away; more than there are copies stops them for ever.',
  fineWhen: 'A refusal while copies are missing is what is wanted, and nobody counts on it for more.',
  advice: 'Look at `_shards.successful` of the answer where it matters how many copies have a document.',
  sources: [REPLICATION],
  bad: [
    ...pair(index(2, '"2"'), 'before the write'),
    ...pair(index(1, '"3"'), '2 copies'),
    ...pair(index(1, '"all"'), 'one node is away'),
  ],
  good: pair(index(1, '"1"')),
  check(cluster, context) {
    eachIndexSetting(cluster, 'write.wait_for_active_shards', ({ value, written }, name, settings) => {
      const expands = settings.text('auto_expand_replicas') !== 'false';
      const replicas = expands ? undefined : settings.number('number_of_replicas');
      const copies = replicas === undefined ? undefined : replicas + 1;
      const wanted = value === 'all' || value === '-1' ? 'all' : Number(value);
      if (wanted === 1 || (wanted !== 'all' && !Number.isInteger(wanted)) || wanted === 0) return;
      if (wanted !== 'all' && copies !== undefined && wanted > copies) {
        context.report({
          origin: written.origin,
          severity: 'warning',
          message: `Writes to ${name} wait for ${wanted} copies, and there are ${copies} copies at most: every write waits until it times out. Lower it or keep ${wanted - 1} replicas.`,
        });
        return;
      }
      context.report({
        origin: written.origin,
        message:
          wanted === 'all' || wanted === copies
            ? `Writes to ${name} do not begin while one node is away that holds a copy, and a copy that fails during the write is left out all the same: this is no promise of how many have it. Watch _shards.successful.`
            : `${wanted} copies of ${name} are counted before the write begins; those that fail during it are left out and the write is acknowledged. This is no write quorum: watch _shards.successful.`,
      });
    });
  },
});
