import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import type { ZooNode } from './data.js';
import { guarantees } from './guarantees.js';
import { OPERATOR } from './operator.js';
import { ZOOKEEPER_PARAMETERS } from './parameters.js';
import { CONFIG } from './read.js';
import { nameOf, SERVICES } from './services.js';

/** ZooKeeper: an ensemble of which more than half has to agree. */
export const ZOOKEEPER = defineSystem<ZooNode>({
  system: 'zookeeper',
  parameters: [ZOOKEEPER_PARAMETERS],
  formats: [CONFIG, OPERATOR],
  services: [SERVICES],
  variable: name => ZOOKEEPER_PARAMETERS.find(nameOf(name) ?? ''),
  assemble,
  guarantees,
});
