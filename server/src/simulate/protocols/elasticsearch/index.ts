import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { configOf } from './from-cluster.js';
import { SearchShard } from './search.js';

/** Elasticsearch and OpenSearch: one shard, and the masters. */
export const SEARCH: Family = {
  id: 'elasticsearch',
  title: 'Shard of Elasticsearch',
  prepare(cluster) {
    if (cluster.system !== 'elasticsearch' && cluster.system !== 'opensearch') return undefined;
    if (cluster.open) return { why: `The files do not tell all nodes of ${cluster.name}.` };
    const members = cluster.members.filter(({ role }) => role !== 'router');
    if (members.length > MAX_SET) return { why: `More than ${MAX_SET} nodes cannot be played.` };
    const config = configOf(cluster);
    if (config.copies.length === 0) return { why: `No node of ${cluster.name} holds data.` };
    if (!config.nodes.some(({ eligible }) => eligible))
      return { why: `No node of ${cluster.name} may be master.` };
    return {
      family: this.id,
      title: cluster.system === 'opensearch' ? 'Shard of OpenSearch' : this.title,
      ...layOut(
        members.map((member, p) => ({
          member,
          program: cluster.system,
          serves: config.copies.includes(p),
        })),
      ),
      create: world => new SearchShard(world, config),
      searchUnitMs: Math.max(1_000, Math.round(Math.min(config.followerGoneMs, config.leaderGoneMs) / 4)),
      readLevels: [{ name: 'get by id, any copy', linearizable: false }],
      limits: [
        'One shard is played. Clients ask the node of the primary; what other nodes pass on is left out.',
        'Searches, which see documents after the next refresh, are not told from gets.',
        'How much data a copy has to fetch is not known: it takes as long as with little.',
      ],
    };
  },
};
