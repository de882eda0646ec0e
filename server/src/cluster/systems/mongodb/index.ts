import { defineSystem } from '../../module.js';
import { versionUpTo } from '../../version.js';
import { assemble } from './assemble.js';
import type { MongoData } from './data.js';
import { guarantees } from './guarantees.js';
import { MONGOD_CONF } from './mongod-conf.js';
import { RESOURCES } from './operators.js';
import { MONGODB_PARAMETERS } from './parameters.js';
import { SCRIPTS } from './scripts.js';
import { SERVICES } from './services.js';
import { CONNECTION_STRINGS } from './uri.js';

/** MongoDB and Percona Server for MongoDB: replica sets, and the shards and config servers made of them. */
export const MONGODB = defineSystem<MongoData>({
  system: 'mongodb',
  parameters: [MONGODB_PARAMETERS],
  formats: [MONGOD_CONF, SCRIPTS, RESOURCES, CONNECTION_STRINGS],
  services: [SERVICES],
  images: {
    repository: /(?:^|\/)(?:mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/,
    versionOf: versionUpTo(9),
    packages:
      /(?:\bmongodb-org(?:-[a-z]{4,10}){0,2}[-/=]|\/pgp\/server-|\bmongodb-linux-[\w-]{1,40}-|\bmongo(?:db)?_version["']?[ \t]*[:=][ \t]*["']?v?)(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)/gi,
    withVersion: (data, { version, origin }) =>
      data.kind === 'server' && data.version === undefined
        ? { ...data, version, versionOrigin: origin }
        : data.kind === 'set' && data.by !== 'operator' && data.version === undefined
          ? { ...data, version }
          : data,
  },
  assemble,
  guarantees,
});
