import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { configOf } from './from-cluster.js';
import { MongoDb } from './mongodb.js';

/** Replica sets of MongoDB. */
export const MONGODB: Family = {
  id: 'mongodb',
  title: 'MongoDB replica set',
  prepare(cluster) {
    if (cluster.system !== 'mongodb') return undefined;
    if (cluster.implied) return { why: 'Only connection strings speak of this replica set.' };
    if (cluster.open) return { why: `The files do not tell all members of ${cluster.name}.` };
    if (cluster.members.length > MAX_SET) return { why: `More than ${MAX_SET} members cannot be played.` };
    if (!cluster.members.some(({ eligible }) => eligible))
      return { why: `No member of ${cluster.name} may become primary.` };
    const config = configOf(cluster);
    const { read, readsSecondaries, electionTimeoutMs } = config;
    return {
      family: this.id,
      title: this.title,
      ...layOut(
        cluster.members.map(member => ({
          member,
          program: 'mongod',
          serves: member.role !== 'witness' && member.settings.mongodb?.flag('members.hidden') !== true,
        })),
      ),
      create: world => new MongoDb(world, config),
      searchUnitMs: Math.max(500, Math.round(electionTimeoutMs / 2)),
      readLevels: [
        {
          name: `${readsSecondaries ? 'any member' : 'primary'}, ${read}`,
          linearizable: read === 'linearizable',
        },
      ],
      limits: [
        'Write concerns with tags count as majority.',
        'How much there is to catch up or to roll back is not known: both take as long as with little data.',
        'The oplog is long enough for any member to go on.',
      ],
    };
  },
};
