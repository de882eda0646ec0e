import { defineSystem } from '../../module.js';
import { assemble } from './assemble.js';
import { COMMENTED } from './commented.js';
import { CONF } from './conf.js';
import { CREATE_COMMANDS } from './create.js';
import type { RedisData } from './data.js';
import { guarantees } from './guarantees.js';
import { RESOURCES } from './operators.js';
import { REDIS_PARAMETERS, SENTINEL_PARAMETERS, VALKEY_PARAMETERS } from './parameters.js';
import { SCRIPTS } from './scripts.js';
import { SENTINEL_CONF } from './sentinel-conf.js';
import { REPOSITORY, SERVICES } from './services.js';
import { DOCUMENTS, POLICIES } from './surroundings.js';
import { CONNECTION_STRINGS, REDIS_CONNECTION } from './uri.js';

/** Redis and Valkey: replication with or without Sentinel, and Redis Cluster. */
export const REDIS = defineSystem<RedisData>({
  system: 'redis',
  also: ['valkey', 'sentinel'],
  parameters: [REDIS_PARAMETERS, VALKEY_PARAMETERS, SENTINEL_PARAMETERS, REDIS_CONNECTION],
  formats: [
    CONF,
    SENTINEL_CONF,
    CREATE_COMMANDS,
    SCRIPTS,
    RESOURCES,
    CONNECTION_STRINGS,
    COMMENTED,
    POLICIES,
    DOCUMENTS,
  ],
  services: [SERVICES],
  images: {
    repository: REPOSITORY,
    packages:
      /(?:\bredis-(?=\d+\.\d+\.\d+(?:\.tar|["']?[ \t]*$))|\bredis_version["']?[ \t]*[:=][ \t]*["']?v?)(\d{1,2}\.\d{1,2}(?:\.\d{1,3})?)(?![\w{])/gim,
    withVersion: (data, { version, origin }) =>
      (data.kind !== 'server' && data.kind !== 'sentinel') || data.version !== undefined
        ? data
        : { ...data, version, ...(data.kind === 'server' ? { versionOrigin: origin } : {}) },
  },
  assemble,
  guarantees,
});
