import type { Family } from '../../family.js';
import { layOut } from '../../kit/layout.js';
import { MAX_SET } from '../../kit/sets.js';
import { partsOf } from './from-cluster.js';
import { Kafka } from './kafka.js';

/** Kafka, with controllers of its own or ZooKeeper: one partition of it. */
export const KAFKA: Family = {
  id: 'kafka',
  title: 'Kafka partition',
  prepare(cluster, all) {
    if (cluster.system !== 'kafka') return undefined;
    if (cluster.open) return { why: `The files do not tell all brokers of ${cluster.name}.` };
    const parts = partsOf(cluster, all);
    if (parts === undefined) return { why: `No file shows a broker of ${cluster.name}.` };
    const { config, planned, assumed } = parts;
    if (planned.length > MAX_SET)
      return { why: `More than ${MAX_SET} brokers and controllers cannot be played.` };
    return {
      family: this.id,
      title: this.title,
      ...layOut(planned),
      create: world => new Kafka(world, config),
      searchUnitMs: Math.max(500, Math.round(config.sessionMs / 2)),
      readLevels: [{ name: 'the leader, up to the high watermark', linearizable: false }],
      limits: [
        'One partition is played; its copies are on the first brokers.',
        ...(assumed === undefined
          ? []
          : [
              `No file tells how many copies a topic has: ${assumed === 1 ? 'one is' : `${assumed} are`} assumed.`,
            ]),
        ...(config.keeper === 'zookeeper'
          ? [
              'ZooKeeper stands for the controller too: how long another broker takes to become it is left out.',
            ]
          : []),
      ],
    };
  },
};
